package org.stoplog.ledger.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.store.Verification.Broken;
import org.stoplog.ledger.store.Verification.Change;
import org.stoplog.ledger.store.Verification.Signed;

/**
 * Says what was done to the first row that does not follow the one before it. Hashes tell more than
 * that something is wrong: a row that was only moved still fits its old number.
 */
final class AuditDiagnosis {
  /** How far a row is looked for at most from where it should stand; some seconds of work. */
  private static final int FARTHEST = 2_000_000;

  /** How many entries may have been there of which nobody knows. */
  private static final int UNKNOWN = 10_000;

  private static final int PORTION = 1_000;

  private final Connection connection;
  private final Progress progress;
  private final @Nullable AuditEntry before;
  private final byte[] head;
  private final Signed signed;
  private final @Nullable Checkpoint here;
  private final long number;

  /**
   * @param before the last entry that is in order, null at the first
   * @param head its hash
   * @param ahead the next checkpoint, if there is one
   */
  AuditDiagnosis(
      Connection connection,
      Progress progress,
      @Nullable AuditEntry before,
      byte[] head,
      Signed signed,
      @Nullable Checkpoint ahead) {
    this.connection = connection;
    this.progress = progress;
    this.before = before;
    this.head = head;
    this.signed = signed;
    this.number = before == null ? 1 : before.seq + 1;
    this.here = ahead != null && ahead.entry() == number ? ahead : null;
  }

  /** Of the row that stands where the next entry should. */
  Broken of(AuditEntry row) throws SQLException {
    if (row.seq < number) {
      return told(row, Change.INSERTED, "was put in: there is a row before it in its place");
    }
    AuditEntry displaced = displaced(row);
    if (row.seq > number) {
      return missing(row, displaced);
    }
    if (row.isHashedAs(number)) {
      return unlinked(row);
    }
    long origin = origin(row);
    if (displaced != null) {
      return origin > 0
          ? moved(displaced, "in its place stands what was entry " + origin)
          : told(row, Change.INSERTED, "was put in: what belongs there is now " + displaced.seq);
    }
    if (origin == 0) {
      return altered(row);
    }
    AuditEntry there = find("where seq = ? order by seq limit 1", origin);
    if (there != null && Arrays.equals(there.hash, row.hash)) {
      return told(row, Change.ALTERED, "was overwritten with a copy of entry " + origin);
    }
    return origin > number || there == null
        ? removed(origin - number, "what stands there now was entry " + origin, row)
        : inserted(there);
  }

  /** A number is not there. */
  private Broken missing(AuditEntry row, @Nullable AuditEntry displaced) {
    if (displaced == null) {
      return removed(row.seq - number, "the next one is entry " + row.seq, row);
    }
    return displaced.seq == row.seq
        ? told(displaced, Change.ALTERED, "was entry " + number + ": its number was altered")
        : moved(displaced, "its place is empty");
  }

  /** The row is whole in itself, and was appended after another one than the one that is there. */
  private Broken unlinked(AuditEntry row) throws SQLException {
    byte[] known = known(row);
    boolean isItself =
        !Arrays.equals(known, row.hash) && Arrays.equals(known, row.computed(number, head));
    if (before == null || isItself || signed.entry() == before.seq) {
      return told(
          row, Change.ALTERED, "was altered and hashed anew: it names another one before it");
    }
    long first = signed.entry() + 1;
    String since =
        first == before.seq
            ? ""
            : "; entries before it, from " + first + " on, may have been written anew with it";
    return new Broken(
        before.seq,
        Change.ALTERED,
        before.kind(),
        before.at,
        before.named()
            + " was altered and hashed anew: entry "
            + number
            + " was appended after another one"
            + since,
        before.seq - 1,
        signed);
  }

  /** What others say that the hash of the row was. */
  private byte[] known(AuditEntry row) throws SQLException {
    if (here != null) {
      return HexFormat.of().parseHex(here.hash());
    }
    AuditEntry next = find("where seq > ? order by seq limit 1", row.seq);
    return next == null ? new byte[0] : next.previous;
  }

  private Broken inserted(AuditEntry there) {
    long origin = there.seq;
    long rows = number - origin;
    return new Broken(
        origin,
        Change.INSERTED,
        there.kind(),
        there.at,
        there.named()
            + (rows == 1 ? " was put in" : " and the " + (rows - 1) + " after it were put in")
            + ": what is now entry "
            + number
            + " was entry "
            + origin,
        origin - 1,
        signed);
  }

  private Broken altered(AuditEntry row) throws SQLException {
    byte[] known = known(row);
    String what;
    if (Arrays.equals(row.computed(number, head), row.hash)) {
      what = "was altered: it does not name the one before it, the rest is as it was appended";
    } else if (Arrays.equals(known, row.computed(number, head))) {
      what = "was altered: its hash is another one, the rest is as it was appended";
    } else if (Arrays.equals(known, row.hash)) {
      what = "was altered: its kind, times or detail are not those that its hash was made of";
    } else {
      what = "was altered: its content and its hash do not fit";
    }
    return told(row, Change.ALTERED, what);
  }

  private Broken removed(long rows, String rest, AuditEntry next) {
    String period =
        (before == null ? "" : " after " + before.at)
            + (next.at == null ? "" : " and up to " + next.at);
    String missing =
        rows == 1
            ? "entry " + number + " is missing"
            : "entries " + number + " to " + (number + rows - 1) + " are missing";
    return broken(Change.REMOVED, "", null, missing + ", written" + period + ": " + rest);
  }

  private Broken moved(AuditEntry entry, String rest) {
    return broken(
        Change.MOVED,
        entry.kind(),
        entry.at,
        "what was entry " + number + " now stands as " + entry.named() + ": " + rest);
  }

  private Broken told(AuditEntry row, Change change, String what) {
    return broken(change, row.kind(), row.at, row.named() + " " + what);
  }

  private Broken broken(Change change, String kind, @Nullable Instant at, String what) {
    return new Broken(number, change, kind, at, what, number - 1, signed);
  }

  /** The entry that was appended here, where it stands under another number. */
  private @Nullable AuditEntry displaced(AuditEntry row) throws SQLException {
    if (row.seq != number && row.isHashedAs(number) && Arrays.equals(row.previous, head)) {
      return row;
    }
    try (PreparedStatement select =
        connection.prepareStatement(
            "select " + AuditEntry.COLUMNS + " from audit_entry where previous = ? order by seq")) {
      select.setFetchSize(PORTION);
      select.setBytes(1, head);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          AuditEntry found = AuditEntry.read(rows);
          if (found.seq != number && found.isHashedAs(number)) {
            return found;
          }
        }
      }
    }
    return null;
  }

  /** The number that a row was appended under, 0 when its content fits none near by. */
  private long origin(AuditEntry row) throws SQLException {
    long most = Math.min(FARTHEST, extent() + UNKNOWN);
    for (int far = 1; far <= most; far++) {
      if (far % PORTION == 0) {
        AuditCheck.stopIfAsked(progress);
      }
      if (row.isHashedAs(number + far)) {
        return number + far;
      }
      if (number > far && row.isHashedAs(number - far)) {
        return number - far;
      }
    }
    return 0;
  }

  private long extent() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select max(seq) from audit_entry")) {
      row.next();
      // A number may have been altered to any size.
      return Math.min(FARTHEST, Math.abs(row.getLong(1)));
    }
  }

  private @Nullable AuditEntry find(String where, long parameter) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select " + AuditEntry.COLUMNS + " from audit_entry " + where)) {
      select.setLong(1, parameter);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? AuditEntry.read(row) : null;
      }
    }
  }
}
