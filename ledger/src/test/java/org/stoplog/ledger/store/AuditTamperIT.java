package org.stoplog.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.Seeded;
import org.stoplog.ledger.store.Verification.Broken;
import org.stoplog.ledger.store.Verification.Change;
import org.stoplog.ledger.store.Verification.Intact;

/** Somebody who may do anything in the database changes the log. */
class AuditTamperIT {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2025-11-26T09:30:00Z"));
  private static final UUID FOLDER = UUID.fromString("6d0f6f0e-2a61-4a7c-9d7a-0d3b1c4f5e6a");
  private static final KeyPair KEYS = keys();

  @TempDir static Path temp;
  private static DataFolder folder;
  private static Database database;

  @BeforeAll
  static void start() {
    folder = DataFolder.open(temp.resolve("data"));
    database = Database.start(folder, "secret");
    sql("alter table audit_entry drop constraint audit_entry_pkey");
    sql("alter table audit_entry alter detail drop not null, alter at drop not null");
  }

  @AfterAll
  static void stop() {
    database.close();
    folder.close();
  }

  /** The last entry that is as it was, the first that is not, and what is said about it. */
  @Test
  void anyChangeBeforeTheLastCheckpointIsFoundAndNamed() {
    Seeded.check(
        250,
        random -> {
          int entries = random.nextInt(2, 14);
          fill(entries);
          List<Checkpoint> checkpoints = new ArrayList<>(List.of(checkpoint(entries)));
          for (int i = random.nextInt(3); i > 0; i--) {
            checkpoints.add(checkpoint(random.nextInt(1, entries + 1)));
          }
          List<String> before = rows();
          boolean isExact = tamper(random, entries);
          List<String> after = rows();
          int first = firstDifference(before, after);
          if (first == 0) {
            return; // for example two rows that were put back
          }
          Broken broken = (Broken) verify(checkpoints);
          assertThat(broken.signed().entry()).as(broken.what()).isLessThan(first);
          assertThat(broken.seq()).as(broken.what()).isGreaterThanOrEqualTo(first);
          if (isExact) {
            assertThat(broken.seq()).as(broken.what()).isEqualTo(first);
          }
          long certain =
              checkpoints.stream()
                  .mapToLong(Checkpoint::entry)
                  .filter(entry -> entry < first)
                  .max()
                  .orElse(0);
          assertThat(broken.signed().entry()).as(broken.what()).isEqualTo(certain);
        });
  }

  @Test
  void aLogWrittenAnewIsFoundBetweenTwoCheckpoints() {
    fill(9);
    List<Checkpoint> checkpoints = List.of(checkpoint(7), checkpoint(3));
    rewriteFrom(5, "{\"n\":0}");
    assertThat(verify(List.of())).isInstanceOf(Intact.class);
    Broken broken = (Broken) verify(checkpoints);
    assertThat(broken.change()).isEqualTo(Change.REWRITTEN);
    assertThat(broken.seq()).isEqualTo(7);
    assertThat(broken.signed().entry()).isEqualTo(3);
    assertThat(broken.what())
        .contains("entry 7 (act.done, 2025-11-26T09:30:00Z)", "from entry 4 to it");
    Broken exact =
        (Broken) verify(List.of(checkpoints.getLast(), checkpoint(4), checkpoint(5, "00")));
    assertThat(exact.what()).startsWith("entry 5 ").doesNotContain("begins");
  }

  @Test
  void aCutEndIsFound() {
    fill(9);
    Checkpoint checkpoint = checkpoint(8);
    sql("delete from audit_entry where seq > 5");
    assertThat(verify(List.of())).isInstanceOf(Intact.class);
    Broken broken = (Broken) verify(List.of(checkpoint));
    assertThat(List.of(broken.seq(), broken.change(), broken.wholeUpTo()))
        .isEqualTo(List.of(6L, Change.CUT, 5L));
    assertThat(broken.what()).contains("ends with entry 5", "entries 6 to 8 are missing");
    sql("truncate audit_entry");
    assertThat(((Broken) verify(List.of(checkpoint))).what()).contains("ends with nothing");
  }

  @Test
  void saysInWordsWhatWasDone() {
    assertThat(after("update audit_entry set detail = '{}' where seq = 4"))
        .contains("entry 4 (act.done, 2025-11-26T09:30:00Z)", "kind, times or detail");
    assertThat(after("update audit_entry set hash = sha256(hash) where seq = 4"))
        .contains("entry 4 ", "its hash is another one");
    assertThat(after("update audit_entry set previous = sha256(previous) where seq = 4"))
        .contains("entry 4 ", "does not name the one before");
    assertThat(after("update audit_entry set at = null where seq = 4")).contains("no time");
    assertThat(after("delete from audit_entry where seq in (4, 5)"))
        .contains("entries 4 to 5 are missing", "the next one is entry 6");
    assertThat(after("update audit_entry set seq = 12 - seq where seq in (4, 8)"))
        .contains("what was entry 4 now stands as entry 8", "was entry 8");
    assertThat(after("update audit_entry set seq = 30 where seq = 9")).contains("was entry 9");
    assertThat(after("update audit_entry set act = 'Ann''s e-mail' where seq = 2"))
        .contains("of no kind that stoplog writes")
        .doesNotContain("Ann");
    assertThat(
            after(
                """
                update audit_entry set seq = seq + 1 where seq >= 4;
                insert into audit_entry select 4, at, recorded, 'act.done', '{}', hash, hash
                from audit_entry where seq = 3
                """))
        .contains("entry 4 ", "put in", "is now 5");
    assertThat(
            after(
                """
                update audit_entry a set detail = b.detail, previous = b.previous, hash = b.hash,
                at = b.at, recorded = b.recorded, salt = b.salt from audit_entry b where a.seq = 4 and b.seq = 2
                """))
        .contains("entry 4 ", "copy of entry 2");
  }

  @Test
  void aStopIsObeyed() {
    fill(3);
    Progress stopped =
        new Progress() {
          @Override
          public void step(String name, long total, String unit) {}

          @Override
          public void at(long done) {}

          @Override
          public boolean stopped() {
            return true;
          }
        };
    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () -> database.transaction(c -> AuditCheck.run(c, List.of(), stopped))))
        .hasMessageContaining("stopped");
  }

  private static String after(String change) {
    fill(9);
    sql(change);
    Broken broken = (Broken) verify(List.of(checkpoint(3)));
    assertThat(broken.wholeUpTo()).isEqualTo(broken.seq() - 1);
    return broken.what();
  }

  /** Changes the log at random. @return whether the first changed row must be named exactly */
  private static boolean tamper(RandomGenerator random, int entries) {
    int at = random.nextInt(1, entries + 1);
    int other = random.nextInt(1, entries + 1);
    String one = " where seq = " + at;
    switch (random.nextInt(16)) {
      case 0 -> sql("update audit_entry set detail = detail || ' '" + one);
      case 1 -> sql("update audit_entry set act = 'batch.undone', detail = null" + one);
      case 2 -> sql("update audit_entry set at = at - interval '1 microsecond'" + one);
      case 3 -> sql("update audit_entry set recorded = recorded + interval '1 day'" + one);
      case 4 -> sql("update audit_entry set hash = sha256(hash)" + one);
      case 5 -> sql("update audit_entry set previous = sha256(previous)" + one);
      case 6 -> sql("delete from audit_entry" + one);
      case 7 -> {
        sql("delete from audit_entry where seq between %d and %d".formatted(at, at + other % 3));
        sql("update audit_entry set seq = seq - %d where seq > %d".formatted(1 + other % 3, at));
      }
      case 8 -> sql("delete from audit_entry where seq >= " + at);
      case 9 ->
          sql(
              """
              update audit_entry set seq = seq + 1 where seq >= %1$d;
              insert into audit_entry values (%1$d, now(), now(), 'x', '{}', sha256('a'), sha256('b'))
              """
                  .formatted(at));
      case 10 ->
          sql(
              "update audit_entry set seq = %1$d + %2$d - seq where seq in (%1$d, %2$d)"
                  .formatted(at, other));
      case 11 -> { // one moves, those between close up
        int step = at < other ? 1 : -1;
        sql(
            """
            update audit_entry set seq = case when seq = %1$d then %2$d else seq - %3$d end
            where seq between least(%1$d, %2$d) and greatest(%1$d, %2$d)
            """
                .formatted(at, other, step));
      }
      case 12 -> {
        rewriteFrom(at, "{\"other\":true}");
        return false;
      }
      case 13 -> {
        sql("delete from audit_entry" + one);
        sql("update audit_entry set seq = seq - 1 where seq > " + at);
        rewriteFrom(at, null);
        return false;
      }
      case 14 ->
          sql(
              """
              update audit_entry a set at = b.at, recorded = b.recorded, act = b.act, detail = b.detail,
              previous = b.previous, hash = b.hash, salt = b.salt from audit_entry b where a.seq = %d and b.seq = %d
              """
                  .formatted(at, other));
      default -> rewrite(at, at, "{\"other\":true}");
    }
    return true;
  }

  private static int firstDifference(List<String> before, List<String> after) {
    for (int i = 0; i < before.size(); i++) {
      if (i >= after.size() || !before.get(i).equals(after.get(i))) {
        return i + 1;
      }
    }
    return 0;
  }

  private static void rewriteFrom(int from, String detail) {
    rewrite(from, Integer.MAX_VALUE, detail);
  }

  /** Gives the first row another detail, and the rows right hashes again. */
  private static void rewrite(int from, int to, String detail) {
    database.transaction(
        connection -> {
          if (detail != null) {
            DatabaseIT.run(
                connection, "update audit_entry set detail = '" + detail + "' where seq = " + from);
          }
          byte[] head = AuditEntry.START;
          for (AuditEntry entry : entries(connection)) {
            byte[] hash = entry.hash;
            if (entry.seq >= from && entry.seq <= to) {
              hash = entry.computed(entry.seq, head);
              try (PreparedStatement update =
                  connection.prepareStatement(
                      "update audit_entry set previous = ?, hash = ? where seq = ?")) {
                update.setBytes(1, head);
                update.setBytes(2, hash);
                update.setLong(3, entry.seq);
                update.executeUpdate();
              }
            }
            head = hash;
          }
          return true;
        });
  }

  private static List<AuditEntry> entries(Connection connection) throws SQLException {
    List<AuditEntry> entries = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select " + AuditEntry.COLUMNS + " from audit_entry order by seq")) {
      while (rows.next()) {
        entries.add(AuditEntry.read(rows));
      }
    }
    return entries;
  }

  private static List<String> rows() {
    return database.transaction(
        connection -> {
          List<String> rows = new ArrayList<>();
          try (Statement statement = connection.createStatement();
              ResultSet row =
                  statement.executeQuery("select e::text from audit_entry e order by seq")) {
            while (row.next()) {
              rows.add(row.getString(1));
            }
          }
          return rows;
        });
  }

  private static void fill(int entries) {
    sql("truncate audit_entry");
    database.transaction(
        connection -> {
          for (int i = 1; i <= entries; i++) {
            AuditLog.append(connection, CLOCK, "act.done", Map.of("n", i));
          }
          return true;
        });
  }

  private static Checkpoint checkpoint(int entry) {
    return checkpoint(entry, "");
  }

  /** Signs an entry as it is now, or another hash that begins so. */
  private static Checkpoint checkpoint(int entry, String begin) {
    AuditEntry found = database.transaction(AuditTamperIT::entries).get(entry - 1);
    String hash = HexFormat.of().formatHex(found.hash);
    return sign(entry, begin + hash.substring(begin.length()));
  }

  private static Checkpoint sign(long entry, String hash) {
    Instant at = CLOCK.instant();
    return Checkpoint.sign(
        FOLDER,
        new AuditLog.Head(entry, hash, at, at),
        CheckpointKey.of(KEYS.getPublic().getEncoded()),
        text -> {
          try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(KEYS.getPrivate());
            signature.update(text);
            return signature.sign();
          } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static KeyPair keys() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Verification verify(List<Checkpoint> against) {
    return database.transaction(c -> AuditCheck.run(c, against, Progress.NONE));
  }

  private static void sql(String command) {
    database.transaction(connection -> DatabaseIT.run(connection, command));
  }
}
