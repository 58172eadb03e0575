package org.stoplog.ledger.identity;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.HybridDecrypt;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.StreamingAead;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.hybrid.HybridConfig2026;
import com.google.crypto.tink.streamingaead.StreamingAeadConfig2026;
import com.google.crypto.tink.subtle.Ed25519Sign;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * All secrets of a data folder, kept in a folder of their own outside it. With them and a list of
 * e-mail addresses the ledger names everybody; without them, nobody. Thread-safe but for {@link
 * #close}, {@link #addSubjectKey} and {@link #changePassphrase}.
 */
public final class Keyset implements AutoCloseable {
  private static final String FILE = "stoplog.keyset";
  private static final byte[] CHECKED_TEXT =
      "stoplog keyset check value".getBytes(StandardCharsets.US_ASCII);

  private final Path file;
  private char @Nullable [] passphrase;
  private final Aead contact;
  private final StreamingAead evidence;
  private final PrivateKey checkpoint;
  private volatile @Nullable KeysetSecrets
      secrets; // null once closed: a wiped key must never be used

  private Keyset(Path file, KeysetSecrets secrets, char @Nullable [] passphrase) {
    this.file = file;
    this.secrets = secrets;
    this.passphrase = passphrase == null ? null : passphrase.clone();
    try {
      contact = primitive(secrets.contact, AeadConfig2026.get(), Aead.class);
      evidence = primitive(secrets.evidence, StreamingAeadConfig2026.get(), StreamingAead.class);
      checkpoint =
          KeyFactory.getInstance("Ed25519")
              .generatePrivate(new PKCS8EncodedKeySpec(secrets.checkpointPrivate));
    } catch (GeneralSecurityException e) {
      throw KeysetSecrets.damaged(file.toString(), e);
    }
  }

  /**
   * Opens the keyset in a folder; makes one when the folder has none. Two processes that do so at
   * once get the same one.
   *
   * @param passphrase null for a keyset that only its file mode protects
   * @throws StoplogException KEYSET_EXPOSED, KEYSET_LOCKED, KEYSET_DAMAGED, DATA_FOLDER_UNUSABLE
   */
  public static Keyset openOrCreate(Path folder, char @Nullable [] passphrase) {
    refuseEmpty(passphrase);
    KeysetFile.prepareFolder(folder);
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      KeysetSecrets fresh = KeysetSecrets.generate(passphrase != null);
      KeysetFile.create(file, KeysetText.write(fresh.toBytes(), passphrase));
    }
    return open(folder, passphrase);
  }

  /**
   * Opens the keyset in a folder.
   *
   * @throws StoplogException KEYSET_MISSING, KEYSET_EXPOSED, KEYSET_LOCKED, KEYSET_DAMAGED
   */
  public static Keyset open(Path folder, char @Nullable [] passphrase) {
    Path file = folder.resolve(FILE);
    String text = KeysetFile.read(file);
    KeysetFile.refuseWritableByOthers(folder);
    KeysetSecrets secrets = secrets(text, passphrase, file);
    return new Keyset(file, secrets, KeysetText.isLocked(text) ? passphrase : null);
  }

  /**
   * Puts a backup into a folder that has no keyset. It is locked by the backup's passphrase if the
   * keyset that was backed up had one, else by its file mode alone.
   *
   * @throws StoplogException KEYSET_EXISTS, KEYSET_LOCKED, KEYSET_DAMAGED, FILE_NOT_FOUND
   */
  public static Keyset restoreFrom(Path backup, char[] passphrase, Path folder) {
    refuseEmpty(passphrase);
    if (!Files.isRegularFile(backup)) {
      throw new StoplogException(
          Problem.FILE_NOT_FOUND, "There is no keyset backup at " + backup + ".");
    }
    KeysetSecrets secrets = secrets(KeysetFile.readAnyMode(backup), passphrase, backup);
    KeysetFile.prepareFolder(folder);
    Path file = folder.resolve(FILE);
    if (!KeysetFile.create(
        file, KeysetText.write(secrets.toBytes(), secrets.locked ? passphrase : null))) {
      throw new StoplogException(
          Problem.KEYSET_EXISTS, "There is a keyset at " + file + " already.");
    }
    return open(folder, secrets.locked ? passphrase : null);
  }

  /**
   * Writes a copy, always locked by a passphrase.
   *
   * @throws StoplogException KEYSET_EXISTS when the file exists
   */
  public void backupTo(Path backup, char[] backupPassphrase) {
    refuseEmpty(backupPassphrase);
    Path target = backup.toAbsolutePath();
    if (!KeysetFile.create(target, KeysetText.write(secrets().toBytes(), backupPassphrase))) {
      throw new StoplogException(
          Problem.KEYSET_EXISTS, "There is a file at " + target + " already.");
    }
  }

  /** Names the keyset; no secret. */
  public UUID id() {
    return secrets().id;
  }

  /** Number of subject keys; one more after each rotation. */
  public int generations() {
    return secrets().subjectKeys.size();
  }

  /**
   * Sixteen bytes that only these subject keys give. The database keeps them, so that a swapped
   * keyset is refused: with it everybody would look unaffected.
   */
  public byte[] checkValue() {
    return checkValue(generations());
  }

  /**
   * What {@link #checkValue()} was when there were that many subject keys; tells a rotation that
   * the database has not followed yet from a wrong keyset.
   */
  public byte[] checkValue(int generations) {
    byte[] value = CHECKED_TEXT;
    for (byte[] key : secrets().subjectKeys.subList(0, generations)) {
      Mac mac = SubjectHasher.mac(key);
      mac.update((byte) 0); // the code of no scheme
      value = Arrays.copyOf(mac.doFinal(value), 16);
    }
    return value;
  }

  /** Hashes identifiers; take one, and {@link SubjectHasher#copy} it for each thread. */
  public SubjectHasher hasher() {
    return new SubjectHasher(secrets().subjectKeys.stream().map(byte[]::clone).toList());
  }

  /**
   * Adds a subject key, on the disk first. From now on {@link #hasher} gives other subjects; those
   * that are kept are brought up by {@link SubjectHasher#advance}.
   */
  public void addSubjectKey() {
    change(KeysetSecrets::withNewSubjectKey, passphrase);
  }

  /**
   * Locks the keyset with another passphrase, on the disk first. Copies keep theirs.
   *
   * @param next null for a keyset that only its file mode protects
   */
  public void changePassphrase(char @Nullable [] next) {
    refuseEmpty(next);
    change(secrets -> secrets.withLock(next != null), next);
    if (passphrase != null) {
      Arrays.fill(passphrase, '\0');
    }
    passphrase = next == null ? null : next.clone();
  }

  /** Whether a passphrase is needed to open it. */
  public boolean isLocked() {
    return passphrase != null;
  }

  /**
   * Encrypts a contact value.
   *
   * @param context what the value belongs to; opening takes the same, so values cannot be swapped
   */
  public byte[] seal(byte[] plain, byte[] context) {
    try {
      return contact.encrypt(plain, context);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM takes every value", e);
    }
  }

  /**
   * Opens what {@link #seal} gave.
   *
   * @throws StoplogException KEYSET_WRONG when it was sealed by another keyset or context, or was
   *     altered
   */
  public byte[] unseal(byte[] sealed, byte[] context) {
    try {
      return contact.decrypt(sealed, context);
    } catch (GeneralSecurityException e) {
      throw new StoplogException(
          Problem.KEYSET_WRONG, "A contact value was sealed by another keyset, or altered.", e);
    }
  }

  /**
   * Encrypts evidence of any length; closing the result completes it and closes {@code out}.
   *
   * @param context what the evidence is, for example its SHA-256
   */
  public OutputStream sealing(OutputStream out, byte[] context) throws IOException {
    try {
      return evidence.newEncryptingStream(out, context);
    } catch (GeneralSecurityException e) {
      throw new IOException("evidence cannot be encrypted", e);
    }
  }

  /** Opens what {@link #sealing} gave; reading fails with IOException where it was altered. */
  public InputStream unsealing(InputStream in, byte[] context) throws IOException {
    try {
      return evidence.newDecryptingStream(in, context);
    } catch (GeneralSecurityException e) {
      throw new IOException("evidence cannot be opened", e);
    }
  }

  /**
   * What gateways seal the keys of their segments to: the 32 bytes of an X25519 key. A keyset from
   * before there were gateways gets its pair at the first call, on the disk first; a copy of the
   * keyset from before that call opens no segment.
   *
   * @throws StoplogException DATA_FOLDER_UNUSABLE, KEYSET_LOCKED and what else opening gives, when
   *     the pair could not be kept
   */
  public byte[] sealingPublicKey() {
    byte[] pair = secrets().sealing;
    if (pair == null) {
      pair = change(KeysetSecrets::withSealing, passphrase).sealing;
    }
    return SealingKey.publicOf(Objects.requireNonNull(pair));
  }

  /**
   * Opens what {@link SealingKey#seal} gave.
   *
   * @param context the same as at sealing
   * @throws StoplogException KEYSET_WRONG when it was sealed to another keyset or with another
   *     context, or was altered
   */
  public byte[] openSealed(byte[] sealed, byte[] context) {
    byte[] pair = secrets().sealing;
    if (pair == null) {
      throw new StoplogException(
          Problem.KEYSET_WRONG,
          "This keyset has no key that opens segments of gateways: it is from before the first.");
    }
    try {
      return primitive(pair, HybridConfig2026.get(), HybridDecrypt.class).decrypt(sealed, context);
    } catch (GeneralSecurityException e) {
      throw new StoplogException(
          Problem.KEYSET_WRONG, "A segment's key was sealed to another keyset, or altered.", e);
    }
  }

  /** Ed25519 signature (RFC 8032) over a checkpoint of the audit log. */
  public byte[] signCheckpoint(byte[] checkpointBytes) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(checkpoint);
      signature.update(checkpointBytes);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Ed25519 signs every text", e);
    }
  }

  /** X.509 SubjectPublicKeyInfo, DER: what a verifier needs. */
  public byte[] checkpointPublicKey() {
    return secrets().checkpointPublic.clone();
  }

  /** Ed25519 signature (RFC 8032) over a statement, 64 bytes. */
  public byte[] signStatement(byte[] statement) {
    try {
      return new Ed25519Sign(StatementKey.pair(secrets().checkpointPrivate).getPrivateKey())
          .sign(statement);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Ed25519 signs every text", e);
    }
  }

  /** With it the world checks statements. */
  public StatementKey statementKey() {
    return StatementKey.of(StatementKey.pair(secrets().checkpointPrivate));
  }

  /** For the PostgreSQL that we run; 43 characters of base64url. */
  public String databasePassword() {
    return secrets().databasePassword;
  }

  /** Overwrites what can be overwritten. Hashers that were taken go on working. */
  @Override
  public void close() {
    KeysetSecrets last = secrets;
    if (last != null) {
      last.subjectKeys.forEach(key -> Arrays.fill(key, (byte) 0));
      Arrays.fill(last.checkpointPrivate, (byte) 0);
      if (last.sealing != null) {
        Arrays.fill(last.sealing, (byte) 0);
      }
      secrets = null;
    }
    if (passphrase != null) {
      Arrays.fill(passphrase, '\0');
    }
  }

  /** The id alone. */
  @Override
  public String toString() {
    KeysetSecrets now = secrets;
    return now == null ? "Keyset[closed]" : "Keyset[" + now.id + "]";
  }

  private KeysetSecrets secrets() {
    KeysetSecrets now = secrets;
    if (now == null) {
      throw new IllegalStateException("the keyset is closed");
    }
    return now;
  }

  /**
   * Changes what the file holds now, which another process may have added to, on the disk first.
   *
   * @param next the passphrase from then on
   */
  private synchronized KeysetSecrets change(
      UnaryOperator<KeysetSecrets> how, char @Nullable [] next) {
    KeysetSecrets mine = secrets();
    return KeysetFile.alone(
        file,
        () -> {
          KeysetSecrets kept = secrets(KeysetFile.read(file), passphrase, file);
          if (!kept.id.equals(mine.id)) {
            throw new StoplogException(
                Problem.KEYSET_WRONG, "Another keyset was put at " + file + " meanwhile.");
          }
          KeysetSecrets changed = how.apply(kept);
          if (changed != kept) {
            KeysetFile.replace(file, KeysetText.write(changed.toBytes(), next));
          }
          secrets = changed;
          return changed;
        });
  }

  private static KeysetSecrets secrets(String text, char @Nullable [] passphrase, Path file) {
    byte[] bytes = KeysetText.read(text, passphrase, file.toString());
    try {
      return KeysetSecrets.fromBytes(bytes, file.toString());
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static <P> P primitive(byte[] serialised, Configuration configuration, Class<P> type)
      throws GeneralSecurityException {
    return TinkProtoKeysetFormat.parseKeyset(
            serialised, InsecureSecretKeyAccess.get(), configuration)
        .getPrimitive(configuration, type);
  }

  private static void refuseEmpty(char @Nullable [] passphrase) {
    if (passphrase != null && passphrase.length == 0) {
      throw new StoplogException(Problem.KEYSET_LOCKED, "The passphrase is empty.");
    }
  }
}
