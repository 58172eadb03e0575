package org.stoplog.server.gateways;

import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;

/** Keeps the segments of gateways, each once. */
interface SegmentInbox {
  /** What became of a segment. */
  enum Kept {
    /** It is on the disk and has its row. */
    NEW,
    /** It was kept before, with the same content. */
    AGAIN,
    /**
     * One with this number was kept before, with another content; that one stays, and the log says
     * so, once.
     */
    OTHER
  }

  /**
   * Keeps a segment for good before it returns.
   *
   * @param number from 1
   * @param sha256 of the whole content, which it must have
   * @param content is read to its end unless the segment is known, and not closed
   * @throws IOException when the content ended early: nothing is kept then
   * @throws org.stoplog.catalog.problem.StoplogException SEGMENT_INVALID when the content is not
   *     what the hash says, or no segment of this gateway and number; DISK_FULL; nothing is kept
   *     then
   */
  Kept keep(UUID gateway, long number, byte[] sha256, InputStream content) throws IOException;

  /**
   * What is known of a gateway's segments.
   *
   * @param received those that were kept
   * @param missing numbers that were waited for long enough
   */
  record Counts(long received, long missing) {}

  Counts counts(UUID gateway);
}
