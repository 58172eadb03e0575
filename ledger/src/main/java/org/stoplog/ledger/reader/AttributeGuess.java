package org.stoplog.ledger.reader;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.Element;

/** Which columns of a people file are categories that populations can be written in. */
final class AttributeGuess {
  private static final int FEWEST_ROWS = 20;
  private static final int MOST_VALUES = 50;
  private static final int LONGEST_VALUE = 40;
  private static final int MOST_SENSITIVE = 2;

  private AttributeGuess() {}

  static boolean isAttribute(
      String column, String word, boolean named, @Nullable Element element, List<String> values) {
    if (!named || attributeName(column).isEmpty()) {
      return false;
    }
    if (HeaderWords.ATTRIBUTE.contains(word)) {
      return true;
    }
    // Values of what is sensitive are not kept unless somebody says so in the mapping.
    if (element != null
        && (element.sensitivity() > MOST_SENSITIVE
            || !element.special().equals("no")
            || element.group().equals("contact")
            || element.id().endsWith("_name"))) {
      return false;
    }
    long distinct = values.stream().distinct().count();
    return values.size() >= FEWEST_ROWS
        && distinct <= Math.min(MOST_VALUES, values.size() / 4)
        && values.stream().allMatch(v -> v.length() <= LONGEST_VALUE && !ValueShape.isDate(v));
  }

  /** The column's name as populations write it, empty when it has none of these letters. */
  static String attributeName(String column) {
    String name =
        column.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]+", "_").replaceAll("^[^a-z]+", "");
    return name.substring(0, Math.min(64, name.length())).replaceAll("[_-]+$", "");
  }
}
