package org.stoplog.ledger.traffic;

/** A segment cannot become batches as it is. */
final class Unusable extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String why;

  /**
   * @param why slug
   */
  Unusable(String why) {
    super("a segment cannot be used: " + why, null, false, false);
    this.why = why;
  }

  String why() {
    return why;
  }
}
