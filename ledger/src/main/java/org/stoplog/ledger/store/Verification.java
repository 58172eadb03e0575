package org.stoplog.ledger.store;

/** What a check of the audit log found. */
public sealed interface Verification {
  /**
   * Every entry follows the one before it. Entries cut off the end cannot be seen from the log
   * itself: compare the head with one that was noted elsewhere.
   *
   * @param entries how many
   * @param head hash of the last one in hex; 64 zeros when there is none
   */
  record Intact(long entries, String head) implements Verification {}

  /**
   * Somebody changed the log.
   *
   * @param seq number of the first entry that is not what was appended
   * @param change what was done to it, as far as can be told
   */
  record Broken(long seq, Change change) implements Verification {}

  /** A change of one entry. */
  enum Change {
    /** Its content is not what its hash says, or its hash is not what the next entry says. */
    ALTERED,
    /** It is missing. */
    REMOVED,
    /** It was put in later. */
    INSERTED
  }
}
