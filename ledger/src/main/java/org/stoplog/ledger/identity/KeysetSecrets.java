package org.stoplog.ledger.identity;

import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.streamingaead.PredefinedStreamingAeadParameters;
import com.google.crypto.tink.streamingaead.StreamingAeadConfig2026;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * What a keyset holds, as bytes. Not a record: nothing may print it.
 *
 * <p>The order in {@link #toBytes} is the file's format.
 */
final class KeysetSecrets {
  /** Keys beside those of subjects; one less in a keyset from before there were gateways. */
  private static final int PARTS = 5;

  private static final int MOST_GENERATIONS = 1000;
  private static final int LARGEST_PART = 1 << 16;

  final UUID id;

  /** Whether the keyset at rest has a passphrase; a backup always has one. */
  final boolean locked;

  /** Oldest first, 32 bytes each. */
  final List<byte[]> subjectKeys;

  /** Tink keyset, AES256-GCM. */
  final byte[] contact;

  /** Tink keyset, AES256-GCM-HKDF streaming. */
  final byte[] evidence;

  /** Ed25519, PKCS#8. */
  final byte[] checkpointPrivate;

  /** Ed25519, X.509. */
  final byte[] checkpointPublic;

  /** Tink keyset, HPKE; null in a keyset that was made before there were gateways. */
  final byte @Nullable [] sealing;

  final String databasePassword;

  private KeysetSecrets(
      UUID id,
      boolean locked,
      List<byte[]> subjectKeys,
      List<byte[]> others,
      String databasePassword) {
    this.id = id;
    this.locked = locked;
    this.subjectKeys = List.copyOf(subjectKeys);
    this.contact = others.get(0);
    this.evidence = others.get(1);
    this.checkpointPrivate = others.get(2);
    this.checkpointPublic = others.get(3);
    this.sealing = others.size() == PARTS ? others.get(PARTS - 1) : null;
    this.databasePassword = databasePassword;
  }

  static KeysetSecrets generate(boolean locked) {
    try {
      KeyPair checkpoint = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      return new KeysetSecrets(
          UUID.randomUUID(),
          locked,
          List.of(KeysetText.random(32)),
          List.of(
              generate(PredefinedAeadParameters.AES256_GCM, AeadConfig2026.get()),
              generate(
                  PredefinedStreamingAeadParameters.AES256_GCM_HKDF_1MB,
                  StreamingAeadConfig2026.get()),
              checkpoint.getPrivate().getEncoded(),
              checkpoint.getPublic().getEncoded(),
              SealingKey.generate()),
          Base64.getUrlEncoder().withoutPadding().encodeToString(KeysetText.random(32)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the keys' algorithms are always there", e);
    }
  }

  /** The same with one more subject key. */
  KeysetSecrets withNewSubjectKey() {
    List<byte[]> keys = new ArrayList<>(subjectKeys);
    keys.add(KeysetText.random(32));
    return new KeysetSecrets(id, locked, keys, others(), databasePassword);
  }

  /** The same with a key that segments of gateways are sealed to; itself when it has one. */
  KeysetSecrets withSealing() {
    if (sealing != null) {
      return this;
    }
    List<byte[]> parts = new ArrayList<>(others());
    parts.add(SealingKey.generate());
    return new KeysetSecrets(id, locked, subjectKeys, parts, databasePassword);
  }

  /** The same, to be kept with or without a passphrase. */
  KeysetSecrets withLock(boolean locked) {
    return new KeysetSecrets(id, locked, subjectKeys, others(), databasePassword);
  }

  byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(id.getMostSignificantBits());
      out.writeLong(id.getLeastSignificantBits());
      out.writeBoolean(locked);
      writeAll(out, subjectKeys);
      writeAll(out, others());
      out.writeUTF(databasePassword);
    } catch (IOException e) {
      throw new IllegalStateException("memory takes bytes", e);
    }
    return bytes.toByteArray();
  }

  /**
   * @param name of the file, for messages
   */
  static KeysetSecrets fromBytes(byte[] bytes, String name) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      UUID id = new UUID(in.readLong(), in.readLong());
      boolean locked = in.readBoolean();
      List<byte[]> subjectKeys = readAll(in);
      List<byte[]> others = readAll(in);
      String password = in.readUTF();
      boolean sound =
          !subjectKeys.isEmpty()
              && subjectKeys.stream().allMatch(key -> key.length == 32)
              && (others.size() == PARTS || others.size() == PARTS - 1)
              && in.read() < 0;
      if (sound) {
        return new KeysetSecrets(id, locked, subjectKeys, others, password);
      }
    } catch (IOException e) {
      throw damaged(name, e);
    }
    throw damaged(name, new IOException("parts are missing"));
  }

  private List<byte[]> others() {
    return sealing == null
        ? List.of(contact, evidence, checkpointPrivate, checkpointPublic)
        : List.of(contact, evidence, checkpointPrivate, checkpointPublic, sealing);
  }

  private static void writeAll(DataOutputStream out, List<byte[]> parts) throws IOException {
    out.writeInt(parts.size());
    for (byte[] part : parts) {
      out.writeInt(part.length);
      out.write(part);
    }
  }

  private static List<byte[]> readAll(DataInputStream in) throws IOException {
    List<byte[]> parts = new ArrayList<>();
    int count = bounded(in.readInt(), MOST_GENERATIONS);
    for (int i = 0; i < count; i++) {
      byte[] part = new byte[bounded(in.readInt(), LARGEST_PART)];
      in.readFully(part);
      parts.add(part);
    }
    return parts;
  }

  private static int bounded(int value, int most) throws IOException {
    if (value < 0 || value > most) {
      throw new IOException("a length is out of bounds");
    }
    return value;
  }

  static byte[] generate(Parameters parameters, Configuration configuration)
      throws GeneralSecurityException {
    return TinkProtoKeysetFormat.serializeKeyset(
        KeysetHandle.generateNew(parameters, configuration),
        InsecureSecretKeyAccess.get(),
        configuration);
  }

  static StoplogException damaged(String name, Exception cause) {
    return new StoplogException(
        Problem.KEYSET_DAMAGED, "The keyset " + name + " is not usable: parts are missing.", cause);
  }
}
