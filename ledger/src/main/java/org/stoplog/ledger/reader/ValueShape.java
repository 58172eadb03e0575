package org.stoplog.ledger.reader;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What sampled values look like. */
final class ValueShape {
  private static final Pattern EMAIL =
      Pattern.compile("[^\\s@,;<>]{1,64}@[^\\s@,;<>]{1,255}\\.[^\\s@,;<>.]{2,63}");
  private static final Pattern PHONE = Pattern.compile("(\\+|00)?[0-9 ()./-]{7,24}");
  private static final Pattern INTERNATIONAL = Pattern.compile("\\+[0-9 ()./-]{7,24}");
  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}");
  private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9][0-9.,]*");
  private static final Pattern DAY =
      Pattern.compile("(\\d{4}-\\d{1,2}-\\d{1,2}|\\d{1,2}[/.]\\d{1,2}[/.]\\d{2,4})(\\D.*)?");

  private ValueShape() {}

  static boolean isEmail(String value) {
    return EMAIL.matcher(value).matches();
  }

  static boolean isPhone(String value) {
    return PHONE.matcher(value).matches()
        && value.chars().filter(c -> c >= '0' && c <= '9').count() >= 6;
  }

  static boolean isInternationalPhone(String value) {
    return INTERNATIONAL.matcher(value).matches();
  }

  static boolean isHex(String value, int length) {
    return value.length() == length
        && value.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128);
  }

  /** Whether it is a date in any order of its parts. */
  static boolean isDate(String value) {
    byte[] text = value.getBytes(StandardCharsets.UTF_8);
    return new DateText("dmy").epochMillis(text, 0, text.length) != RowBlock.NO_TIME
        || new DateText("mdy").epochMillis(text, 0, text.length) != RowBlock.NO_TIME;
  }

  /** Whether this is never the name of a column. */
  static boolean isData(String value) {
    return isEmail(value)
        || UUID.matcher(value).matches()
        || NUMBER.matcher(value).matches()
        || isInternationalPhone(value)
        || DAY.matcher(value).matches()
        || isHex(value, 32)
        || isHex(value, 64);
  }

  /** The value with every run of letters as a, of digits as 9. */
  static String outline(String value) {
    return value.strip().replaceAll("\\p{L}+", "a").replaceAll("\\d+", "9");
  }

  /** Share of the values for which the claim holds, 0 when there are none. */
  static double share(List<String> values, Predicate<String> claim) {
    return values.isEmpty() ? 0 : (double) values.stream().filter(claim).count() / values.size();
  }
}
