package org.stoplog.ledger.exposure;

/** How a disclosure lies to what was taken. What may be claimed includes the possible. */
public enum Relation {
  /** No part of it can have been taken. */
  OUTSIDE(0),
  /** It overlaps, or the window's edge is not known well enough. */
  POSSIBLE(1),
  INSIDE(2);

  private final int code;

  Relation(int code) {
    this.code = code;
  }

  /** Its number in SQL; the higher, the surer. */
  public int code() {
    return code;
  }
}
