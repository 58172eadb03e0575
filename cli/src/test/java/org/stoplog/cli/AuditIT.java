package org.stoplog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Statement;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.ledger.Ledger;
import org.stoplog.testing.Prepared;

/** The audit log as somebody meets it who has to trust it. */
class AuditIT {
  private static final String KEPT = "june.checkpoint";

  /** A log that was signed, and went on. */
  private static final Prepared SIGNED =
      new Prepared(
          home -> {
            Desk desk = new Desk(home);
            desk.done("import", "people", desk.people());
            desk.done("audit", "checkpoint", "--out", desk.path(KEPT).toString());
            desk.done("import", "people", desk.emails("more.csv", 20, 25));
          });

  @TempDir Path temp;
  private Desk desk;
  private String kept;

  @BeforeEach
  void sit() throws IOException {
    desk = new Desk(temp);
    SIGNED.into(temp);
    kept = desk.path(KEPT).toString();
  }

  @Test
  void saysHowFarTheLogIsAsItWasSigned() throws IOException {
    desk.done("audit", "verify", "--against", kept);
    long signed = desk.out().get("signed").get("entry").asLong();
    assertThat(signed).isPositive();
    assertThat(desk.out().get("entries").asLong()).isEqualTo(signed + 1);
    String second = desk.path("july.checkpoint").toString();
    desk.done("audit", "checkpoint", "--out", second, "--against", kept);
    desk.done("audit", "verify", "--against", second, kept);
    assertThat(desk.out().get("signed").get("entry").asLong()).isEqualTo(signed + 2);
    desk.refused(Problem.USAGE, "audit", "checkpoint", "--out", kept);
    desk.refused(Problem.USAGE, "audit");
    desk.refused(Problem.FILE_NOT_FOUND, "audit", "verify", "--against", kept + ".gone");
  }

  @Test
  void findsACutEndAndALogThatWasWrittenAnew() throws IOException {
    String cut = "delete from audit_entry where seq >= (select max(seq) - 1 from audit_entry)";
    sql(cut);
    desk.done("audit", "verify");
    assertThat(desk.refused(Problem.AUDIT_BROKEN, "audit", "verify", "--against", kept))
        .contains("the log ends with entry", "was signed at");
    assertThat(desk.out().get("change").asString()).isEqualTo("CUT");
    desk.done("import", "people", desk.people());
    desk.done("audit", "checkpoint");
    assertThat(desk.refused(Problem.AUDIT_BROKEN, "audit", "verify", "--against", kept))
        .contains("is not the one that was signed");
    assertThat(desk.out().get("change").asString()).isEqualTo("REWRITTEN");
    desk.refused(Problem.AUDIT_BROKEN, "audit", "checkpoint", "--against", kept);
  }

  @Test
  void doesNotSignABrokenLog() throws IOException {
    sql("update audit_entry set detail = '{}' where seq = 1");
    String out = desk.path("broken.checkpoint").toString();
    assertThat(desk.refused(Problem.AUDIT_BROKEN, "audit", "checkpoint", "--out", out))
        .contains("entry 1 ", "its kind, times or detail", "Nothing before it");
    assertThat(Path.of(out)).doesNotExist();
  }

  @Test
  void aCheckpointIsCheckedWithoutDataFolderAndKeyset() throws IOException {
    String key = desk.path("key.pem").toString();
    desk.done("audit", "key", "--out", key);
    assertThat(desk.runOn("nowhere", "nowhere", "audit", "check", kept, "--key", key)).isZero();
    assertThat(desk.out().get("keyCompared").asBoolean()).isTrue();
    assertThat(desk.path("nowhere")).doesNotExist();
    assertThat(desk.done("audit", "key").get("publicKey").asString())
        .isEqualTo(Files.readString(Path.of(key)));
    assertThat(desk.done("audit", "check", kept).get("key"))
        .isEqualTo(desk.done("audit", "key").get("key"));
    desk.refused(Problem.CHECKPOINT_INVALID, "audit", "check", kept, "--key", kept);
  }

  @Test
  void anotherFoldersCheckpointIsRefused() throws IOException {
    String other = desk.path("other.checkpoint").toString();
    String key = desk.path("other.pem").toString();
    assertThat(desk.runOn("data2", "keys", "audit", "checkpoint", "--out", other)).isZero();
    assertThat(desk.refused(Problem.CHECKPOINT_INVALID, "audit", "verify", "--against", other))
        .contains("another data folder");
    String third = desk.path("third.checkpoint").toString();
    assertThat(desk.runOn("data3", "keys3", "audit", "checkpoint", "--out", third)).isZero();
    assertThat(desk.runOn("data3", "keys3", "audit", "key", "--out", key)).isZero();
    assertThat(desk.refused(Problem.CHECKPOINT_INVALID, "audit", "verify", "--against", third))
        .contains("not by ours");
    desk.refused(Problem.CHECKPOINT_INVALID, "audit", "check", kept, "--key", key);
  }

  @Test
  void anAlteredIdOfTheFolderDoesNotHideTheLog() throws IOException {
    sql("update setting set value = 'x' where name = 'folder.id'");
    desk.done("audit", "verify", "--against", kept);
    sql("update audit_entry set hash = sha256(hash) where seq = 1");
    desk.refused(Problem.AUDIT_BROKEN, "audit", "verify", "--against", kept);
  }

  @Test
  void aRestoredCopyIsCheckedAgainstTheSameCheckpoint() throws IOException {
    String copy = desk.path("stoplog.backup").toString();
    String first = desk.file("first.txt", "correct horse");
    String keys = desk.path("keyset.copy").toString();
    desk.done("backup", copy);
    desk.done("keys", "backup", keys, "--new-passphrase-file", first);
    assertThat(desk.runOn("data2", "keys2", "keys", "restore", keys, "--passphrase-file", first))
        .isZero();
    assertThat(desk.runOn("data2", "keys2", "restore", copy)).isZero();
    assertThat(desk.runOn("data2", "keys2", "audit", "verify", "--against", kept)).isZero();
    assertThat(desk.out().get("signed").get("entry").asLong()).isPositive();
    assertThat(desk.runOn("data2", "keys2", "audit", "checkpoint")).isZero();
  }

  private void sql(String command) {
    try (Ledger ledger =
        Ledger.open(
            new Ledger.Options(
                desk.path("data"), desk.path("keys"), null, 512, InstantSource.system()))) {
      ledger.inTransaction(
          db -> {
            try (Statement statement = db.createStatement()) {
              return statement.executeUpdate(command);
            }
          });
    }
  }
}
