package org.stoplog.ledger.register;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Values that have an order: numbers and ISO dates. */
final class Ordered {
  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,30}(\\.\\d{1,30})?");
  private static final Pattern YEAR = Pattern.compile("\\d{4}");
  private static final Pattern DATE =
      Pattern.compile("\\d{4}-\\d{2}(-\\d{2}([T ]\\d{2}:\\d{2}\\S{0,20})?)?");

  private Ordered() {}

  static boolean isOrdered(String value) {
    return NUMBER.matcher(value).matches() || DATE.matcher(value).matches();
  }

  /** Negative, zero or positive; null when the two are not of one kind. */
  static @Nullable Integer compare(String actual, String value) {
    boolean actualDate = DATE.matcher(actual).matches();
    if (actualDate && (DATE.matcher(value).matches() || YEAR.matcher(value).matches())) {
      String cut = actual.substring(0, Math.min(actual.length(), value.length()));
      return cut.replace(' ', 'T').compareTo(value.replace(' ', 'T'));
    }
    if (NUMBER.matcher(actual).matches() && NUMBER.matcher(value).matches()) {
      return new BigDecimal(actual).compareTo(new BigDecimal(value));
    }
    return null;
  }
}
