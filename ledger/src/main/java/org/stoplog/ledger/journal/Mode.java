package org.stoplog.ledger.journal;

/** How the gateway came to see a request. The codes are stored and never change. */
public enum Mode {
  /** A copy of the traffic was sent to the gateway, which passes nothing on. */
  RECORD(1),
  /** The application sends to the gateway in the supplier's place. */
  REVERSE(2),
  /** The application uses the gateway as its proxy. */
  FORWARD(3);

  private final int code;

  Mode(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
