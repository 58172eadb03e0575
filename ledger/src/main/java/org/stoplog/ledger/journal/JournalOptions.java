package org.stoplog.ledger.journal;

import java.time.Duration;

/**
 * How a journal uses its disk.
 *
 * @param segmentBytes a segment that has more takes no more requests; at most 256 MiB
 * @param segmentAge a segment with a request that is older takes no more
 * @param drain how long a segment that takes no more requests waits for outcomes
 * @param waitingBytes how much may wait for the disk, at most 8 MiB; whatever comes on top is
 *     refused at once
 * @param outcomeDelay how long an outcome may wait for a block of requests to go with
 * @param reserveBytes a new segment is begun only if so much of the disk is free
 */
public record JournalOptions(
    long segmentBytes,
    Duration segmentAge,
    Duration drain,
    int waitingBytes,
    Duration outcomeDelay,
    long reserveBytes) {
  public static final JournalOptions DEFAULT =
      new JournalOptions(
          64L << 20,
          Duration.ofSeconds(30),
          Duration.ofMinutes(5),
          8 << 20,
          Duration.ofMillis(20),
          64L << 20);

  static final int MOST_WAITING_BYTES = 8 << 20;
  private static final long MOST_SEGMENT_BYTES = 256L << 20;

  public JournalOptions {
    if (segmentBytes < 1
        || segmentBytes > MOST_SEGMENT_BYTES
        || waitingBytes < 1
        || waitingBytes > MOST_WAITING_BYTES
        || reserveBytes < 0
        || segmentAge.isNegative()
        || drain.isNegative()
        || outcomeDelay.isNegative()) {
      throw new IllegalArgumentException("an option of the journal is out of its bounds");
    }
  }
}
