package org.stoplog.ledger.store;

import static java.time.temporal.ChronoUnit.MICROS;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The log of acts: numbered without gaps, each entry holding the SHA-256 of the one before. An
 * entry holds no personal value: counts, ids of ours and hashes of files only.
 */
public final class AuditLog {
  /** Held from the append to the end of the transaction. Any constant nobody else uses will do. */
  private static final long LOCK = 0x73746f706c6f6702L;

  private static final SecureRandom RANDOM = new SecureRandom();

  private AuditLog() {}

  /**
   * The end of the log.
   *
   * @param entry number of the last entry
   * @param hash of it, in hex
   * @param at by the product's clock
   * @param recorded by the clock of the database
   */
  public record Head(long entry, String hash, Instant at, Instant recorded) {}

  /**
   * Appends an entry in the caller's transaction. Call it last: from here to the commit nobody else
   * can append, and a transaction that locks first and works then lets 46 others a second through.
   *
   * @param clock of the product; a drill may shift it, so the database's time is kept too
   * @param act what was done, for example {@code batch.committed}
   * @param detail text, whole numbers, booleans, maps and lists of these; no personal value
   * @return the end of the log once the transaction is committed
   */
  public static Head append(
      Connection inTransaction, InstantSource clock, String act, Map<String, ?> detail)
      throws SQLException {
    return append(inTransaction, clock, null, act, detail);
  }

  /**
   * Appends an entry as above, with who did it.
   *
   * @param actor the account; null when it was done at the command line or by the program itself
   */
  public static Head append(
      Connection inTransaction,
      InstantSource clock,
      @Nullable UUID actor,
      String act,
      Map<String, ?> detail)
      throws SQLException {
    Instant at = clock.instant().truncatedTo(MICROS);
    try (PreparedStatement insert =
        inTransaction.prepareStatement(
            """
            insert into audit_entry
              (seq, at, recorded, act, detail, previous, hash, actor, salt)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)) {
      String text = CanonicalJson.write(detail);
      byte[] salt = new byte[AuditEntry.SALT_BYTES];
      RANDOM.nextBytes(salt);
      Last last = lockedEnd(inTransaction);
      AuditEntry entry =
          AuditEntry.after(last.entry + 1, at, last.recorded, actor, act, text, last.hash, salt);
      insert.setLong(1, entry.seq);
      insert.setObject(2, at.atOffset(ZoneOffset.UTC));
      insert.setObject(3, last.recorded.atOffset(ZoneOffset.UTC));
      insert.setString(4, act);
      insert.setString(5, text);
      insert.setBytes(6, entry.previous);
      insert.setBytes(7, entry.hash);
      insert.setObject(8, actor);
      insert.setBytes(9, salt);
      insert.executeUpdate();
      return new Head(entry.seq, HexFormat.of().formatHex(entry.hash), at, last.recorded);
    }
  }

  /** Takes the lock, then the head: two statements, since the head must be read after the lock. */
  private static Last lockedEnd(Connection connection) throws SQLException {
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
        long entry = row.getLong(2);
        return new Last(entry, entry == 0 ? AuditEntry.START : row.getBytes(3), recorded);
      }
    }
  }

  /** The last entry before the next one, and the database's time. */
  private static final class Last {
    private final long entry;
    private final byte[] hash;
    private final Instant recorded;

    Last(long entry, byte[] hash, Instant recorded) {
      this.entry = entry;
      this.hash = hash;
      this.recorded = recorded;
    }
  }
}
