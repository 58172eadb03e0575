package org.stoplog.ledger.journal;

/**
 * What the gateway knows of who sent a request: how far the record can be believed. The codes are
 * stored and never change.
 */
public enum Sender {
  /** Whoever reaches the gateway. */
  OPEN(1),
  /** Whoever knows a secret of the connection. */
  SECRET(2),
  /** Whoever has a client certificate that the connection names. */
  CERTIFICATE(3);

  private final int code;

  Sender(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
