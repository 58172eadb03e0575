package org.stoplog.ledger.traffic;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A segment of a gateway's journal, as the server knows it.
 *
 * @param sha256 64 hex digits; empty while it is missing
 * @param bytes 0 while it is missing
 * @param received when it came, by the server's clock; null while it is missing
 * @param begun the first of the time whose requests it may hold
 * @param ended the last of it
 * @param group in which it became batches, 0 for none
 * @param why slug of what stands in the way of one that is unreadable, else null
 */
public record Segment(
    UUID gateway,
    long number,
    State state,
    String sha256,
    long bytes,
    @Nullable Instant received,
    Instant begun,
    Instant ended,
    long group,
    @Nullable String why) {

  /** What became of it. */
  public enum State {
    /** Others after it came, and it was waited for long enough. It may still come. */
    MISSING,
    /** Its file is here. */
    KEPT,
    /** It is in a group that is becoming batches. */
    PLANNED,
    /** What it held is in the tables; its file is gone. */
    DONE,
    /** Set aside: it cannot be read. Its file is here. */
    UNREADABLE
  }
}
