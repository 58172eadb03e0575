package org.stoplog.ledger.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** The pair that segments of gateways are sealed to. */
class SealingKeyTest {
  private static final byte[] TEXT = "a data key".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CONTEXT = "gateway 1, segment 2".getBytes(StandardCharsets.US_ASCII);
  private static final char[] PASSPHRASE = "correct horse battery staple".toCharArray();

  @TempDir Path place;
  Path keys;

  @BeforeEach
  void nameTheFolder() {
    keys = place.resolve("keys");
  }

  /** A keyset as it was written before there were gateways. */
  private void writeOld(char[] passphrase) throws IOException {
    KeysetSecrets secrets = KeysetSecrets.generate(passphrase != null);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(secrets.id.getMostSignificantBits());
      out.writeLong(secrets.id.getLeastSignificantBits());
      out.writeBoolean(secrets.locked);
      parts(out, secrets.subjectKeys);
      parts(
          out,
          List.of(
              secrets.contact,
              secrets.evidence,
              secrets.checkpointPrivate,
              secrets.checkpointPublic));
      out.writeUTF(secrets.databasePassword);
    }
    KeysetFile.prepareFolder(keys);
    KeysetFile.create(
        keys.resolve("stoplog.keyset"), KeysetText.write(bytes.toByteArray(), passphrase));
  }

  private static void parts(DataOutputStream out, List<byte[]> parts) throws IOException {
    out.writeInt(parts.size());
    for (byte[] part : parts) {
      out.writeInt(part.length);
      out.write(part);
    }
  }

  private static byte[] seal(Keyset keyset) {
    return SealingKey.of(keyset.sealingPublicKey()).seal(TEXT, CONTEXT);
  }

  @Test
  void whatIsSealedToItOpensInItsContextAlone() {
    Keyset keyset = Keyset.openOrCreate(keys, null);
    assertThat(keyset.sealingPublicKey()).hasSize(32);
    byte[] sealed = seal(keyset);
    assertThat(sealed).hasSize(TEXT.length + SealingKey.OVERHEAD_BYTES).isNotEqualTo(seal(keyset));
    assertThat(keyset.openSealed(sealed, CONTEXT)).isEqualTo(TEXT);
    assertThat(Keyset.open(keys, null).openSealed(sealed, CONTEXT)).isEqualTo(TEXT);
    refuses(Problem.KEYSET_WRONG, () -> keyset.openSealed(sealed, TEXT));
    refuses(Problem.KEYSET_WRONG, () -> keyset.openSealed(new byte[0], CONTEXT));
    Keyset other = Keyset.openOrCreate(place.resolve("other"), null);
    refuses(Problem.KEYSET_WRONG, () -> other.openSealed(sealed, CONTEXT));
    for (int at = 0; at < sealed.length; at++) {
      byte[] changed = sealed.clone();
      changed[at] ^= 1;
      refuses(Problem.KEYSET_WRONG, () -> keyset.openSealed(changed, CONTEXT));
    }
  }

  @Test
  void hasAnIdThatTellsItFromOthers() {
    SealingKey key = SealingKey.of(Keyset.openOrCreate(keys, null).sealingPublicKey());
    SealingKey other =
        SealingKey.of(Keyset.openOrCreate(place.resolve("o"), null).sealingPublicKey());
    assertThat(key.id()).hasSize(SealingKey.ID_BYTES).isNotEqualTo(other.id());
    assertThat(SealingKey.of(Keyset.open(keys, null).sealingPublicKey()).id()).isEqualTo(key.id());
    for (int length : new int[] {0, 31, 33}) {
      assertThatThrownBy(() -> SealingKey.of(new byte[length]))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void anOldKeysetGetsItAtTheFirstNeed() throws IOException {
    for (char[] passphrase : new char[][] {null, PASSPHRASE}) {
      keys = place.resolve("keys" + (passphrase == null));
      writeOld(passphrase);
      byte[] before = Files.readAllBytes(keys.resolve("stoplog.keyset"));
      Keyset keyset = Keyset.open(keys, passphrase);
      assertThat(Files.readAllBytes(keys.resolve("stoplog.keyset"))).isEqualTo(before);
      refuses(Problem.KEYSET_WRONG, () -> keyset.openSealed(TEXT, CONTEXT));
      byte[] check = keyset.checkValue();
      byte[] sealed = seal(keyset);
      Keyset opened = Keyset.open(keys, passphrase);
      assertThat(opened.checkValue()).isEqualTo(check);
      assertThat(opened.id()).isEqualTo(keyset.id());
      assertThat(opened.databasePassword()).isEqualTo(keyset.databasePassword());
      assertThat(opened.isLocked()).isEqualTo(passphrase != null);
      assertThat(opened.openSealed(sealed, CONTEXT)).isEqualTo(TEXT);
    }
  }

  @Test
  void aCopyFromBeforeTheFirstNeedOpensNothing() throws IOException {
    writeOld(null);
    Keyset keyset = Keyset.open(keys, null);
    keyset.backupTo(place.resolve("early"), PASSPHRASE);
    byte[] sealed = seal(keyset);
    Keyset early = Keyset.restoreFrom(place.resolve("early"), PASSPHRASE, place.resolve("copy"));
    refuses(Problem.KEYSET_WRONG, () -> early.openSealed(sealed, CONTEXT));
    assertThat(early.sealingPublicKey()).isNotEqualTo(keyset.sealingPublicKey());
    refuses(Problem.KEYSET_WRONG, () -> early.openSealed(sealed, CONTEXT));
  }

  @Test
  void allWhoNeedItAtOnceGetTheSame() throws Exception {
    for (int round = 0; round < 20; round++) {
      keys = place.resolve("round" + round);
      writeOld(null);
      List<Callable<byte[]>> needy = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        Keyset keyset = Keyset.open(keys, null); // each as a process of its own has it
        needy.add(keyset::sealingPublicKey);
      }
      try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
        byte[] kept = Keyset.open(keys, null).sealingPublicKey();
        for (Future<byte[]> key : threads.invokeAll(needy)) {
          assertThat(key.get()).isEqualTo(kept);
        }
      }
    }
  }

  @Test
  void whoeverChangesTheKeysetKeepsWhatAnotherProcessAdded() throws IOException {
    writeOld(null);
    Keyset one = Keyset.open(keys, null);
    Keyset other = Keyset.open(keys, null);
    byte[] sealed = seal(one);
    other.addSubjectKey();
    other.changePassphrase(PASSPHRASE);
    Keyset opened = Keyset.open(keys, PASSPHRASE);
    assertThat(opened.generations()).isEqualTo(2);
    assertThat(opened.openSealed(sealed, CONTEXT)).isEqualTo(TEXT);
    assertThat(other.openSealed(sealed, CONTEXT)).isEqualTo(TEXT);
    // The one does not know the passphrase, and so changes nothing.
    refuses(Problem.KEYSET_LOCKED, one::addSubjectKey);
    assertThat(Keyset.open(keys, PASSPHRASE).generations()).isEqualTo(2);
  }

  @Test
  void aKeysetThatWasSwappedIsNotWrittenOver() throws IOException {
    Keyset keyset = Keyset.openOrCreate(keys, null);
    Keyset.openOrCreate(place.resolve("other"), null).close();
    Path file = keys.resolve("stoplog.keyset");
    Files.delete(file);
    Files.copy(
        place.resolve("other").resolve("stoplog.keyset"),
        file,
        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
    byte[] swapped = Files.readAllBytes(file);
    refuses(Problem.KEYSET_WRONG, keyset::addSubjectKey);
    assertThat(Files.readAllBytes(file)).isEqualTo(swapped);
  }

  private static void refuses(
      Problem problem, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    StoplogException e = catchThrowableOfType(StoplogException.class, call);
    assertThat(e.problem()).isEqualTo(problem);
  }
}
