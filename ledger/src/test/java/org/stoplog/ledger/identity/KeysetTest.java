package org.stoplog.ledger.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Seeded;

class KeysetTest {
  private static final byte[] EMAIL = "ann@example.com".getBytes(StandardCharsets.UTF_8);
  private static final byte[] CONTEXT = "person 7, e-mail".getBytes(StandardCharsets.UTF_8);
  private static final char[] PASSPHRASE = "correct horse battery staple".toCharArray();

  @TempDir Path place;
  Path keys;
  Path file;

  @BeforeEach
  void nameTheFolder() {
    keys = place.resolve("keys");
    file = keys.resolve("stoplog.keyset");
  }

  @Test
  void makesAFileThatOnlyItsOwnerReads() throws IOException {
    Keyset.openOrCreate(keys, null).close();
    assertThat(mode(keys)).isEqualTo("rwx------");
    assertThat(mode(file)).isEqualTo("rw-------");
    assertThat(names()).containsExactly("stoplog.keyset");
  }

  @Test
  void opensAsTheSameKeys() {
    Keyset made = Keyset.openOrCreate(keys, null);
    Keyset opened = Keyset.open(keys, null);
    assertThat(opened.id()).isEqualTo(made.id());
    assertThat(opened.checkValue()).isEqualTo(made.checkValue()).hasSize(16);
    assertThat(opened.databasePassword()).isEqualTo(made.databasePassword()).hasSize(43);
    assertThat(opened.checkpointPublicKey()).isEqualTo(made.checkpointPublicKey());
    assertThat(subject(opened)).isEqualTo(subject(made));
    assertThat(opened.unseal(made.seal(EMAIL, CONTEXT), CONTEXT)).isEqualTo(EMAIL);
    assertThat(Keyset.openOrCreate(keys, null).id()).isEqualTo(made.id());
  }

  @Test
  void noTwoKeysetsHaveAnythingInCommon() {
    Keyset one = Keyset.openOrCreate(keys, null);
    Keyset other = Keyset.openOrCreate(place.resolve("others"), null);
    assertThat(other.id()).isNotEqualTo(one.id());
    assertThat(other.checkValue()).isNotEqualTo(one.checkValue());
    assertThat(other.databasePassword()).isNotEqualTo(one.databasePassword());
    assertThat(subject(other)).isNotEqualTo(subject(one));
    refuses(Problem.KEYSET_WRONG, () -> other.unseal(one.seal(EMAIL, CONTEXT), CONTEXT));
  }

  @Test
  void saysThatThereIsNone() {
    refuses(Problem.KEYSET_MISSING, () -> Keyset.open(keys, null));
    assertThat(keys).doesNotExist();
  }

  @Test
  void refusesAFileThatOthersRead() throws IOException {
    Keyset.openOrCreate(keys, null).close();
    for (String mode : List.of("rw-r-----", "rw----r--", "rw--w----", "rwx------")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
      refuses(Problem.KEYSET_EXPOSED, () -> Keyset.open(keys, null));
      refuses(Problem.KEYSET_EXPOSED, () -> Keyset.openOrCreate(keys, null));
    }
  }

  @Test
  void refusesAFolderInWhichOthersWrite() throws IOException {
    Files.createDirectory(keys);
    Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rwxrwx---"));
    refuses(Problem.KEYSET_EXPOSED, () -> Keyset.openOrCreate(keys, null));
    assertThat(names()).isEmpty();
  }

  @Test
  void everyTruncationIsSaidAndNothingIsMadeAnew() throws IOException {
    Keyset.openOrCreate(keys, null).close();
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      write(java.util.Arrays.copyOf(whole, length));
      refuses(Problem.KEYSET_DAMAGED, () -> Keyset.openOrCreate(keys, null));
      assertThat(Files.size(file)).isEqualTo(length);
    }
  }

  @Test
  void everyChangedByteIsNoticed() throws IOException {
    Keyset.openOrCreate(keys, null).close();
    byte[] whole = Files.readAllBytes(file);
    Seeded.check(
        2_000,
        random -> {
          byte[] changed = whole.clone();
          changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
          write(changed);
          StoplogException e =
              catchThrowableOfType(StoplogException.class, () -> Keyset.open(keys, null));
          assertThat(e.problem()).isIn(Problem.KEYSET_DAMAGED, Problem.DATA_FOLDER_NEWER);
        });
  }

  @Test
  void saysThatAFormatIsNewer() throws IOException {
    Keyset.openOrCreate(keys, null).close();
    write(
        Files.readString(file)
            .replace("keyset 1\n", "keyset 2\n")
            .getBytes(StandardCharsets.US_ASCII));
    refuses(Problem.DATA_FOLDER_NEWER, () -> Keyset.openOrCreate(keys, null));
  }

  @Test
  void aPassphraseLocksIt() throws IOException {
    Keyset made = Keyset.openOrCreate(keys, PASSPHRASE);
    assertThat(Files.readString(file)).contains("pbkdf2-sha256 600000 ");
    assertThat(Keyset.open(keys, PASSPHRASE).checkValue()).isEqualTo(made.checkValue());
    refuses(Problem.KEYSET_LOCKED, () -> Keyset.open(keys, null));
    refuses(Problem.KEYSET_LOCKED, () -> Keyset.openOrCreate(keys, "wrong".toCharArray()));
    refuses(Problem.KEYSET_LOCKED, () -> Keyset.openOrCreate(place.resolve("k"), new char[0]));
    byte[] cut = Files.readAllBytes(file);
    write(java.util.Arrays.copyOf(cut, cut.length - 10));
    refuses(Problem.KEYSET_DAMAGED, () -> Keyset.open(keys, PASSPHRASE));
  }

  @Test
  void aBackupIsLockedAndBringsTheSameKeysBack() throws IOException {
    Keyset made = Keyset.openOrCreate(keys, null);
    Path backup = place.resolve("keyset.backup");
    made.backupTo(backup, PASSPHRASE);
    assertThat(mode(backup)).isEqualTo("rw-------");
    Files.setPosixFilePermissions(backup, PosixFilePermissions.fromString("rw-r--r--")); // carried
    Path elsewhere = place.resolve("elsewhere");
    refuses(
        Problem.KEYSET_LOCKED, () -> Keyset.restoreFrom(backup, "wrong".toCharArray(), elsewhere));
    Keyset restored = Keyset.restoreFrom(backup, PASSPHRASE, elsewhere);
    assertThat(restored.checkValue()).isEqualTo(made.checkValue());
    assertThat(restored.unseal(made.seal(EMAIL, CONTEXT), CONTEXT)).isEqualTo(EMAIL);
    assertThat(Keyset.open(elsewhere, null).id()).isEqualTo(made.id());
  }

  @Test
  void aBackupOfALockedKeysetIsRestoredLocked() {
    Keyset made = Keyset.openOrCreate(keys, "first".toCharArray());
    Path backup = place.resolve("keyset.backup");
    made.backupTo(backup, PASSPHRASE);
    Path elsewhere = place.resolve("elsewhere");
    Keyset.restoreFrom(backup, PASSPHRASE, elsewhere).close();
    refuses(Problem.KEYSET_LOCKED, () -> Keyset.open(elsewhere, null));
    assertThat(Keyset.open(elsewhere, PASSPHRASE).id()).isEqualTo(made.id());
  }

  @Test
  void nothingIsWrittenOverAnother() throws IOException {
    Keyset made = Keyset.openOrCreate(keys, null);
    Path backup = place.resolve("keyset.backup");
    made.backupTo(backup, PASSPHRASE);
    byte[] before = Files.readAllBytes(backup);
    refuses(Problem.KEYSET_EXISTS, () -> made.backupTo(backup, PASSPHRASE));
    assertThat(Files.readAllBytes(backup)).isEqualTo(before);
    before = Files.readAllBytes(file);
    refuses(Problem.KEYSET_EXISTS, () -> Keyset.restoreFrom(backup, PASSPHRASE, keys));
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    refuses(
        Problem.FILE_NOT_FOUND,
        () -> Keyset.restoreFrom(place.resolve("none"), PASSPHRASE, place.resolve("new")));
    refuses(
        Problem.KEYSET_DAMAGED,
        () -> Keyset.restoreFrom(damaged(), PASSPHRASE, place.resolve("new")));
    assertThat(place.resolve("new")).doesNotExist();
  }

  @Test
  void allWhoCreateAtOnceGetTheSameKeys() throws Exception {
    for (int round = 0; round < 20; round++) {
      Path folder = place.resolve("round" + round);
      List<Callable<byte[]>> creators = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        creators.add(() -> Keyset.openOrCreate(folder, null).checkValue());
      }
      try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
        byte[] kept = null;
        for (Future<byte[]> value : threads.invokeAll(creators)) {
          kept = kept == null ? value.get() : kept;
          assertThat(value.get()).isEqualTo(kept);
        }
        assertThat(Keyset.open(folder, null).checkValue()).isEqualTo(kept);
      }
    }
  }

  @Test
  void aNewSubjectKeyIsChainedAndKept() {
    Keyset keyset = Keyset.openOrCreate(keys, null);
    Subject old = subject(keyset);
    byte[] oldCheck = keyset.checkValue();
    keyset.addSubjectKey();
    Keyset opened = Keyset.open(keys, null);
    assertThat(opened.generations()).isEqualTo(2);
    assertThat(opened.checkValue()).isEqualTo(keyset.checkValue()).isNotEqualTo(oldCheck);
    assertThat(opened.checkValue(1)).isEqualTo(oldCheck);
    long[] kept = {old.high(), old.low()};
    opened.hasher().advance(kept, 1);
    assertThat(subject(opened)).isEqualTo(new Subject(kept[0], kept[1])).isEqualTo(subject(keyset));
  }

  @Test
  void aRotatedKeysetStaysLocked() {
    Keyset.openOrCreate(keys, PASSPHRASE).addSubjectKey();
    refuses(Problem.KEYSET_LOCKED, () -> Keyset.open(keys, null));
    assertThat(Keyset.open(keys, PASSPHRASE).generations()).isEqualTo(2);
  }

  @Test
  void aSealedValueOpensInItsContextAlone() {
    Keyset keyset = Keyset.openOrCreate(keys, null);
    byte[] sealed = keyset.seal(EMAIL, CONTEXT);
    assertThat(sealed).isNotEqualTo(keyset.seal(EMAIL, CONTEXT));
    assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("ann");
    refuses(
        Problem.KEYSET_WRONG,
        () -> keyset.unseal(sealed, "person 8".getBytes(StandardCharsets.UTF_8)));
    sealed[sealed.length - 1] ^= 1;
    refuses(Problem.KEYSET_WRONG, () -> keyset.unseal(sealed, CONTEXT));
  }

  @Test
  void evidenceIsReadBackAndAlterationsAreNoticed() throws IOException {
    Keyset keyset = Keyset.openOrCreate(keys, null);
    byte[] evidence = "row,".repeat(600_000).getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream sealed = new ByteArrayOutputStream();
    try (OutputStream out = keyset.sealing(sealed, CONTEXT)) {
      out.write(evidence);
    }
    byte[] bytes = sealed.toByteArray();
    try (InputStream in = keyset.unsealing(new ByteArrayInputStream(bytes), CONTEXT)) {
      assertThat(in.readAllBytes()).isEqualTo(evidence);
    }
    bytes[bytes.length / 2] ^= 1;
    assertThatIOException()
        .isThrownBy(
            () -> keyset.unsealing(new ByteArrayInputStream(bytes), CONTEXT).readAllBytes());
  }

  @Test
  void anybodyVerifiesACheckpointWithThePublicKey() throws Exception {
    Keyset keyset = Keyset.openOrCreate(keys, null);
    Signature verifier = Signature.getInstance("Ed25519");
    verifier.initVerify(
        KeyFactory.getInstance("Ed25519")
            .generatePublic(new X509EncodedKeySpec(keyset.checkpointPublicKey())));
    verifier.update(EMAIL);
    assertThat(verifier.verify(keyset.signCheckpoint(EMAIL))).isTrue();
    verifier.update(CONTEXT);
    assertThat(verifier.verify(keyset.signCheckpoint(EMAIL))).isFalse();
  }

  @Test
  void aClosedKeysetIsNoLongerUsed() {
    Keyset keyset = Keyset.openOrCreate(keys, null);
    SubjectHasher hasher = keyset.hasher();
    Subject subject = hasher.hash(Scheme.EMAIL, EMAIL, 0, EMAIL.length);
    keyset.close();
    assertThatIllegalStateException().isThrownBy(keyset::hasher);
    assertThatIllegalStateException().isThrownBy(keyset::checkValue);
    assertThatIllegalStateException().isThrownBy(keyset::addSubjectKey);
    assertThat(hasher.copy().hash(Scheme.EMAIL, EMAIL, 0, EMAIL.length)).isEqualTo(subject);
  }

  @Test
  void printsItsIdAlone() {
    Keyset keyset = Keyset.openOrCreate(keys, null);
    assertThat(keyset).hasToString("Keyset[" + keyset.id() + "]");
  }

  private Path damaged() throws IOException {
    return Files.writeString(place.resolve("damaged"), "stoplog keyset 1\nplain\n");
  }

  private void write(byte[] bytes) throws IOException {
    Files.write(file, bytes); // keeps the mode
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(keys)) {
      return files.map(path -> path.getFileName().toString()).toList();
    }
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static Subject subject(Keyset keyset) {
    return keyset.hasher().hash(Scheme.EMAIL, EMAIL, 0, EMAIL.length);
  }

  private static void refuses(Problem problem, ThrowingCallable call) {
    StoplogException e = catchThrowableOfType(StoplogException.class, call);
    assertThat(e).isNotNull();
    assertThat(e.problem()).isEqualTo(problem);
  }
}
