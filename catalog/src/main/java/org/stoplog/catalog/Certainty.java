package org.stoplog.catalog;

/** How sure a fact is. Nothing is shown without it. */
public enum Certainty {
  /** The sources named say so. */
  SOURCED("from the sources"),
  /** Some of it is from memory. */
  PARTLY_VERIFIED("partly not verified"),
  /** From memory: look before you rely on it. */
  NOT_VERIFIED("not verified"),
  /** Your company says so. */
  OWN("your own"),
  UNKNOWN("unknown");

  private final String words;

  Certainty(String words) {
    this.words = words;
  }

  /** For people. */
  public String words() {
    return words;
  }
}
