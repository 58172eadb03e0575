package org.stoplog.ledger.journal;

/**
 * What became of a request. The codes are stored and never change; of two that contradict each
 * other the higher one counts, since it discloses more.
 */
public enum Result {
  /** It never left the gateway, by a fault: no disclosure. */
  NOT_SENT(1),
  /** The gateway refused or kept it, by its policy: no disclosure. */
  REFUSED(2),
  /** It left or may have left, and no answer came: possibly received. */
  UNKNOWN(3),
  /** The supplier answered. */
  DELIVERED(4);

  private final int code;

  Result(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
