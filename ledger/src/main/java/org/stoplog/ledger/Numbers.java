package org.stoplog.ledger;

import java.time.Duration;
import java.util.Locale;

/** Amounts as people read them. */
public final class Numbers {
  private static final char THIN_SPACE = '\u2009';

  private Numbers() {}

  /** Digits in groups of three, parted by thin spaces: 1 234 567. */
  public static String grouped(long number) {
    String digits = Long.toString(number);
    int sign = number < 0 ? 1 : 0;
    StringBuilder grouped = new StringBuilder(digits);
    for (int i = digits.length() - 3; i > sign; i -= 3) {
      grouped.insert(i, THIN_SPACE);
    }
    return grouped.toString();
  }

  /** An amount with its unit; bytes become kB, MB or GB (of 1000). */
  public static String amount(long number, String unit) {
    if (!unit.equals("bytes") || number < 1000) {
      return grouped(number) + " " + unit;
    }
    if (number < 1_000_000) {
      return grouped(number / 1000) + " kB";
    }
    return number < 1_000_000_000
        ? grouped(number / 1_000_000) + " MB"
        : String.format(Locale.ROOT, "%.1f GB", number / 1e9);
  }

  /** A number of things whose plural adds an s: {@code 1 gateway}, {@code 3 gateways}. */
  public static String of(long number, String one) {
    return grouped(number) + " " + one + (number == 1 ? "" : "s");
  }

  /**
   * Things whose number is written already, or hidden because it is small.
   *
   * @param number as a page shows it
   */
  public static String of(String number, String one, String many) {
    return number + " " + (number.equals("1") ? one : many);
  }

  /** The two largest units: {@code 40 s}, {@code 3 min 20 s}, {@code 2 h 5 min}. */
  public static String duration(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 60) {
      return seconds + " s";
    }
    return seconds < 3600
        ? seconds / 60 + " min " + seconds % 60 + " s"
        : grouped(seconds / 3600) + " h " + seconds % 3600 / 60 + " min";
  }
}
