package org.stoplog.ledger.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.temporal.ChronoUnit.MICROS;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The log of acts: numbered without gaps, each entry holding the SHA-256 of the one before. An
 * entry holds no personal value: counts, ids of ours and hashes of files only.
 */
public final class AuditLog {
  /** Held from the append to the end of the transaction. Any constant nobody else uses will do. */
  private static final long LOCK = 0x73746f706c6f6702L;

  private static final byte[] START = new byte[32];

  private AuditLog() {}

  /**
   * Appends an entry in the caller's transaction. Call it last: from here to the commit nobody else
   * can append, and a transaction that locks first and works then lets 46 others a second through.
   *
   * @param clock of the product; a drill may shift it, so the database's time is kept too
   * @param act what was done, for example {@code batch.committed}
   * @param detail text, whole numbers, booleans, maps and lists of these; no personal value
   */
  public static void append(
      Connection inTransaction, InstantSource clock, String act, Map<String, ?> detail)
      throws SQLException {
    append(inTransaction, clock, null, act, detail);
  }

  /**
   * Appends an entry as above, with who did it.
   *
   * @param actor the account; null when it was done at the command line or by the program itself
   */
  public static void append(
      Connection inTransaction,
      InstantSource clock,
      @Nullable UUID actor,
      String act,
      Map<String, ?> detail)
      throws SQLException {
    Instant at = clock.instant().truncatedTo(MICROS);
    Entry entry = next(inTransaction, at, actor, act, CanonicalJson.write(detail));
    try (PreparedStatement insert =
        inTransaction.prepareStatement(
            """
            insert into audit_entry (seq, at, recorded, act, detail, previous, hash, actor)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            """)) {
      insert.setLong(1, entry.seq);
      insert.setObject(2, entry.at.atOffset(ZoneOffset.UTC));
      insert.setObject(3, entry.recorded.atOffset(ZoneOffset.UTC));
      insert.setString(4, entry.act);
      insert.setString(5, entry.detail);
      insert.setBytes(6, entry.previous);
      insert.setBytes(7, entry.hash(entry.seq));
      insert.setObject(8, entry.actor);
      insert.executeUpdate();
    }
  }

  /** Takes the lock, then the head: two statements, since the head must be read after the lock. */
  private static Entry next(
      Connection connection, Instant at, @Nullable UUID actor, String act, String detail)
      throws SQLException {
    String query =
        """
        select pg_advisory_xact_lock(%d);
        select clock_timestamp(), seq, hash
        from (select) as one left join (select seq, hash from audit_entry order by seq desc limit 1) as head on true
        """
            .formatted(LOCK);
    try (Statement statement = connection.createStatement()) {
      statement.execute(query);
      statement.getMoreResults();
      try (ResultSet row = statement.getResultSet()) {
        row.next();
        Instant recorded = row.getObject(1, OffsetDateTime.class).toInstant();
        long seq = row.getLong(2) + 1;
        byte[] previous = seq == 1 ? START : row.getBytes(3);
        return new Entry(seq, at, recorded, actor, act, detail, previous);
      }
    }
  }

  /**
   * Checks every entry, in one snapshot, in constant memory.
   *
   * @param connection in a transaction (autocommit off), so that rows come in portions
   */
  public static Verification verify(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(1_000);
      try (ResultSet rows =
          statement.executeQuery(
              "select seq, at, recorded, act, detail, previous, hash, actor from audit_entry order by seq")) {
        long count = 0;
        byte[] head = START;
        while (rows.next()) {
          Entry entry = read(rows);
          byte[] hash = rows.getBytes(7);
          Optional<Verification.Broken> broken = check(entry, hash, count, head);
          if (broken.isPresent()) {
            return broken.get();
          }
          count++;
          head = hash;
        }
        return new Verification.Intact(count, HexFormat.of().formatHex(head));
      }
    }
  }

  private static Entry read(ResultSet rows) throws SQLException {
    return new Entry(
        rows.getLong(1),
        rows.getObject(2, OffsetDateTime.class).toInstant(),
        rows.getObject(3, OffsetDateTime.class).toInstant(),
        rows.getObject(8, UUID.class),
        rows.getString(4),
        rows.getString(5),
        rows.getBytes(6));
  }

  private static Optional<Verification.Broken> check(
      Entry entry, byte[] hash, long count, byte[] head) {
    long expected = count + 1;
    if (entry.seq > expected) {
      return broken(expected, Verification.Change.REMOVED);
    }
    if (entry.seq < expected) {
      return broken(entry.seq, Verification.Change.INSERTED);
    }
    if (!Arrays.equals(hash, entry.hash(entry.seq))) {
      // Whoever puts a row in or takes one out may also have moved the numbers of the others.
      if (Arrays.equals(hash, entry.hash(entry.seq - 1))) {
        return broken(entry.seq - 1, Verification.Change.INSERTED);
      }
      boolean isMoved = Arrays.equals(hash, entry.hash(entry.seq + 1));
      return broken(entry.seq, isMoved ? Verification.Change.REMOVED : Verification.Change.ALTERED);
    }
    if (!Arrays.equals(entry.previous, head)) {
      // This entry is whole and says what came before it: that one was altered and hashed anew.
      return count == 0
          ? broken(entry.seq, Verification.Change.ALTERED)
          : broken(count, Verification.Change.ALTERED);
    }
    return Optional.empty();
  }

  private static Optional<Verification.Broken> broken(long seq, Verification.Change change) {
    return Optional.of(new Verification.Broken(seq, change));
  }

  /** An entry as it is hashed. */
  private static final class Entry {
    private final long seq;
    private final Instant at;
    private final Instant recorded;
    private final @Nullable UUID actor;
    private final String act;
    private final String detail;
    private final byte[] previous;

    Entry(
        long seq,
        Instant at,
        Instant recorded,
        @Nullable UUID actor,
        String act,
        String detail,
        byte[] previous) {
      this.seq = seq;
      this.at = at;
      this.recorded = recorded;
      this.actor = actor;
      this.act = act;
      this.detail = detail;
      this.previous = previous;
    }

    /** The hash that it has, or would have under another number. */
    byte[] hash(long number) {
      Map<String, Object> fields = new TreeMap<>();
      fields.put("seq", number);
      fields.put("at", at.toString());
      fields.put("recorded", recorded.toString());
      fields.put("act", act);
      fields.put("detail", detail);
      fields.put("previous", HexFormat.of().formatHex(previous));
      if (actor != null) {
        // Left out, not null: entries of before there were accounts keep their hash.
        fields.put("actor", actor.toString());
      }
      String text = CanonicalJson.write(fields);
      byte[] bytes = text.getBytes(UTF_8);
      Hashing hashing = new Hashing();
      hashing.update(bytes, bytes.length);
      return hashing.bytes();
    }
  }
}
