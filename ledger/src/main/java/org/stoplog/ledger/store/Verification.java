package org.stoplog.ledger.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a check of the audit log found. */
public sealed interface Verification {
  /**
   * Every entry follows the one before it, and stands as the given checkpoints say. Entries cut off
   * the end after the last checkpoint, and a log written anew after it, cannot be seen.
   *
   * @param entries how many
   * @param head hash of the last one in hex; 64 zeros when there is none
   * @param signed how far checkpoints vouch for them
   */
  record Intact(long entries, String head, Signed signed) implements Verification {}

  /**
   * Somebody changed the log.
   *
   * @param seq number of the first entry that is provably not what was appended
   * @param change what was done to it, as far as can be told
   * @param kind of the entry, empty when it is gone
   * @param at when it was done by the product's clock, null when it is gone or has no time
   * @param what the same in a sentence without its full stop
   * @param wholeUpTo up to this entry each one follows the one before
   * @param signed how far the given checkpoints vouch for what stands there
   */
  record Broken(
      long seq,
      Change change,
      String kind,
      @Nullable Instant at,
      String what,
      long wholeUpTo,
      Signed signed)
      implements Verification {}

  /**
   * The newest of the given checkpoints that the log agrees with.
   *
   * @param entry everything up to it is as it was signed; 0 when no checkpoint was given
   * @param at when it was signed, null when none was
   */
  record Signed(long entry, @Nullable Instant at) {
    static final Signed NOTHING = new Signed(0, null);
  }

  /** A change of one entry. */
  enum Change {
    /** Its content is not what its hash says, or its hash is not what the next entry says. */
    ALTERED,
    /** It is missing, and later entries are there. */
    REMOVED,
    /** It was put in later. */
    INSERTED,
    /** It stands under another number. */
    MOVED,
    /** The log ends before it, though it was signed. */
    CUT,
    /** The log is a whole chain, and another one than the one that was signed. */
    REWRITTEN
  }
}
