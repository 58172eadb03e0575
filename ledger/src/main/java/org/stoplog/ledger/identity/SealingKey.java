package org.stoplog.ledger.identity;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.HybridEncrypt;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.hybrid.HpkeParameters;
import com.google.crypto.tink.hybrid.HpkePrivateKey;
import com.google.crypto.tink.hybrid.HpkePublicKey;
import com.google.crypto.tink.hybrid.HybridConfig2026;
import com.google.crypto.tink.util.Bytes;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * The public half of the server's pair, with which a gateway seals what only the server opens: HPKE
 * of RFC 9180, base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. Thread-safe.
 */
public final class SealingKey {
  /** How much longer a sealed text is: the encapsulated key and the tag. */
  public static final int OVERHEAD_BYTES = 32 + 16;

  /** Length of {@link #id}. */
  public static final int ID_BYTES = 8;

  private final HybridEncrypt encrypt;
  private final byte[] id;

  private SealingKey(HybridEncrypt encrypt, byte[] id) {
    this.encrypt = encrypt;
    this.id = id;
  }

  /**
   * @param publicKey what {@link Keyset#sealingPublicKey} gave
   * @throws IllegalArgumentException when it is no such key
   */
  @AccessesPartialKey
  public static SealingKey of(byte[] publicKey) {
    try {
      HpkePublicKey key = HpkePublicKey.create(parameters(), Bytes.copyFrom(publicKey), null);
      return new SealingKey(
          KeysetHandle.newBuilder()
              .addEntry(KeysetHandle.importKey(key).withRandomId().makePrimary())
              .build()
              .getPrimitive(HybridConfig2026.get(), HybridEncrypt.class),
          Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(publicKey), ID_BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not a public key of a Stoplog server", e);
    }
  }

  /** Names the key, for whoever has several: the first bytes of the SHA-256 of the public key. */
  public byte[] id() {
    return id.clone();
  }

  /**
   * Seals a text for {@link Keyset#openSealed}.
   *
   * @param context what the text belongs to; opening takes the same
   */
  public byte[] seal(byte[] plain, byte[] context) {
    try {
      return encrypt.encrypt(plain, context);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HPKE takes every text", e);
    }
  }

  /** A new pair, as a Tink keyset. */
  static byte[] generate() {
    try {
      return KeysetSecrets.generate(parameters(), HybridConfig2026.get());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the keys' algorithms are always there", e);
    }
  }

  /**
   * @param pair what {@link #generate} gave
   */
  @AccessesPartialKey
  static byte[] publicOf(byte[] pair) {
    try {
      KeysetHandle handle =
          TinkProtoKeysetFormat.parseKeyset(
              pair, InsecureSecretKeyAccess.get(), HybridConfig2026.get());
      if (handle.getPrimary().getKey() instanceof HpkePrivateKey key) {
        return key.getPublicKey().getPublicKeyBytes().toByteArray();
      }
      throw new GeneralSecurityException("a key of another kind");
    } catch (GeneralSecurityException e) {
      throw KeysetSecrets.damaged("that is open", e);
    }
  }

  private static HpkeParameters parameters() throws GeneralSecurityException {
    return HpkeParameters.builder()
        .setKemId(HpkeParameters.KemId.DHKEM_X25519_HKDF_SHA256)
        .setKdfId(HpkeParameters.KdfId.HKDF_SHA256)
        .setAeadId(HpkeParameters.AeadId.AES_256_GCM)
        .setVariant(HpkeParameters.Variant.NO_PREFIX)
        .build();
  }
}
