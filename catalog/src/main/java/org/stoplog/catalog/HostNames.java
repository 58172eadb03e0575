package org.stoplog.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names of hosts, in ASCII: what belongs under what, on the borders of labels only. */
public final class HostNames {
  private static final Pattern NAME =
      Pattern.compile(
          "([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+(xn--[a-z0-9-]{1,58}[a-z0-9]|[a-z]{2,63})");

  /** Under these many companies have a name each: {@code co.uk} is nobody's. */
  private static final Pattern SHARED_ENDING =
      Pattern.compile(
          "(ac|co|com|edu|gob|gov|gouv|go|govt|ltd|mil|ne|net|nom|or|org|plc)\\.[a-z]{2}");

  private static final int LONGEST = 253;

  private HostNames() {}

  /** Lower case, without the dot at the end; null when it is no name of a host in ASCII. */
  public static @Nullable String normalised(String text) {
    String name = text.strip().toLowerCase(Locale.ROOT);
    if (name.endsWith(".")) {
      name = name.substring(0, name.length() - 1);
    }
    return name.length() <= LONGEST && NAME.matcher(name).matches() ? name : null;
  }

  /** What is wrong with a name that is to be one supplier's, null when nothing is. */
  static @Nullable String fault(String text) {
    if (!text.equals(normalised(text))) {
      return "\"" + text + "\" is not a domain in lower case ASCII";
    }
    return SHARED_ENDING.matcher(text).matches()
        ? "\"" + text + "\" is an ending that many companies share"
        : null;
  }

  /** The name and all that it lies under, the longest first, down to two labels. */
  public static List<String> suffixes(String name) {
    List<String> all = new ArrayList<>();
    for (int from = 0; name.indexOf('.', from) >= 0; from = name.indexOf('.', from) + 1) {
      all.add(name.substring(from));
    }
    return all;
  }
}
