package org.stoplog.ledger.traffic;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.journal.SegmentHeader;
import org.stoplog.ledger.journal.SegmentReader;
import org.stoplog.ledger.store.AuditLog;
import org.stoplog.ledger.store.WarehouseLock;
import org.stoplog.ledger.table.Stores;
import org.stoplog.ledger.traffic.Segment.State;

/** Keeps what gateways send, each segment once, until it is in the tables. Thread-safe. */
public final class Segments {
  /** Longest segment, in bytes; a gateway makes none that is longer. */
  public static final long MOST_BYTES = 1L << 30;

  /** How far above all that is known a number may be: more than a year of a busy gateway. */
  static final long MOST_AHEAD = 1L << 20;

  private static final int MOST_LISTED = 10_000;

  private final Stores stores;
  private final SegmentFiles files;

  Segments(Stores stores, SegmentFiles files) {
    this.stores = stores;
    this.files = files;
  }

  /**
   * Keeps a segment: once this returns {@link Receipt.Kept}, a power cut does not take it away. The
   * numbers may come in any order; what is kept already is not read again.
   *
   * @param gateway who sends it, as the caller knows it
   * @param sha256 of the content, 64 lower-case hex digits, as the gateway says it
   * @param content read to its end, or not at all; not closed
   * @throws StoplogException DISK_FULL when it could not be written
   */
  public Receipt keep(UUID gateway, long number, String sha256, InputStream content) {
    if (number < 1) {
      return refused(Receipt.Why.OF_ANOTHER);
    }
    Optional<Receipt> known = known(gateway, number, sha256);
    if (known.isPresent()) {
      return known.get();
    }
    long highest = stores.database().transaction(db -> new SegmentRows(db).highest(gateway));
    if (number - highest > MOST_AHEAD) {
      return refused(Receipt.Why.TOO_FAR);
    }
    try {
      Optional<SegmentFiles.Incoming> came = files.receive(content, MOST_BYTES);
      if (came.isEmpty()) {
        return refused(Receipt.Why.TOO_LARGE);
      }
      try {
        return keep(gateway, number, sha256, came.get());
      } finally {
        files.discard(came.get());
      }
    } catch (IOException e) {
      throw new StoplogException(Problem.DISK_FULL, "a segment could not be written", e);
    }
  }

  private Receipt keep(UUID gateway, long number, String sha256, SegmentFiles.Incoming came)
      throws IOException {
    if (!came.sha256().equals(sha256)) {
      return refused(Receipt.Why.NOT_AS_SAID);
    }
    SegmentHeader header;
    try {
      header = SegmentReader.header(came.file());
    } catch (StoplogException e) {
      if (e.problem() == Problem.SEGMENT_INVALID) {
        return refused(Receipt.Why.NO_SEGMENT);
      }
      throw e;
    }
    if (!header.gateway().equals(gateway) || header.number() != number) {
      return refused(Receipt.Why.OF_ANOTHER);
    }
    // Whoever comes second with the same number must find the first one's row.
    synchronized (this) {
      Optional<Receipt> known = known(gateway, number, sha256);
      if (known.isPresent()) {
        return known.get();
      }
      files.place(came, gateway, number);
      Segment segment = segment(header, sha256, came.bytes());
      stores.database().transaction(db -> new SegmentRows(db).keep(segment));
      return new Receipt.Kept(false);
    }
  }

  private Segment segment(SegmentHeader header, String sha256, long bytes) {
    // Of the precision that the database keeps: times of requests are cut by it, again and again.
    Instant now = stores.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    Segment segment =
        new Segment(
            header.gateway(), header.number(), State.KEPT, sha256, bytes, now, now, now, 0, null);
    return new Segment(
        segment.gateway(),
        segment.number(),
        segment.state(),
        sha256,
        bytes,
        now,
        new Times(segment).of(header.created()),
        now,
        0,
        null);
  }

  private Optional<Receipt> known(UUID gateway, long number, String sha256) {
    return stores
        .database()
        .transaction(
            db -> {
              SegmentRows rows = new SegmentRows(db);
              Optional<Segment> known =
                  rows.find(gateway, number).filter(one -> one.state() != State.MISSING);
              if (known.isEmpty()) {
                return Optional.empty();
              }
              if (known.get().sha256().equals(sha256)) {
                return Optional.of(new Receipt.Kept(true));
              }
              // Said once: whoever sends it again and again must not fill the log.
              if (rows.contested(gateway, number, sha256)) {
                AuditLog.append(
                    db,
                    stores.clock(),
                    stores.actor(),
                    "segment.refused",
                    Map.of("gateway", gateway.toString(), "segment", number));
              }
              return Optional.of(refused(Receipt.Why.OTHER_CONTENT));
            });
  }

  private static Receipt refused(Receipt.Why why) {
    return new Receipt.Refused(why);
  }

  /** Those that are not in the tables, the first ten thousand, in the order of their numbers. */
  public List<Segment> waiting(UUID gateway) {
    return stores
        .database()
        .transaction(
            db -> {
              SegmentRows rows = new SegmentRows(db);
              return Stream.of(
                      rows.inState(gateway, State.MISSING, MOST_LISTED),
                      rows.inState(gateway, State.KEPT, MOST_LISTED),
                      rows.inState(gateway, State.PLANNED, MOST_LISTED),
                      rows.inState(gateway, State.UNREADABLE, MOST_LISTED))
                  .flatMap(List::stream)
                  .sorted(SegmentCheck.ORDER)
                  .limit(MOST_LISTED)
                  .toList();
            });
  }

  /** Gateways whose segments the recorder has not read, with the bytes of these. */
  public Map<UUID, Long> due() {
    return stores.database().transaction(db -> new SegmentRows(db).due());
  }

  /** How many of a gateway were kept, whatever became of them. */
  public long received(UUID gateway) {
    return stores.database().transaction(db -> new SegmentRows(db).received(gateway));
  }

  /** How many numbers of a gateway were waited for long enough. */
  public long missing(UUID gateway) {
    return stores.database().transaction(db -> new SegmentRows(db).missing(gateway));
  }

  public Optional<Segment> find(UUID gateway, long number) {
    return stores.database().transaction(db -> new SegmentRows(db).find(gateway, number));
  }

  /**
   * Lets a segment that was set aside be read once more, for example by a newer version.
   *
   * @param by the account that asked for it, null for the program itself
   * @return false when it is not set aside, or part of it is in the tables
   */
  public boolean tryAgain(@Nullable UUID by, UUID gateway, long number) {
    return stores
        .database()
        .transaction(
            db -> {
              boolean done = new SegmentRows(db).tryAgain(gateway, number);
              if (done) {
                AuditLog.append(
                    db,
                    stores.clock(),
                    by,
                    "segment.tried-again",
                    Map.of("gateway", gateway.toString(), "segment", number));
              }
              return done;
            });
  }

  /**
   * Brings files and rows together after a kill or a restore: what is in the tables goes, and what
   * came and has no row gets one, since its gateway may have deleted its own. Only called before
   * any segment is taken.
   */
  void reconcile() {
    try {
      for (SegmentFiles.Found found : files.all()) {
        Optional<Segment> row = find(found.gateway(), found.number());
        if (row.isEmpty() || row.get().state() == State.MISSING) {
          adopt(found);
        }
      }
    } catch (IOException e) {
      throw new StoplogException(
          Problem.DATA_FOLDER_UNUSABLE, "the segments of gateways cannot be read", e);
    }
    deleteDone();
  }

  private void adopt(SegmentFiles.Found found) throws IOException {
    SegmentHeader header;
    try {
      header = SegmentReader.header(found.file());
    } catch (StoplogException e) {
      return; // not one that was taken here: it stays for whoever put it there
    }
    if (header.gateway().equals(found.gateway()) && header.number() == found.number()) {
      Segment segment =
          segment(header, SegmentFiles.sha256(found.file()), Files.size(found.file()));
      stores.database().transaction(db -> new SegmentRows(db).keep(segment));
    }
  }

  /** Deletes the files of segments that are in the tables, unless a backup is being taken. */
  void deleteDone() {
    stores
        .database()
        .transaction(
            db -> {
              if (!WarehouseLock.mayDelete(db)) {
                return false;
              }
              try {
                for (SegmentFiles.Found found : files.all()) {
                  Optional<Segment> row = new SegmentRows(db).find(found.gateway(), found.number());
                  if (row.isPresent() && row.get().state() == State.DONE) {
                    Files.deleteIfExists(found.file());
                  }
                }
              } catch (IOException e) {
                return false; // left for the next time
              }
              return true;
            });
  }
}
