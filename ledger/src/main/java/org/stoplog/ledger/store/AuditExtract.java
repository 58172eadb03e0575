package org.stoplog.ledger.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.Progress;

/**
 * Some entries of the log with what shows their place in it: of all others from the first of them
 * to a checkpoint, only hashes. Read by {@link AuditChain}, which needs nothing else.
 *
 * <p>One line of canonical JSON an entry, ended by a line feed; before them the hash of the entry
 * before.
 */
public final class AuditExtract {
  private static final int PORTION = 1_000;

  private AuditExtract() {}

  /** How many entries are shown, and of how many there is a hash alone. */
  public record Counts(long from, long shown, long hidden) {}

  /**
   * Writes the lines.
   *
   * @param inTransaction autocommit off, so that rows come in portions
   * @param named text that the first entry to be shown holds in its detail
   * @param isShown by the detail
   * @param end the last entry: what the checkpoint signs
   * @param out is not closed
   */
  public static Counts write(
      Connection inTransaction,
      String named,
      Predicate<String> isShown,
      long end,
      OutputStream out,
      Progress progress)
      throws SQLException, IOException {
    long from = first(inTransaction, named, end);
    progress.step("Writing the extract of the audit log", end - from + 1, "entries");
    long shown = 0;
    long count = 0;
    try (PreparedStatement find =
        inTransaction.prepareStatement(
            "select "
                + AuditEntry.COLUMNS
                + " from audit_entry where seq between ? and ? order by seq")) {
      find.setFetchSize(PORTION);
      find.setLong(1, from);
      find.setLong(2, end);
      try (ResultSet rows = find.executeQuery()) {
        while (rows.next()) {
          AuditEntry entry = AuditEntry.read(rows);
          if (count == 0) {
            line(out, Map.of("seq", from - 1, "hash", hex(entry.previous)));
          }
          boolean isOurs = entry.detail != null && isShown.test(entry.detail);
          line(out, isOurs ? whole(entry) : hashes(entry));
          shown += isOurs ? 1 : 0;
          count++;
          if (count % PORTION == 0) {
            progress.at(count);
            AuditCheck.stopIfAsked(progress);
          }
        }
      }
    }
    return new Counts(from, shown, count - shown);
  }

  private static long first(Connection connection, String named, long end) throws SQLException {
    try (PreparedStatement find =
        connection.prepareStatement(
            """
            select coalesce(min(seq), ?) from audit_entry
            where position(? in detail) > 0 and seq <= ?
            """)) {
      find.setLong(1, end);
      find.setString(2, named);
      find.setLong(3, end);
      try (ResultSet row = find.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private static Map<String, ?> whole(AuditEntry entry) {
    Map<String, @Nullable Object> all = new TreeMap<>();
    all.put("seq", entry.seq);
    all.put("at", String.valueOf(entry.at));
    all.put("recorded", String.valueOf(entry.recorded));
    all.put("act", entry.act);
    all.put("detail", entry.detail);
    if (entry.actor != null) {
      all.put("actor", entry.actor.toString());
    }
    if (entry.salt != null) {
      all.put("salt", hex(entry.salt));
    }
    all.put("hash", hex(entry.hash));
    return all;
  }

  /** Of an entry without a salt its own hash: nothing else can be shown without what it says. */
  private static Map<String, ?> hashes(AuditEntry entry) {
    return entry.salt == null
        ? Map.of("seq", entry.seq, "hash", hex(entry.hash))
        : Map.of("seq", entry.seq, "content", hex(entry.content()));
  }

  private static void line(OutputStream out, Map<String, ?> line) throws IOException {
    out.write((CanonicalJson.write(line) + "\n").getBytes(UTF_8));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
