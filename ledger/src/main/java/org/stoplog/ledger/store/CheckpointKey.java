package org.stoplog.ledger.store;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The public half of the Ed25519 key that signs checkpoints. No secret: give it to whoever asks.
 */
public final class CheckpointKey {
  private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
  private static final String END = "-----END PUBLIC KEY-----";

  /** An Ed25519 SubjectPublicKeyInfo is never longer. */
  private static final int LENGTH = 44;

  private static final int ID_LENGTH = 16;

  private final byte[] encoded;
  private final PublicKey key;

  private CheckpointKey(byte[] encoded, PublicKey key) {
    this.encoded = encoded;
    this.key = key;
  }

  /**
   * @param encoded X.509 SubjectPublicKeyInfo, DER
   * @throws IllegalArgumentException when it is not an Ed25519 key
   */
  public static CheckpointKey of(byte[] encoded) {
    if (encoded.length != LENGTH) {
      throw new IllegalArgumentException("not an Ed25519 public key");
    }
    try {
      PublicKey key =
          KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
      return new CheckpointKey(encoded.clone(), key);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not an Ed25519 public key", e);
    }
  }

  /** From base64 alone. @throws IllegalArgumentException when it is none */
  static CheckpointKey ofText(String base64) {
    return of(Base64.getDecoder().decode(base64));
  }

  /** From what {@link #pem} wrote. @throws IllegalArgumentException when it is none */
  public static CheckpointKey ofPem(String pem) {
    String text = pem.strip();
    if (!text.startsWith(BEGIN) || !text.endsWith(END)) {
      throw new IllegalArgumentException("not a PEM public key");
    }
    return ofText(
        text.substring(BEGIN.length(), text.length() - END.length()).replaceAll("\\s", ""));
  }

  /** For a file or a mail; openssl reads it. */
  public String pem() {
    return BEGIN + "\n" + text() + "\n" + END + "\n";
  }

  String text() {
    return Base64.getEncoder().encodeToString(encoded);
  }

  /** The first 16 bytes of its SHA-256 in hex: short enough to be read out on the telephone. */
  public String id() {
    Hashing hashing = new Hashing();
    hashing.update(encoded, encoded.length);
    return HexFormat.of().formatHex(Arrays.copyOf(hashing.bytes(), ID_LENGTH));
  }

  /** Whether it is this key's Ed25519 signature over the text. */
  public boolean verifies(byte[] text, byte[] signature) {
    try {
      Signature check = Signature.getInstance("Ed25519");
      check.initVerify(key);
      check.update(text);
      return check.verify(signature);
    } catch (GeneralSecurityException e) {
      return false; // a signature of the wrong form is no signature
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CheckpointKey that && Arrays.equals(encoded, that.encoded);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encoded);
  }

  @Override
  public String toString() {
    return id();
  }
}
