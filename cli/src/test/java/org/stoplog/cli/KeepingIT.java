package org.stoplog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.problem.Problem;

/** Copies of the data folder and of the keyset, and the keyset's passphrase. */
class KeepingIT {
  @TempDir Path temp;
  private Desk desk;
  private String first;
  private String second;

  @BeforeEach
  void sit() throws IOException {
    desk = new Desk(temp);
    first = desk.file("first.txt", "correct horse");
    second = desk.file("second.txt", "battery staple", "not this line");
  }

  @Test
  void whatIsRestoredElsewhereAnswersTheSame() throws IOException {
    desk.keepARecord();
    String[] question = {"exposure", "--supplier", "Acme", "--no-delta"};
    String before = desk.done(question).get("sha256").asString();
    String data = desk.path("copies/data.backup").toString();
    String keys = desk.path("copies/keyset.copy").toString();
    Files.createDirectories(desk.path("copies"));
    desk.done("backup", data);
    desk.done("keys", "backup", keys, "--new-passphrase-file", first);
    desk.refused(Problem.KEYSET_EXISTS, "keys", "backup", keys, "--new-passphrase-file", first);
    assertThat(desk.runOn("data2", "keys2", "restore", data))
        .isEqualTo(Problem.KEYSET_MISSING.exitCode());
    assertThat(desk.runOn("data2", "keys2", "keys", "restore", keys, "--passphrase-file", second))
        .isEqualTo(Problem.KEYSET_LOCKED.exitCode());
    assertThat(desk.runOn("data2", "keys2", "keys", "restore", keys, "--passphrase-file", first))
        .isZero();
    assertThat(desk.runOn("data2", "keys2", "restore", data)).isZero();
    assertThat(desk.runOn("data2", "keys2", question)).isZero();
    assertThat(desk.out().get("sha256").asString()).isEqualTo(before);
    assertThat(desk.runOn("data2", "keys2", "audit", "verify")).isZero();
  }

  @Test
  void aMissingKeysetIsNotReplaced() throws IOException {
    desk.makeAFolder();
    Files.move(desk.path("keys"), desk.path("elsewhere"));
    desk.refused(Problem.KEYSET_MISSING, "batches");
    assertThat(desk.path("keys/stoplog.keyset")).doesNotExist();
    Files.move(desk.path("elsewhere"), desk.path("keys"));
    desk.done("batches");
  }

  @Test
  void aLockedKeysetOpensWithItsPassphraseOnly() throws IOException {
    desk.makeAFolder();
    assertThat(desk.done("keys", "set-passphrase", "--new-passphrase-file", first).toString())
        .contains("true");
    assertThat(desk.refused(Problem.KEYSET_LOCKED, "batches")).doesNotContain("horse");
    desk.refused(Problem.KEYSET_LOCKED, "batches", "--passphrase-file", second);
    desk.done("batches", "--passphrase-file", first);
    desk.done(
        "keys", "set-passphrase", "--passphrase-file", first, "--new-passphrase-file", second);
    desk.refused(Problem.KEYSET_LOCKED, "keys", "remove-passphrase", "--passphrase-file", first);
    desk.done("keys", "remove-passphrase", "--passphrase-file", second);
    desk.done("batches");
  }

  @Test
  void aFirstStartWithAPassphraseMakesALockedKeyset() {
    desk.done("batches", "--passphrase-file", first);
    desk.refused(Problem.KEYSET_LOCKED, "batches");
  }

  @Test
  void noPassphraseIsNoPassphrase() throws IOException {
    desk.makeAFolder();
    String copy = desk.path("keyset.copy").toString();
    String empty = desk.file("empty.txt");
    desk.refused(Problem.USAGE, "keys", "backup", copy);
    desk.refused(Problem.USAGE, "keys", "backup", copy, "--new-passphrase-file", empty);
    desk.refused(Problem.KEYSET_LOCKED, "keys", "restore", copy);
    desk.refused(Problem.USAGE, "keys");
    assertThat(Path.of(copy)).doesNotExist();
  }
}
