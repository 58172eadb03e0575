package org.stoplog.catalog;

/**
 * Classes of data by which ENISA's method begins, each with the points that it begins with
 * (Recommendations for a methodology of the assessment of severity of personal data breaches, 2013,
 * data processing context). Not verified against the paper itself.
 */
public enum DataClass {
  /** Biographical, contact, education, work, family. */
  SIMPLE(1),
  /** Location, traffic, habits, preferences. */
  BEHAVIOURAL(2),
  /** Income, statements, cards, invoices, welfare. */
  FINANCIAL(3),
  /** Health, politics, sex life and the like. */
  SENSITIVE(4);

  private final int base;

  DataClass(int base) {
    this.base = base;
  }

  public int base() {
    return base;
  }
}
