package org.stoplog.ledger.traffic;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.journal.SegmentReader;
import org.stoplog.ledger.journal.SegmentReport;
import org.stoplog.ledger.store.AuditLog;
import org.stoplog.ledger.table.Stores;

/** Finds out what segments hold, and sets those aside that cannot become batches. */
final class SegmentCheck {
  static final Comparator<Segment> ORDER = Comparator.comparingLong(Segment::number);

  /** Why a segment is set aside whose beginning is in the tables. */
  static final String DAMAGED = "end-damaged";

  private final Stores stores;
  private final SegmentFiles files;

  SegmentCheck(Stores stores, SegmentFiles files) {
    this.stores = stores;
    this.files = files;
  }

  /**
   * What some segments hold.
   *
   * @param contents of those that could be read, in their order
   * @param damaged those among them of which only the beginning could
   * @param unreadable how many could not
   */
  record Read(Map<Segment, Contents> contents, List<Segment> damaged, int unreadable) {
    List<Segment> segments() {
      return List.copyOf(contents.keySet());
    }
  }

  Read read(List<Segment> planned, Mappings mappings, Progress progress) {
    Set<Integer> connections = stores.database().transaction(Recorder::suppliers).keySet();
    Map<Segment, Contents> contents = new TreeMap<>(ORDER);
    List<Segment> damaged = new ArrayList<>();
    int unreadable = 0;
    progress.step("Reading segments", planned.stream().mapToLong(Segment::bytes).sum(), "bytes");
    long bytes = 0;
    for (Segment segment : planned) {
      stopIfAsked(progress);
      Contents found = new Contents(segment, connections, mappings);
      String why = fault(segment, found);
      if (why == null || why.equals(DAMAGED)) {
        contents.put(segment, found);
      } else {
        setAside(segment, why);
        unreadable++;
      }
      if (DAMAGED.equals(why)) {
        damaged.add(segment);
      }
      bytes += segment.bytes();
      progress.at(bytes);
    }
    return new Read(contents, damaged, unreadable);
  }

  /** What stands in its way: a slug, or null for nothing. */
  private @Nullable String fault(Segment segment, Contents found) {
    Path file = files.file(segment.gateway(), segment.number());
    try {
      if (!SegmentFiles.sha256(file).equals(segment.sha256())) {
        return "file-changed";
      }
      return isSound(SegmentReader.read(file, stores.keys(), found)) ? null : DAMAGED;
    } catch (Unusable e) {
      return e.why();
    } catch (IOException e) {
      return "file-missing";
    } catch (StoplogException e) {
      return switch (e.problem()) {
        case SEGMENT_INVALID, KEYSET_WRONG, FILE_UNREADABLE, FILE_CHANGED -> e.problem().slug();
        default -> throw e;
      };
    }
  }

  /**
   * Whether all that was answered for is there. A gateway that was killed leaves a last block that
   * is torn, of which no request had left; whatever else cannot be read may have held some that
   * had.
   */
  private static boolean isSound(SegmentReport report) {
    SegmentReport.Tail tail = report.tail();
    boolean isTorn = tail == SegmentReport.Tail.CUT_OFF || tail == SegmentReport.Tail.DAMAGED;
    return tail == null || (isTorn && !report.closed());
  }

  private void setAside(Segment segment, String why) {
    stores
        .database()
        .transaction(
            db -> {
              new SegmentRows(db).setAside(segment, why);
              AuditLog.append(
                  db,
                  stores.clock(),
                  stores.actor(),
                  "segment.unreadable",
                  Map.of(
                      "gateway", segment.gateway().toString(),
                      "segment", segment.number(),
                      "why", why));
              return true;
            });
  }

  static void stopIfAsked(Progress progress) {
    if (progress.stopped()) {
      throw new StoplogException(Problem.INTERRUPTED, "recording was stopped");
    }
  }
}
