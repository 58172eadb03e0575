package org.stoplog.ledger.traffic;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.journal.Gap;
import org.stoplog.ledger.journal.Intent;
import org.stoplog.ledger.journal.Mode;
import org.stoplog.ledger.journal.Outcome;
import org.stoplog.ledger.journal.Result;
import org.stoplog.ledger.journal.SegmentHandler;
import org.stoplog.ledger.journal.StreamEnd;
import org.stoplog.ledger.reader.LeftOut;
import org.stoplog.ledger.reader.Mapping;
import org.stoplog.ledger.reader.RequestRows;
import org.stoplog.ledger.reader.RowBlock;
import org.stoplog.ledger.reader.RowHandler;

/**
 * Finds out what a segment holds: which batches it will be part of, and what is counted beside
 * them. Nothing is read twice that is counted here.
 */
final class Contents implements SegmentHandler {
  /** Gaps that are told apart; a host that was taken over may send any number. */
  private static final int MOST_GAPS = 10_000;

  /** The beginning of a stream. */
  record Opened(long segment, int request, int connection, @Nullable String host, Instant at) {}

  /** The end of a stream. */
  record Ended(long segment, int request, Instant at, long bytes) {}

  /** Requests that went through without a record. */
  record Unrecorded(int connection, Instant first, Instant last, long requests) {}

  private final Segment segment;
  private final Set<Integer> connections;
  private final Mappings mappings;
  private final Times times;
  private final Map<Integer, RequestRows> rows = new HashMap<>();
  private final Set<Part> withRows = new TreeSet<>();
  private final Set<Part> opaque = new TreeSet<>();
  final Map<Day.Key, Day> days = new HashMap<>();
  final Attempts attempts = new Attempts();
  final Set<Unrecorded> gaps = new HashSet<>();
  final Map<Integer, Unrecorded> moreGaps = new TreeMap<>();
  final List<Opened> opened = new ArrayList<>();
  final List<Ended> ended = new ArrayList<>();

  /**
   * @param connections ids of those in the register
   * @throws Unusable while it reads, when the segment is none of this register or version
   */
  Contents(Segment segment, Set<Integer> connections, Mappings mappings) {
    this.segment = segment;
    this.connections = connections;
    this.mappings = mappings;
    this.times = new Times(segment);
  }

  @Override
  public void intent(
      int request, Intent intent, @Nullable Outcome outcome, byte[] bytes, int from, int length) {
    Instant at = times.of(intent.time());
    if (intent.connection() == 0) {
      unnamed(intent, outcome, at, length);
      return;
    }
    int connection = connection(intent.connection());
    Day day = day(connection, at);
    Result result = outcome == null ? Result.UNKNOWN : outcome.result();
    switch (result) {
      case REFUSED -> {
        day.refused(at);
        attempts.refused(connection, at, intent.host(), intent.app());
      }
      case NOT_SENT -> day.unsent++;
      case DELIVERED -> {
        day.delivered++;
        passed(connection, false, intent, day, at, bytes, from, length);
      }
      case UNKNOWN -> {
        day.possible++;
        passed(connection, true, intent, day, at, bytes, from, length);
      }
    }
  }

  /** A host that no rule names is refused, so it is an attempt also where nobody said so. */
  private void unnamed(Intent intent, @Nullable Outcome outcome, Instant at, int length) {
    boolean isRefused =
        intent.mode() == Mode.FORWARD
            && (outcome == null || outcome.result() == Result.REFUSED)
            && length == 0;
    if (!isRefused) {
      throw new Unusable("connection-unknown");
    }
    attempts.refused(0, at, intent.host(), intent.app());
  }

  private void passed(
      int connection,
      boolean possible,
      Intent intent,
      Day day,
      Instant at,
      byte[] bytes,
      int from,
      int length) {
    day.passed(at);
    boolean isOpaque = intent.opaque() != null;
    if (length > 0) {
      withRows.add(new Part(connection, possible, intent.mapping()));
      isOpaque |= !isSound(intent.mapping(), bytes, from, length);
    }
    if (isOpaque) {
      day.opaque++;
      day.opaqueBytes = Math.addExact(day.opaqueBytes, Math.min(intent.bytes(), 1L << 40));
      opaque.add(new Part(connection, possible, 0));
    }
  }

  private boolean isSound(int mapping, byte[] bytes, int from, int length) {
    try {
      return rowsOf(mapping).read(bytes, from, length) == null;
    } catch (StoplogException e) {
      if (e.problem() == Problem.READER_LIMIT) {
        throw new Unusable("too-many-sets");
      }
      throw e;
    }
  }

  private RequestRows rowsOf(int number) {
    return rows.computeIfAbsent(
        number,
        n -> {
          Mapping mapping = n == 0 ? null : mappings.of(n);
          if (mapping == null) {
            throw new Unusable("mapping-unknown");
          }
          return new RequestRows(mapping, NOBODY);
        });
  }

  @Override
  public void opened(int request, Intent stream) {
    int connection = connection(stream.connection());
    Instant at = times.of(stream.time());
    Day day = day(connection, at);
    day.streams++;
    day.passed(at);
    String host = stream.host();
    opened.add(
        new Opened(
            segment.number(), request, connection, host == null ? null : Attempts.text(host), at));
  }

  @Override
  public void ended(StreamEnd end) {
    ended.add(new Ended(end.segment(), end.request(), times.of(end.time()), end.bytes()));
  }

  @Override
  public void gap(Gap gap) {
    int connection = connection(gap.connection());
    Instant one = times.of(gap.from());
    Instant other = times.of(gap.to());
    Unrecorded told =
        one.isAfter(other)
            ? new Unrecorded(connection, other, one, gap.requests())
            : new Unrecorded(connection, one, other, gap.requests());
    if (gaps.size() < MOST_GAPS) {
      gaps.add(told);
    } else if (!gaps.contains(told)) {
      moreGaps.merge(connection, told, Contents::together);
    }
  }

  private static Unrecorded together(Unrecorded one, Unrecorded other) {
    return new Unrecorded(
        one.connection,
        one.first.isBefore(other.first) ? one.first : other.first,
        one.last.isAfter(other.last) ? one.last : other.last,
        Math.min(one.requests, Long.MAX_VALUE / 2) + Math.min(other.requests, Long.MAX_VALUE / 2));
  }

  /** What becomes batches. What could not be read is told in the batch of its connection. */
  Set<Part> parts() {
    Set<Part> parts = new TreeSet<>(withRows);
    parts.addAll(opaque);
    return parts;
  }

  private Day day(int connection, Instant at) {
    return days.computeIfAbsent(Day.Key.of(connection, at), key -> new Day());
  }

  private int connection(long number) {
    if (number > Integer.MAX_VALUE || !connections.contains((int) number)) {
      throw new Unusable("connection-unknown");
    }
    return (int) number;
  }

  /** Rows are only counted on here. */
  private static final RowHandler NOBODY =
      new RowHandler() {
        @Override
        public void mapping(Mapping mapping) {}

        @Override
        public void elementSet(ElementSet set) {}

        @Override
        public void rows(RowBlock block) {}

        @Override
        public void leftOut(LeftOut row) {}

        @Override
        public void progress(long bytesRead) {}
      };
}
