package org.stoplog.ledger.reader;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * Reads what {@link TrafficReader} said of a request. A gateway may be stolen: nothing is believed.
 */
public final class TrafficFrames {
  private TrafficFrames() {}

  /**
   * Hands the rows of one request over; the indexes of its sets of elements begin at 0 again.
   *
   * @param mapping the one that the request was read with
   * @throws StoplogException {@link Problem#READER_CRASHED} when the frames are not well formed;
   *     some rows may have been handed over before
   */
  public static void read(Mapping mapping, byte[] frames, RowHandler handler) {
    try {
      new FrameParser(new ByteArrayInputStream(frames), handler, mapping).parseRows(mapping);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
