package org.stoplog.catalog;

import java.util.Locale;
import java.util.regex.Pattern;

/** Package URLs (purl): {@code pkg:type/namespace/name}. */
final class PackageUrl {
  static final Pattern FORM =
      Pattern.compile(
          "pkg:(cocoapods|composer|gem|golang|maven|npm|nuget|pub|pypi)/[\\w.%/-]{1,200}");

  private static final String START = "pkg:";

  private PackageUrl() {}

  /** Without version, qualifiers and scheme spelling; a name alone stays a name. */
  static String normalised(String text) {
    String name = text.strip().toLowerCase(Locale.ROOT);
    if (!name.startsWith(START)) {
      return name.replace(':', '/').replaceFirst("^@", "%40");
    }
    String url = name.split("[?#]", 2)[0].replaceFirst("/@", "/%40");
    int version = url.lastIndexOf('@');
    return version > 0 ? url.substring(0, version) : url;
  }

  /** Whether a whole package URL is the wanted one, or has the wanted name. */
  static boolean matches(String url, String wanted) {
    String lower = url.toLowerCase(Locale.ROOT);
    return wanted.startsWith(START)
        ? lower.equals(wanted)
        : lower.substring(lower.indexOf('/') + 1).equals(wanted);
  }
}
