package org.stoplog.ledger.traffic;

import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.identity.Keyset;
import org.stoplog.ledger.intake.RowSource;
import org.stoplog.ledger.journal.Gap;
import org.stoplog.ledger.journal.Intent;
import org.stoplog.ledger.journal.Outcome;
import org.stoplog.ledger.journal.Result;
import org.stoplog.ledger.journal.SegmentHandler;
import org.stoplog.ledger.journal.SegmentReader;
import org.stoplog.ledger.journal.StreamEnd;
import org.stoplog.ledger.reader.LeftOut;
import org.stoplog.ledger.reader.Mapping;
import org.stoplog.ledger.reader.ReadResult;
import org.stoplog.ledger.reader.RequestRows;
import org.stoplog.ledger.reader.RowBlock;
import org.stoplog.ledger.reader.RowHandler;

/**
 * The rows of one part of a group. Each is as old as its request: what counts is when the supplier
 * was sent something, not when it happened.
 */
final class PartSource implements RowSource {
  private final Part part;
  private final Mapping mapping;
  private final boolean takesOpaque;
  private final List<Segment> segments;
  private final Function<Segment, Path> files;
  private final Keyset keys;
  private final String identity;
  private long request;
  private long rows;
  private long leftOut;

  /**
   * @param mapping of its rows
   * @param takesOpaque whether its report has the connection's requests that could not be read
   * @param segments to be read, in their order
   * @param identity of the batch
   */
  PartSource(
      Part part,
      Mapping mapping,
      boolean takesOpaque,
      List<Segment> segments,
      Function<Segment, Path> files,
      Keyset keys,
      String identity) {
    this.part = part;
    this.mapping = mapping;
    this.takesOpaque = takesOpaque;
    this.segments = segments;
    this.files = files;
    this.keys = keys;
    this.identity = identity;
  }

  @Override
  public ReadResult read(RowHandler handler, BooleanSupplier stopped) {
    request = 0;
    rows = 0;
    leftOut = 0;
    Stamped stamped = new Stamped(handler);
    RequestRows requests = new RequestRows(mapping, stamped);
    long bytes = 0;
    for (Segment segment : segments) {
      if (stopped.getAsBoolean()) {
        throw new StoplogException(Problem.INTERRUPTED, "recording was stopped");
      }
      SegmentReader.read(
          files.apply(segment), keys, new Reading(new Times(segment), requests, stamped));
      bytes += segment.bytes();
      handler.progress(bytes);
    }
    return new ReadResult(
        mapping, rows, leftOut, new long[mapping.fields().size()], identity, bytes, 0);
  }

  /** Takes the requests of this part out of a segment. */
  private final class Reading implements SegmentHandler {
    private final Times times;
    private final RequestRows requests;
    private final Stamped stamped;

    Reading(Times times, RequestRows requests, Stamped stamped) {
      this.times = times;
      this.requests = requests;
      this.stamped = stamped;
    }

    @Override
    public void intent(
        int number, Intent intent, @Nullable Outcome outcome, byte[] bytes, int from, int length) {
      Result result = outcome == null ? Result.UNKNOWN : outcome.result();
      boolean isOurs =
          result == (part.possible() ? Result.UNKNOWN : Result.DELIVERED)
              && intent.connection() == part.connection();
      if (!isOurs) {
        return;
      }
      request++;
      if (length > 0 && intent.mapping() == part.mapping()) {
        stamped.time = times.millis(intent.time());
        if (requests.read(bytes, from, length) != null) {
          stamped.leaveOut("bad-record");
        }
      }
      if (intent.opaque() != null && takesOpaque) {
        stamped.leaveOut("opaque");
      }
    }

    @Override
    public void opened(int number, Intent stream) {}

    @Override
    public void ended(StreamEnd end) {}

    @Override
    public void gap(Gap gap) {}
  }

  /** Puts the request's time and place where the gateway said those of an event. */
  private final class Stamped implements RowHandler {
    private final RowHandler handler;
    private long time;

    Stamped(RowHandler handler) {
      this.handler = handler;
    }

    @Override
    public void mapping(Mapping read) {
      handler.mapping(read);
    }

    @Override
    public void elementSet(ElementSet set) {
      handler.elementSet(set);
    }

    @Override
    public void rows(RowBlock block) {
      for (int row = 0; row < block.rows; row++) {
        block.time[row] = time;
        block.line[row] = request;
      }
      rows += block.rows;
      handler.rows(block);
    }

    @Override
    public void leftOut(LeftOut row) {
      leftOut++;
      handler.leftOut(new LeftOut(request, row.column(), row.reason()));
    }

    void leaveOut(String reason) {
      leftOut(new LeftOut(request, null, reason));
    }

    @Override
    public void progress(long bytesRead) {}
  }
}
