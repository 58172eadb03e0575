package org.stoplog.ledger.traffic;

/** What became of a segment that a gateway sent. */
public sealed interface Receipt {
  /**
   * It is on the disk here, or was already: the gateway may delete its own.
   *
   * @param again whether it was here before
   */
  record Kept(boolean again) implements Receipt {}

  /** It was not taken; the gateway keeps it. */
  record Refused(Why why) implements Receipt {}

  /** Why a segment is not taken. */
  enum Why {
    /** Other content was kept under this number: one of the two is not the gateway's. */
    OTHER_CONTENT,
    /** What came is not what its hash said: it was damaged on the way, and may be sent again. */
    NOT_AS_SAID,
    /** It is longer than a segment can be. */
    TOO_LARGE,
    /** It is no segment of a journal. */
    NO_SEGMENT,
    /** Its header names another gateway or number. */
    OF_ANOTHER,
    /** Its number is too far above those that are known. */
    TOO_FAR
  }
}
