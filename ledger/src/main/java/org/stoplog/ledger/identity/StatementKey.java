package org.stoplog.ledger.identity;

import com.google.crypto.tink.subtle.Ed25519Sign;
import com.google.crypto.tink.subtle.Ed25519Verify;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The public half of the Ed25519 key that signs statements to the world. No secret: it is published
 * beside them. It is made from the key of checkpoints and stands for nothing else, so that a
 * signature under a statement is never one under a checkpoint, and every copy of a keyset has it.
 */
public final class StatementKey {
  private static final String PURPOSE = "stoplog statements 1";
  private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
  private static final String END = "-----END PUBLIC KEY-----";

  /** What stands before the 32 bytes in X.509 (RFC 8410, 4). */
  private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private static final int ID_LENGTH = 16;

  private final byte[] bytes;

  private StatementKey(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The pair that belongs to a key of checkpoints. */
  static Ed25519Sign.KeyPair pair(byte[] checkpointPrivate) {
    try {
      byte[] seed =
          SubjectHasher.mac(checkpointPrivate).doFinal(PURPOSE.getBytes(StandardCharsets.US_ASCII));
      return Ed25519Sign.KeyPair.newKeyPairFromSeed(seed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("32 bytes are a key of Ed25519", e);
    }
  }

  static StatementKey of(Ed25519Sign.KeyPair pair) {
    return new StatementKey(pair.getPublicKey());
  }

  /** From what {@link #pem} wrote. @throws IllegalArgumentException when it is none */
  public static StatementKey ofPem(String pem) {
    String text = pem.strip();
    if (!text.startsWith(BEGIN) || !text.endsWith(END)) {
      throw new IllegalArgumentException("not a PEM public key");
    }
    byte[] encoded =
        Base64.getDecoder()
            .decode(
                text.substring(BEGIN.length(), text.length() - END.length()).replaceAll("\\s", ""));
    int length = PREFIX.length;
    if (encoded.length != length + 32 || !Arrays.equals(encoded, 0, length, PREFIX, 0, length)) {
      throw new IllegalArgumentException("not an Ed25519 public key");
    }
    return new StatementKey(Arrays.copyOfRange(encoded, length, encoded.length));
  }

  /** For a file or a page; openssl reads it. */
  public String pem() {
    return BEGIN + "\n" + Base64.getEncoder().encodeToString(encoded()) + "\n" + END + "\n";
  }

  private byte[] encoded() {
    byte[] encoded = Arrays.copyOf(PREFIX, PREFIX.length + bytes.length);
    System.arraycopy(bytes, 0, encoded, PREFIX.length, bytes.length);
    return encoded;
  }

  /** The first 16 bytes of its SHA-256 in hex: short enough to be read out on the telephone. */
  public String id() {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(encoded());
      return HexFormat.of().formatHex(Arrays.copyOf(hash, ID_LENGTH));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Whether a signature of 64 bytes is one of this key over these bytes. */
  public boolean verifies(byte[] text, byte[] signature) {
    try {
      new Ed25519Verify(bytes).verify(signature, text);
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StatementKey that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return id();
  }
}
