package org.stoplog.ledger.journal;

/**
 * The request has no record that would outlive a crash; the connection says whether it may go all
 * the same. Thrown often when the disk fails, hence without a trace of the stack.
 */
public final class NotRecorded extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Why there is no record. */
  public enum Reason {
    /** More waits for the disk than may wait. */
    TOO_MUCH_WAITS,
    /** The disk or its folder failed; {@link JournalHealth#failure} says how. */
    DISK_FAILS,
    /** The rows of this request take more than a record may have. */
    TOO_LARGE,
    /** The journal is closed. */
    CLOSED
  }

  private final Reason reason;

  NotRecorded(Reason reason) {
    super("not recorded: " + reason, null, false, false);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
