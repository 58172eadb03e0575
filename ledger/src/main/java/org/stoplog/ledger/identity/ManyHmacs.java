package org.stoplog.ledger.identity;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * HMAC-SHA256 of very many short texts under one key. The blocks that depend on the key alone are
 * hashed once and their state is copied (RFC 2104, section 4), which halves the work. Not
 * thread-safe.
 */
final class ManyHmacs {
  private static final String ALGORITHM = "SHA-256";
  private static final int BLOCK = 64;

  private final MessageDigest inner;
  private final MessageDigest outer;

  /**
   * @param key at most 64 bytes: longer ones would have to be hashed first
   */
  ManyHmacs(byte[] key) {
    if (key.length > BLOCK) {
      throw new IllegalArgumentException("a key of more than " + BLOCK + " bytes");
    }
    inner = begun(key, 0x36);
    outer = begun(key, 0x5c);
  }

  private static MessageDigest begun(byte[] key, int pad) {
    byte[] block = Arrays.copyOf(key, BLOCK);
    for (int i = 0; i < BLOCK; i++) {
      block[i] ^= (byte) pad;
    }
    try {
      MessageDigest digest = MessageDigest.getInstance(ALGORITHM);
      digest.update(block);
      return digest;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  /** Where the text of one HMAC goes; ends with {@link #end}. */
  MessageDigest begin() {
    return copy(inner);
  }

  /**
   * @param out takes 32 bytes
   */
  void end(MessageDigest begun, byte[] out) {
    try {
      begun.digest(out, 0, out.length);
      MessageDigest last = copy(outer);
      last.update(out);
      last.digest(out, 0, out.length);
    } catch (DigestException e) {
      throw new IllegalStateException("32 bytes hold a " + ALGORITHM, e);
    }
  }

  private static MessageDigest copy(MessageDigest digest) {
    try {
      return (MessageDigest) digest.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's " + ALGORITHM + " can be copied", e);
    }
  }
}
