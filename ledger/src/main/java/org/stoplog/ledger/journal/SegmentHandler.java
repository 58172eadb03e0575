package org.stoplog.ledger.journal;

import org.jspecify.annotations.Nullable;

/**
 * Takes what a segment holds, in its order, on one thread. Texts and numbers are within their
 * bounds, and otherwise whatever the gateway's host wanted them to be.
 */
public interface SegmentHandler {
  /**
   * A request.
   *
   * @param request its number in the segment, from 0, counted together with streams
   * @param outcome null when there is none: possibly received
   * @param bytes hold the frames of its rows from {@code from} on, {@code length} bytes; unchecked,
   *     for {@code RequestRows}; valid during the call alone
   */
  void intent(
      int request, Intent intent, @Nullable Outcome outcome, byte[] bytes, int from, int length);

  /**
   * The request of the intent before was kept instead of being sent. Its outcome is that it was
   * refused, unless the gateway says of it that it was sent, too.
   *
   * @param bytes as of the intent: the rows of what the supplier would have got
   */
  default void held(
      int request, Intent intent, byte[] bytes, int from, int length, HeldRequest held) {}

  /**
   * A stream, which is a disclosure from its opening.
   *
   * @param request its number in the segment, from 0, counted together with requests
   */
  void opened(int request, Intent stream);

  /** The end of a stream of this segment or of an earlier one, which may not have it. */
  void ended(StreamEnd end);

  void gap(Gap gap);
}
