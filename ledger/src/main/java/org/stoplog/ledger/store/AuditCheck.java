package org.stoplog.ledger.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.store.Verification.Broken;
import org.stoplog.ledger.store.Verification.Change;
import org.stoplog.ledger.store.Verification.Intact;
import org.stoplog.ledger.store.Verification.Signed;

/** Goes through the audit log from its first entry, in one snapshot and in constant memory. */
public final class AuditCheck {
  private static final int PORTION = 1_000;

  private final Connection connection;
  private final Progress progress;
  private final ArrayDeque<Checkpoint> ahead;
  private long count;
  private byte[] head = AuditEntry.START;
  private @Nullable AuditEntry last;
  private Signed signed = Signed.NOTHING;

  private AuditCheck(Connection connection, List<Checkpoint> against, Progress progress) {
    this.connection = connection;
    this.progress = progress;
    this.ahead =
        new ArrayDeque<>(
            against.stream().sorted(Comparator.comparingLong(Checkpoint::entry)).toList());
  }

  /**
   * Checks every entry.
   *
   * @param inTransaction autocommit off, so that rows come in portions
   * @param against checkpoints of this log whose signatures were checked, in any order
   */
  public static Verification run(
      Connection inTransaction, List<Checkpoint> against, Progress progress) throws SQLException {
    return new AuditCheck(inTransaction, against, progress).run();
  }

  private Verification run() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      progress.step("checking the audit log", entries(statement), "entries");
      statement.setFetchSize(PORTION);
      try (ResultSet rows =
          statement.executeQuery(
              "select " + AuditEntry.COLUMNS + " from audit_entry order by seq")) {
        while (rows.next()) {
          Broken broken = next(AuditEntry.read(rows));
          if (broken != null) {
            return broken;
          }
        }
      }
    }
    progress.at(count);
    Checkpoint cut = ahead.poll();
    return cut == null ? new Intact(count, HexFormat.of().formatHex(head), signed) : cut(cut);
  }

  private static long entries(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery("select max(seq) from audit_entry")) {
      row.next();
      return row.getLong(1);
    }
  }

  private @Nullable Broken next(AuditEntry entry) throws SQLException {
    if (count % PORTION == 0) {
      progress.at(count);
      stopIfAsked(progress);
    }
    if (!entry.follows(count + 1, head)) {
      return new AuditDiagnosis(connection, progress, last, head, signed, ahead.peek()).of(entry);
    }
    count++;
    head = entry.hash;
    last = entry;
    while (!ahead.isEmpty() && ahead.peek().entry() == count) {
      Checkpoint checkpoint = ahead.remove();
      if (!Arrays.equals(head, HexFormat.of().parseHex(checkpoint.hash()))) {
        return rewritten(entry, checkpoint);
      }
      signed = new Signed(count, checkpoint.at());
    }
    return null;
  }

  static void stopIfAsked(Progress progress) {
    if (progress.stopped()) {
      throw new StoplogException(
          Problem.INTERRUPTED, "stopped while the audit log was being checked");
    }
  }

  private Broken rewritten(AuditEntry entry, Checkpoint checkpoint) {
    long first = signed.entry() + 1;
    String since =
        first == count ? "" : "; the change begins somewhere from entry " + first + " to it";
    return new Broken(
        count,
        Change.REWRITTEN,
        entry.kind(),
        entry.at,
        entry.named() + " is not the one that was signed at " + checkpoint.at() + since,
        count - 1,
        signed);
  }

  private Broken cut(Checkpoint checkpoint) {
    long first = count + 1;
    return new Broken(
        first,
        Change.CUT,
        "",
        null,
        "the log ends with "
            + (last == null ? "nothing" : last.named())
            + ", but entry "
            + checkpoint.entry()
            + " was signed at "
            + checkpoint.at()
            + ": "
            + (first == checkpoint.entry()
                ? "it is missing"
                : "entries " + first + " to " + checkpoint.entry() + " are missing")
            + ", unless this folder was restored from an older backup",
        count,
        signed);
  }
}
