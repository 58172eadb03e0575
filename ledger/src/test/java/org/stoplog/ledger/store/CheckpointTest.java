package org.stoplog.ledger.store;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Seeded;
import org.stoplog.ledger.identity.Keyset;

class CheckpointTest {
  private static final AuditLog.Head HEAD =
      new AuditLog.Head(
          7,
          "ab".repeat(32),
          Instant.parse("2025-11-26T09:30:00.000001Z"),
          Instant.parse("2025-11-26T09:29:00Z"));
  private static final UUID FOLDER = UUID.fromString("6d0f6f0e-2a61-4a7c-9d7a-0d3b1c4f5e6a");

  @TempDir Path temp;
  private Checkpoint checkpoint;

  @BeforeEach
  void sign() {
    try (Keyset keys = Keyset.openOrCreate(temp.resolve("keys"), null)) {
      checkpoint = signedBy(keys);
    }
  }

  private static Checkpoint signedBy(Keyset keys) {
    return Checkpoint.sign(
        FOLDER, HEAD, CheckpointKey.of(keys.checkpointPublicKey()), keys::signCheckpoint);
  }

  @Test
  void isReadAsItWasWritten() throws IOException {
    assertThat(read(checkpoint.text().getBytes(UTF_8))).isEqualTo(checkpoint);
    assertThat(read(checkpoint.text()).text()).isEqualTo(checkpoint.text());
  }

  @Test
  void standsWhatMailProgramsDo() throws IOException {
    String text = checkpoint.text();
    assertThat(read("\ufeff" + text.replace("\n", "\r\n") + "\r\n\r\n")).isEqualTo(checkpoint);
    assertThat(read(text.replace(": \"", ":\n   \""))).isEqualTo(checkpoint);
    assertThat(read(text.getBytes(UTF_16))).isEqualTo(checkpoint);
  }

  /** As the page says that anybody can do it, with no code of ours. */
  @Test
  void isCheckedWithNothingButItsPublicKey() throws GeneralSecurityException {
    String signed =
        """
        stoplog checkpoint 1
        {"at":"2025-11-26T09:30:00.000001Z","entry":7,"folder":"6d0f6f0e-2a61-4a7c-9d7a-0d3b1c4f5e6a",\
        "hash":"%s","key":"%s","recorded":"2025-11-26T09:29:00Z"}"""
            .formatted("ab".repeat(32), checkpoint.key().id());
    String pem = checkpoint.key().pem();
    byte[] key = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    Signature check = Signature.getInstance("Ed25519");
    check.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(key)));
    check.update(signed.getBytes(UTF_8));
    assertThat(check.verify(Base64.getDecoder().decode(checkpoint.signature()))).isTrue();
    assertThat(CheckpointKey.ofPem(pem.replace("\n", "\r\n"))).isEqualTo(checkpoint.key());
  }

  /** Every keyset has had the key from the first format on, and copies of it carry it. */
  @Test
  void aCopyOfTheKeysetSignsWithTheSameKey() {
    Path copy = temp.resolve("copy");
    char[] passphrase = "correct horse".toCharArray();
    try (Keyset keys = Keyset.open(temp.resolve("keys"), null)) {
      keys.addSubjectKey();
      keys.changePassphrase(passphrase);
      keys.backupTo(copy, passphrase);
    }
    try (Keyset keys = Keyset.restoreFrom(copy, passphrase, temp.resolve("keys2"))) {
      assertThat(signedBy(keys)).isEqualTo(checkpoint);
    }
  }

  @Test
  void refusesWhatWasNotSigned() {
    String text = checkpoint.text();
    for (String changed :
        List.of(
            text.replace("\"entry\": 7", "\"entry\": 8"),
            text.replace("\"entry\": 7", "\"entry\": 7.0"),
            text.replace("\"entry\": 7", "\"entry\": \"7\""),
            text.replace("\"entry\": 7", "\"entry\": 99999999999999999999"),
            text.replace("\"entry\": 7", "\"entry\": 7, \"entry\": 7"),
            text.replace("\"entry\": 7", "\"entry\": 7, \"note\": \"\""),
            text.replace("ab", "AB"),
            text.replace("abab", "abaa"),
            text.replace("09:29:00Z", "09:29:01Z"),
            text.replace("6d0f", "6d0e"),
            text.replace("checkpoint 1", "checkpoint 2"),
            text.replace(checkpoint.key().id(), "0".repeat(32)),
            text.replace(checkpoint.signature(), checkpoint.signature().replace("=", "")),
            text.replace(checkpoint.key().text(), checkpoint.key().text().replace("=", "")),
            text.replace("09:29:00Z", "09:29:00.000Z"),
            text.replace("6d0f", "6D0F"),
            text.replace(checkpoint.signature(), ""),
            text.replace(checkpoint.signature(), Base64.getEncoder().encodeToString(new byte[64])),
            text + "{}",
            text.substring(0, text.length() - 3),
            "",
            "[]",
            "null",
            "[".repeat(10_000))) {
      assertThatThrownBy(() -> read(changed)).as(changed).satisfies(CheckpointTest::isRefusal);
    }
  }

  @Test
  void refusesASignatureOfAnotherKeyUnderThisOnesName() {
    try (Keyset other = Keyset.openOrCreate(temp.resolve("other"), null)) {
      Checkpoint theirs = signedBy(other);
      String mixed = checkpoint.text().replace(checkpoint.signature(), theirs.signature());
      assertThatThrownBy(() -> read(mixed)).satisfies(CheckpointTest::isRefusal);
    }
  }

  @Test
  void anySpoiledTextIsTheSameCheckpointOrRefused() {
    Seeded.check(
        20_000,
        random -> {
          byte[] bytes = checkpoint.text().getBytes(UTF_8);
          if (random.nextBoolean()) {
            bytes = Seeded.spoiled(random, checkpoint.text()).getBytes(UTF_8);
          } else {
            for (int i = random.nextInt(1, 4); i > 0; i--) {
              bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
          }
          try {
            assertThat(CheckpointReader.parse(bytes, "file")).isEqualTo(checkpoint);
          } catch (StoplogException e) {
            isRefusal(e);
          }
        });
  }

  @Test
  void readsNoMoreOfAHugeFileThanACheckpointHas() throws IOException {
    Path file = temp.resolve("huge");
    try (RandomAccessFile huge = new RandomAccessFile(file.toFile(), "rw")) {
      huge.write(checkpoint.text().getBytes(UTF_8));
      huge.setLength(100L << 20);
    }
    assertThatThrownBy(() -> Checkpoint.read(file))
        .satisfies(CheckpointTest::isRefusal)
        .hasMessageContaining("too large");
    assertThatThrownBy(() -> Checkpoint.read(temp))
        .isInstanceOfSatisfying(
            StoplogException.class,
            e -> assertThat(e.problem()).isEqualTo(Problem.FILE_UNREADABLE));
  }

  @Test
  void refusesWhatIsNoKey() {
    String pem = checkpoint.key().pem();
    for (String text :
        List.of("", "key", pem.replace("PUBLIC", "PRIVATE"), pem.replace("M", "N"))) {
      assertThatThrownBy(() -> CheckpointKey.ofPem(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static void isRefusal(Throwable thrown) {
    assertThat(thrown)
        .isInstanceOfSatisfying(
            StoplogException.class,
            e -> assertThat(e.problem()).isEqualTo(Problem.CHECKPOINT_INVALID));
  }

  private Checkpoint read(String text) throws IOException {
    return read(text.getBytes(UTF_8));
  }

  private Checkpoint read(byte[] bytes) throws IOException {
    return Checkpoint.read(Files.write(temp.resolve("checkpoint"), bytes));
  }
}
