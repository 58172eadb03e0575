package org.stoplog.ledger.journal;

/** A record that is on the disk, to be followed by its outcome or, for a stream, by its end. */
public final class Ticket {
  private final SegmentFile segment;
  private final int request;
  private final boolean stream;
  private boolean used; // under the writer's lock

  /**
   * @param held whether it is kept, which is all that becomes of it
   */
  Ticket(SegmentFile segment, int request, boolean stream, boolean held) {
    this.segment = segment;
    this.request = request;
    this.stream = stream;
    this.used = held;
  }

  /** Number of the segment. */
  public long segment() {
    return segment.number();
  }

  /** Number of the request in its segment, from 0; openings of streams are counted with them. */
  public int request() {
    return request;
  }

  SegmentFile file() {
    return segment;
  }

  boolean isStream() {
    return stream;
  }

  /** Whether this is the first time. Called under the writer's lock. */
  boolean use() {
    boolean first = !used;
    used = true;
    return first;
  }
}
