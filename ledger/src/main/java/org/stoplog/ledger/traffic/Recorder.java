package org.stoplog.ledger.traffic;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.intake.Batches;
import org.stoplog.ledger.intake.ImportReport;
import org.stoplog.ledger.intake.RecordMaker;
import org.stoplog.ledger.intake.RecordPlan;
import org.stoplog.ledger.reader.Format;
import org.stoplog.ledger.reader.Mapping;
import org.stoplog.ledger.reader.Purpose;
import org.stoplog.ledger.store.AuditLog;
import org.stoplog.ledger.table.Stores;
import org.stoplog.ledger.traffic.Segment.State;

/**
 * Makes batches of kept segments, those of one gateway in the order of their numbers. Which
 * segments go together is written down first; a batch is known by them, and what is there already
 * is not made again: killed anywhere and run again, every request counts once.
 */
public final class Recorder {
  /** How long a later segment waits for one that is missing, from its own arrival on. */
  public static final Duration PATIENCE = Duration.ofMinutes(15);

  private static final int MOST_SEGMENTS = 256;
  private static final long MOST_BYTES = 256L << 20;

  /** Of a connection all of whose requests are opaque. */
  private static final Mapping NO_MAPPING =
      new Mapping(Format.EVENTS, null, null, false, null, null, null, List.of());

  private final Stores stores;
  private final SegmentFiles files;
  private final Segments segments;

  Recorder(Stores stores, SegmentFiles files, Segments segments) {
    this.stores = stores;
    this.files = files;
    this.segments = segments;
  }

  /** The segments that are next. */
  private record Due(List<Segment> segments, long missing) {}

  /**
   * Records what is due of a gateway: at most 256 segments or 256 MiB. A group that was begun and
   * not ended goes first.
   *
   * @throws StoplogException INTERRUPTED when it was stopped: what is done stays done, and the next
   *     round goes on; what importing a file throws
   */
  public synchronized Recorded record(UUID gateway, Mappings mappings, Progress progress) {
    long open = stores.database().transaction(db -> new SegmentRows(db).openGroup(gateway));
    Due due = open == 0 ? due(gateway) : new Due(List.of(), 0);
    List<Segment> planned =
        open == 0
            ? due.segments
            : stores.database().transaction(db -> new SegmentRows(db).ofGroup(open)).stream()
                .filter(one -> one.state() == State.PLANNED)
                .toList();
    if (open == 0 && planned.isEmpty()) {
      return new Recorded(0, List.of(), 0, due.missing, false);
    }
    SegmentCheck.Read read = new SegmentCheck(stores, files).read(planned, mappings, progress);
    if (open == 0 && read.contents().isEmpty()) {
      return new Recorded(0, List.of(), read.unreadable(), due.missing, true);
    }
    long group =
        open != 0
            ? open
            : stores
                .database()
                .transaction(db -> new SegmentRows(db).plan(gateway, read.segments(), now()));
    List<Segment> members = stores.database().transaction(db -> new SegmentRows(db).ofGroup(group));
    List<Long> batches = batches(gateway, group, members, read, mappings, progress);
    finish(gateway, group, members, read);
    segments.deleteDone();
    return new Recorded(
        read.contents().size(),
        batches,
        read.unreadable() + read.damaged().size(),
        due.missing,
        true);
  }

  /** Gives up what was waited for long enough. */
  private Due due(UUID gateway) {
    return stores
        .database()
        .transaction(
            db -> {
              SegmentRows rows = new SegmentRows(db);
              long next = rows.next(gateway);
              long missing = 0;
              long bytes = 0;
              List<Segment> due = new ArrayList<>();
              Instant begun = rows.find(gateway, next - 1).map(Segment::begun).orElse(null);
              for (Segment one : rows.inState(gateway, State.KEPT, MOST_SEGMENTS)) {
                bytes += one.bytes();
                if (bytes > MOST_BYTES && !due.isEmpty()) {
                  break;
                }
                if (one.number() > next) {
                  if (one.received() != null && one.received().plus(PATIENCE).isAfter(now())) {
                    break;
                  }
                  Instant from = begun == null || begun.isAfter(one.begun()) ? one.begun() : begun;
                  rows.miss(gateway, next, one.number() - 1, from, one.begun());
                  missing += one.number() - next;
                }
                due.add(one);
                if (one.number() >= next) {
                  next = one.number() + 1;
                  begun = one.begun();
                }
              }
              if (missing > 0) {
                AuditLog.append(
                    db,
                    stores.clock(),
                    stores.actor(),
                    "segment.missing",
                    Map.of("gateway", gateway.toString(), "segments", missing));
              }
              return new Due(due, missing);
            });
  }

  private List<Long> batches(
      UUID gateway,
      long group,
      List<Segment> members,
      SegmentCheck.Read read,
      Mappings mappings,
      Progress progress) {
    Map<Part, List<Segment>> parts = parts(read);
    Map<Integer, Integer> suppliers = stores.database().transaction(Recorder::suppliers);
    List<Long> made = new ArrayList<>();
    Set<String> told = new TreeSet<>();
    for (Map.Entry<Part, List<Segment>> entry : parts.entrySet()) {
      SegmentCheck.stopIfAsked(progress);
      Part part = entry.getKey();
      int supplier = suppliers.getOrDefault(part.connection(), 0);
      String identity = part.identity(gateway, members);
      // The first part of a connection tells of its opaque requests.
      boolean takesOpaque = told.add(part.connection() + " " + part.possible());
      boolean isThere =
          stores
              .database()
              .transaction(
                  db ->
                      Batches.ofContent(db, "disclosures", identity, supplier, part.connection())
                          .isPresent());
      if (isThere) {
        continue; // made before a kill, and perhaps taken back since
      }
      Mapping mapping = part.mapping() == 0 ? NO_MAPPING : mappings.of(part.mapping());
      if (mapping == null) {
        throw new IllegalStateException("a mapping that was there is gone");
      }
      progress.step(
          "Recording connection " + part.connection(),
          entry.getValue().stream().mapToLong(Segment::bytes).sum(),
          "bytes");
      ImportReport report =
          new RecordMaker(stores)
              .run(
                  plan(gateway, group, members, part, supplier, mapping),
                  new PartSource(
                      part,
                      mapping,
                      takesOpaque,
                      entry.getValue(),
                      one -> files.file(one.gateway(), one.number()),
                      stores.keys(),
                      identity),
                  progress);
      made.add(report.batch());
    }
    return made;
  }

  private RecordPlan plan(
      UUID gateway, long group, List<Segment> members, Part part, int supplier, Mapping mapping) {
    long first = members.getFirst().number();
    long last = members.getLast().number();
    return new RecordPlan(
        Purpose.DISCLOSURES,
        first == last ? "segment " + first : "segments " + first + " to " + last,
        supplier,
        part.connection(),
        null,
        LocalDate.ofInstant(now(), ZoneOffset.UTC),
        mapping.region(),
        false,
        new RecordPlan.Recorded(gateway, group, part.possible()));
  }

  /** Which segments each part has to be read from. */
  private static Map<Part, List<Segment>> parts(SegmentCheck.Read read) {
    TreeMap<Part, List<Segment>> parts = new TreeMap<>();
    read.contents()
        .forEach(
            (segment, contents) -> {
              for (Part part : contents.parts()) {
                parts.computeIfAbsent(part, p -> new ArrayList<>()).add(segment);
              }
            });
    for (Part part : List.copyOf(parts.keySet())) {
      // Opaque requests of a connection that has rows too are told with those.
      Part other = parts.higherKey(part);
      if (part.mapping() == 0 && other != null && other.isOfSame(part)) {
        Set<Segment> all = new TreeSet<>(SegmentCheck.ORDER);
        all.addAll(parts.getOrDefault(part, List.of()));
        all.addAll(parts.getOrDefault(other, List.of()));
        parts.put(other, List.copyOf(all));
        parts.remove(part);
      }
    }
    return parts;
  }

  /** The last transaction of a group: what is counted beside the rows, and that it is done. */
  private void finish(UUID gateway, long group, List<Segment> members, SegmentCheck.Read read) {
    // No file of the record is touched, so no turn at DuckDB is needed (0028).
    stores
        .database()
        .transaction(
            db -> {
              TrafficFacts facts = new TrafficFacts(db, gateway);
              for (Contents contents : read.contents().values()) {
                facts.add(contents);
              }
              facts.end();
              SegmentRows rows = new SegmentRows(db);
              for (Segment damaged : read.damaged()) {
                rows.setAside(damaged, SegmentCheck.DAMAGED);
              }
              rows.done(group, now());
              Map<String, Object> detail = new HashMap<>();
              detail.put("gateway", gateway.toString());
              detail.put("first", members.getFirst().number());
              detail.put("last", members.getLast().number());
              detail.put("segments", read.contents().size());
              detail.put("damaged", read.damaged().stream().map(Segment::number).toList());
              AuditLog.append(db, stores.clock(), stores.actor(), "segments.recorded", detail);
              return members;
            });
  }

  private Instant now() {
    return stores.clock().instant();
  }

  /** The supplier of each connection. */
  static Map<Integer, Integer> suppliers(Connection db) throws SQLException {
    Map<Integer, Integer> suppliers = new HashMap<>();
    try (PreparedStatement find = db.prepareStatement("select id, supplier from connection");
        ResultSet row = find.executeQuery()) {
      while (row.next()) {
        suppliers.put(row.getInt(1), row.getInt(2));
      }
    }
    return suppliers;
  }
}
