package org.stoplog.ledger.journal;

/** What a block holds is not what a gateway writes. */
final class MalformedRecord extends Exception {
  private static final long serialVersionUID = 1;

  MalformedRecord(String what) {
    super(what, null, false, false);
  }
}
