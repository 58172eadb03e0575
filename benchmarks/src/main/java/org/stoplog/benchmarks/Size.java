package org.stoplog.benchmarks;

/**
 * How much there is.
 *
 * @param people in the directory
 * @param disclosures rows over all suppliers
 * @param rows of the file that is matched or imported
 */
record Size(long people, long disclosures, long rows) {
  static final int SUPPLIERS = 20;

  /** Changes every generated value. */
  static final long SEED = 1;

  /**
   * {@code 1M}, {@code 100M}, {@code 5k}: disclosures; there are a tenth as many rows and, up to
   * {@link #MOST_PEOPLE}, people.
   */
  static final long MOST_PEOPLE = 20_000_000;

  /** Disclosures of one generated batch: they are sorted in memory. */
  static final long MOST_IN_BATCH = 10_000_000;

  static Size parse(String text) {
    long disclosures = count(text);
    return new Size(Math.min(disclosures / 10, MOST_PEOPLE), disclosures, disclosures / 10);
  }

  /** The same with another number of rows in the file. */
  Size withRows(String text) {
    return new Size(people, disclosures, count(text));
  }

  private static long count(String text) {
    long unit =
        switch (text.charAt(text.length() - 1)) {
          case 'k' -> 1_000L;
          case 'M' -> 1_000_000L;
          case 'G' -> 1_000_000_000L;
          default -> throw new IllegalArgumentException("write the size as 10k, 10M or 1G");
        };
    return Long.parseLong(text.substring(0, text.length() - 1)) * unit;
  }
}
