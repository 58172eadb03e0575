package org.stoplog.ledger.journal;

import org.jspecify.annotations.Nullable;

/**
 * What a segment held.
 *
 * @param intents requests
 * @param unanswered requests of them without an outcome: possibly received
 * @param streams openings of streams: disclosures, whether or not they have an end
 * @param streamEnds of streams of this segment or of earlier ones
 * @param gaps times when requests were let through without a record
 * @param repeated outcomes and ends beyond the first; of outcomes the one that discloses most
 *     counts
 * @param stray outcomes and ends that name nothing that is there
 * @param closed whether the gateway ended it; if not, the gateway was killed or its disk failed
 * @param complete whether it is closed, and holds as much as the gateway said
 * @param bytes of the file
 * @param tailBytes that could not be read, at the end of the file; 0 when {@code tail} is null
 * @param tail why not, null when all was read
 */
public record SegmentReport(
    SegmentHeader header,
    int intents,
    int unanswered,
    int streams,
    int streamEnds,
    int gaps,
    int repeated,
    int stray,
    boolean closed,
    boolean complete,
    long bytes,
    long tailBytes,
    @Nullable Tail tail) {

  /** Why the end of a file could not be read. */
  public enum Tail {
    /**
     * The last block is not all there: the gateway was killed while it wrote, or the file is cut.
     */
    CUT_OFF,
    /** A block does not fit its checksum: a torn write, or a damaged disk or copy. */
    DAMAGED,
    /** A block fits its checksum and is not the gateway's: somebody changed it. */
    ALTERED,
    /**
     * A block is the gateway's and holds what no gateway writes: it was taken over, or has a fault.
     */
    MALFORMED,
    /** More follows after the end. */
    BEHIND_THE_END
  }
}
