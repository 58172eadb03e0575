package org.stoplog.ledger.reader;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.ElementSet;

/**
 * Reads the events of requests to a supplier, once they are out of their wrappings, and says what a
 * rule changes in them. The rows, their identifiers and their elements are those that an import of
 * the same events finds; but a value that a rule keeps back discloses what is left of it. Not
 * thread-safe: one for each thread.
 */
public final class TrafficReader {
  /** More than any supplier takes in a request. */
  public static final int MOST_EVENTS = 20_000;

  private static final int MOST_KEPT = 64 << 10;

  /** A mail to several people is an array of recipients in an array of mails. */
  private static final int DEEPEST_BATCH = 2;

  /**
   * What stands instead of {@code bytes[from, to)} of the text. Edits are in the text's order and
   * do not overlap.
   */
  public record Edit(int from, int to, byte[] with) {
    @Override
    public String toString() {
      return "Edit[" + from + ", " + to + "]";
    }
  }

  /**
   * What the request says beside its events.
   *
   * @param time when it came, milliseconds since 1970-01-01 UTC: for events that do not say when
   * @param kind the kind of event where the event does not say it, null when nobody does
   * @param added elements that the supplier takes from the request itself
   * @param lines whether several objects may stand on a line each
   */
  public record Sent(long time, @Nullable String kind, ElementSet added, boolean lines) {}

  private final PathTable paths;
  private final @Nullable EventSlot kind;
  private final EventRow row;

  /** What stands around the events, by how deep they are; nothing around the outermost. */
  private final EventRow[] around = new EventRow[DEEPEST_BATCH + 1];

  private final EventWriter writer;
  private final TrafficValues values;
  private final TrafficScan scan;
  private final SetDictionary sets = new SetDictionary();
  private final RowEmitter emitter;
  private ByteArrayOutputStream frames = new ByteArrayOutputStream(MOST_KEPT);
  private ChildOutput output = new ChildOutput(frames);
  private List<Edit> edits = List.of();
  private long low;
  private long high;
  private long line;
  private boolean isInOrder;

  /**
   * @param batches paths whose arrays hold the events; what they are in has the same paths
   * @param kept paths whose values no rule reaches, with all below them
   */
  public TrafficReader(
      Mapping mapping, EventRules rules, Set<String> batches, Set<String> kept, ValueRules touch) {
    paths = new PathTable(mapping.fields(), rules);
    kind = paths.slot(rules.kind());
    for (String path : batches) {
      paths.node(path).batch = true;
    }
    for (String path : kept) {
      paths.node(path).kept = true;
    }
    row = new EventRow(mapping.fields().size(), paths.slots().size());
    for (int level = 0; level < around.length; level++) {
      around[level] = new EventRow(mapping.fields().size(), paths.slots().size());
    }
    writer = new EventWriter(paths, rules);
    values = new TrafficValues(paths, row, writer, touch);
    scan = new TrafficScan(paths, values);
    emitter = new RowEmitter(mapping.fields().size(), sets);
  }

  /**
   * Reads the events of one request. After a refusal there are no rows and no edits.
   *
   * @return null, or why the text cannot be read: a slug such as {@code bad-json}
   */
  public @Nullable String read(byte[] bytes, int from, int to, Sent sent) {
    sets.clear();
    emitter.startOver();
    if (frames.size() > MOST_KEPT) {
      frames = new ByteArrayOutputStream(MOST_KEPT);
      output = new ChildOutput(frames);
    } else {
      frames.reset();
    }
    edits = new ArrayList<>(4);
    isInOrder = true;
    low = 0;
    high = 0;
    values.foundLow = 0;
    values.foundHigh = 0;
    line = 0;
    writer.timeOtherwise(sent.time());
    if (!Utf8.isValid(bytes, from, to)) {
      return refused("bad-encoding");
    }
    scan.open(bytes, from, to);
    boolean good = texts(bytes, sent);
    scan.close();
    values.shrink();
    if (!good) {
      String fault = scan.fault;
      return refused(fault == null ? "bad-json" : fault);
    }
    if (!isInOrder) {
      // What stands around events was read before them, but part of it may stand behind them.
      edits.sort((a, b) -> Integer.compare(a.from(), b.from()));
    }
    emitter.drain(output);
    return null;
  }

  /** What the journal keeps of the request last read; read again by {@link RequestRows}. */
  public byte[] frames() {
    return frames.toByteArray();
  }

  /** All that the request last read discloses, after the edits. */
  public ElementSet elements() {
    return new ElementSet(low, high);
  }

  /** All that the request last read had before the edits, and what was added to it. */
  public ElementSet found() {
    return new ElementSet(low | values.foundLow, high | values.foundHigh);
  }

  /** What the rules change in the request last read. */
  public List<Edit> edits() {
    return edits;
  }

  /** Events of the request last read that became rows. */
  public long rows() {
    return emitter.rowTotal();
  }

  /** Events of the request last read that are about nobody that could be told. */
  public long leftOut() {
    return emitter.leftOutTotal();
  }

  private String refused(String fault) {
    emitter.startOver();
    edits = List.of();
    low = 0;
    high = 0;
    values.foundLow = 0;
    values.foundHigh = 0;
    return fault;
  }

  private boolean texts(byte[] bytes, Sent sent) {
    int start = scan.blank();
    while (true) {
      boolean good =
          switch (start) {
            case '{' -> outer(bytes, sent);
            case '[' -> {
              yield events(bytes, sent, 0, true);
            }
            default -> scan.fail(scan.isAtEnd() ? "empty" : "not-an-event");
          };
      if (!good) {
        return false;
      }
      start = scan.blank();
      if (scan.isAtEnd()) {
        return true;
      }
      if (!sent.lines() || !scan.newLine) {
        return scan.fail("bad-json");
      }
    }
  }

  /** One event, or the object around many. */
  private boolean outer(byte[] bytes, Sent sent) {
    row.clear();
    values.clear();
    return scan.event() && (values.batchCount == 0 ? finish(bytes, sent) : inside(bytes, sent, 0));
  }

  /** The events in the arrays of the object that was read, which is none itself. */
  private boolean inside(byte[] bytes, Sent sent, int level) {
    if (level + 1 == around.length) {
      return scan.fail("not-an-event");
    }
    if (!settle(bytes)) {
      return false;
    }
    around[level + 1].startFrom(row);
    writer.disclose(row);
    low |= row.low;
    high |= row.high;
    isInOrder &= edits.isEmpty();
    int end = scan.at;
    int[] starts = values.batches();
    for (int start : starts) {
      scan.at = start;
      if (!events(bytes, sent, level + 1, starts.length == 1 && level == 0)) {
        return false;
      }
    }
    scan.at = end;
    return true;
  }

  /**
   * @param said whether an array without events is worth a word
   */
  private boolean events(byte[] bytes, Sent sent, int level, boolean said) {
    scan.at++;
    if (scan.blank() == ']') {
      scan.at++;
      if (said) {
        emitter.begin(++line);
        emitter.leaveOut(null, "not-an-event");
      }
      return true;
    }
    while (true) {
      if (scan.blank() != '{') {
        return scan.fail("not-an-event");
      }
      row.startFrom(around[level]);
      values.clear();
      if (!scan.event()) {
        return false;
      }
      if (!(values.batchCount > 0 ? inside(bytes, sent, level) : finish(bytes, sent))) {
        return false;
      }
      int next = scan.blank();
      scan.at++;
      if (next == ']') {
        return true;
      }
      if (next != ',') {
        return scan.fail("bad-json");
      }
    }
  }

  /** Writes the row of the event that was read. */
  private boolean finish(byte[] bytes, Sent sent) {
    if (kind != null && row.own(kind) < 0 && sent.kind() != null) {
      char[] its = sent.kind().toCharArray();
      row.capture(kind, its, 0, its.length);
    }
    if (!settle(bytes)) {
      return false;
    }
    row.low |= sent.added().low();
    row.high |= sent.added().high();
    writer.disclose(row);
    low |= row.low;
    high |= row.high;
    if (++line > MOST_EVENTS) {
      return scan.fail("too-many-events");
    }
    writer.writeTold(line, row, emitter);
    return true;
  }

  private boolean settle(byte[] bytes) {
    if (EventRow.TOO_MANY.equals(row.fault)) {
      return scan.fail(EventRow.TOO_MANY);
    }
    writer.tellApart(row, false);
    values.settle(bytes, edits);
    return true;
  }
}
