package org.stoplog.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.store.Verification.Broken;
import org.stoplog.ledger.store.Verification.Change;
import org.stoplog.ledger.store.Verification.Intact;
import org.stoplog.ledger.store.Verification.Signed;

class AuditLogIT {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2025-11-26T09:30:00.123456789Z"));
  private static final int ENTRIES = 9;

  @TempDir static Path temp;
  private static DataFolder folder;
  private static Database database;

  @BeforeAll
  static void start() {
    folder = DataFolder.open(temp.resolve("data"));
    database = Database.start(folder, "secret");
  }

  @AfterAll
  static void stop() {
    database.close();
    folder.close();
  }

  @BeforeEach
  void fill() {
    sql("truncate audit_entry");
    for (int i = 1; i <= ENTRIES; i++) {
      append("batch.committed", Map.of("batch", i, "rows", 1_000L * i, "kinds", List.of("a", "b")));
    }
  }

  @Test
  void isIntactAsWritten() {
    Intact intact = (Intact) verify();
    assertThat(intact.entries()).isEqualTo(ENTRIES);
    assertThat(intact.head()).matches("[0-9a-f]{64}").isNotEqualTo("0".repeat(64));
    sql("truncate audit_entry");
    assertThat(verify()).isEqualTo(new Intact(0, "0".repeat(64), Signed.NOTHING));
  }

  @Test
  void namesTheAlteredRowWhateverWasAltered() {
    for (String change :
        List.of(
            "detail = replace(detail, '5000', '4000')",
            "act = 'batch.undone'",
            "at = at + interval '1 microsecond'",
            "recorded = recorded - interval '1 day'",
            "hash = sha256(hash)",
            "previous = sha256(previous)")) {
      fill();
      sql("update audit_entry set " + change + " where seq = 5");
      assertBroken(5, Change.ALTERED);
    }
  }

  @Test
  void namesTheRowWhoseActorWasAlteredAddedOrTakenAway() {
    UUID actor = UUID.fromString("018f0000-0000-7000-8000-000000000001");
    for (String change :
        List.of("actor = null where seq = 10", "actor = gen_random_uuid() where seq = 10")) {
      fill();
      database.transaction(
          connection -> {
            AuditLog.append(connection, CLOCK, actor, "account.made", Map.of());
            return true;
          });
      assertThat(verify()).isInstanceOf(Intact.class);
      sql("update audit_entry set " + change);
      assertBroken(10, Change.ALTERED);
    }
    fill();
    sql("update audit_entry set actor = '" + actor + "' where seq = 3");
    assertBroken(3, Change.ALTERED);
  }

  @Test
  void keepsTheHashesOfEntriesWithoutAnActor() {
    // As the versions before there were actors wrote it; the values are of such an entry.
    sql("truncate audit_entry");
    sql(
        """
        insert into audit_entry (seq, at, recorded, act, detail, previous, hash) values (
          1, '2025-11-26T09:30:00.123456Z', '2025-11-26T09:30:00.2Z', 'batch.committed', '{}',
          decode(repeat('00', 32), 'hex'),
          sha256(convert_to('{"act":"batch.committed","at":"2025-11-26T09:30:00.123456Z","detail":"{}",'
            || '"previous":"' || repeat('0', 64) || '","recorded":"2025-11-26T09:30:00.200Z","seq":1}',
            'UTF8')))
        """);
    assertThat(verify()).isInstanceOf(Intact.class);
  }

  @Test
  void namesTheRowThatWasAlteredAndHashedAnew() {
    // As somebody with the source would do it: a whole row with a right hash, in the old one's
    // place.

    sql("create table kept as select * from audit_entry where seq > 5");
    sql("delete from audit_entry where seq >= 5");
    append("batch.committed", Map.of("batch", 5, "rows", 4_000));
    sql("insert into audit_entry select * from kept");
    sql("drop table kept");
    assertBroken(5, Change.ALTERED);
  }

  @Test
  void namesTheRowWhoseSaltWasAlteredOrTakenAway() {
    sql("update audit_entry set salt = null where seq = 4");
    assertBroken(4, Change.ALTERED);
    fill();
    sql("update audit_entry set salt = decode(repeat('ab', 16), 'hex') where seq = 6");
    assertBroken(6, Change.ALTERED);
  }

  @Test
  void namesTheRemovedRow() {
    sql("delete from audit_entry where seq = 4");
    assertBroken(4, Change.REMOVED);
    sql("update audit_entry set seq = seq - 1 where seq > 4");
    assertBroken(4, Change.REMOVED);
    fill();
    sql("delete from audit_entry where seq = 1");
    assertBroken(1, Change.REMOVED);
  }

  @Test
  void namesTheInsertedRow() {
    sql("create table kept as select * from audit_entry where seq >= 4");
    sql("delete from audit_entry where seq >= 4");
    append("batch.committed", Map.of("batch", 99));
    sql("update kept set seq = seq + 1");
    sql("insert into audit_entry select * from kept");
    sql("drop table kept");
    assertBroken(4, Change.INSERTED);
  }

  @Test
  void cannotSeeACutEndButItsHeadTells() {
    Intact before = (Intact) verify();
    sql("delete from audit_entry where seq = " + ENTRIES);
    Intact after = (Intact) verify();
    assertThat(after.head()).isNotEqualTo(before.head());
    assertThat(after.entries()).isEqualTo(before.entries() - 1);
  }

  @Test
  void leavesNoGapWhenATransactionFails() {
    assertThatThrownBy(
            () ->
                database.transaction(
                    connection -> {
                      AuditLog.append(connection, CLOCK, "batch.committed", Map.of());
                      throw new IllegalStateException("after its entry");
                    }))
        .hasMessage("after its entry");
    append("batch.undone", Map.of());
    assertThat(verify())
        .isInstanceOfSatisfying(
            Intact.class, intact -> assertThat(intact.entries()).isEqualTo(ENTRIES + 1L));
  }

  @Test
  void staysAChainUnderManyWriters() throws Exception {
    int writers = 6;
    int each = 100;
    try (ExecutorService threads = Executors.newFixedThreadPool(writers)) {
      List<Future<?>> done = new ArrayList<>();
      for (int writer = 0; writer < writers; writer++) {
        Map<String, Integer> detail = Map.of("writer", writer);
        done.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < each; i++) {
                    append("act", detail);
                  }
                }));
      }
      for (Future<?> one : done) {
        one.get();
      }
    }
    Intact intact = (Intact) verify();
    assertThat(intact.entries()).isEqualTo(ENTRIES + (long) writers * each);
  }

  private static void append(String act, Map<String, ?> detail) {
    database.transaction(
        connection -> {
          AuditLog.append(connection, CLOCK, act, detail);
          return true;
        });
  }

  private static void assertBroken(long seq, Change change) {
    Broken broken = (Broken) verify();
    assertThat(broken.what()).isNotBlank();
    assertThat(List.of(broken.seq(), broken.change(), broken.wholeUpTo()))
        .as(broken.what())
        .isEqualTo(List.of(seq, change, seq - 1));
  }

  private static Verification verify() {
    return database.transaction(c -> AuditCheck.run(c, List.of(), Progress.NONE));
  }

  private static void sql(String command) {
    database.transaction(connection -> DatabaseIT.run(connection, command));
  }
}
