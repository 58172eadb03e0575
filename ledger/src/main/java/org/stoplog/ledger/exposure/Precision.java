package org.stoplog.ledger.exposure;

import java.util.Locale;

/** How exact a time was given. It stands for the whole of its unit. */
public enum Precision {
  SECOND,
  MINUTE,
  HOUR,
  DAY,
  MONTH,
  YEAR,
  /**
   * As exact as written, but only approximately: one unit more on both sides, and never certain.
   */
  ABOUT;

  public String slug() {
    return name().toLowerCase(Locale.ROOT);
  }
}
