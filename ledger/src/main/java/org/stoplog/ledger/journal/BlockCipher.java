package org.stoplog.ledger.journal;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals and opens the blocks of one segment: AES-256-GCM, with the block's number as nonce, bound
 * to gateway, segment and number. The key is the segment's own, so that no nonce comes twice. Not
 * thread-safe.
 */
final class BlockCipher {
  private final SecretKeySpec key;
  private final Cipher cipher;
  private final byte[] nonce = new byte[12];
  private final byte[] bound = new byte[32];

  BlockCipher(byte[] dataKey, UUID gateway, long number) {
    key = new SecretKeySpec(dataKey, "AES");
    ByteBuffer.wrap(bound).put(context(gateway, number));
    try {
      cipher = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
  }

  /** What a segment's data key is sealed with: gateway and number. */
  static byte[] context(UUID gateway, long number) {
    return ByteBuffer.allocate(24)
        .putLong(gateway.getMostSignificantBits())
        .putLong(gateway.getLeastSignificantBits())
        .putLong(number)
        .array();
  }

  /** Puts the sealed text at {@code to} of {@code out}, which has room for text and tag. */
  void seal(long block, byte[] text, int length, byte[] out, int to) {
    try {
      init(Cipher.ENCRYPT_MODE, block);
      cipher.doFinal(text, 0, length, out, to);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM takes every text", e);
    }
  }

  /**
   * Opens a sealed text.
   *
   * @param out has room for the text
   * @return false when it was altered, or is another block's
   */
  boolean open(long block, byte[] sealed, int length, byte[] out) {
    try {
      init(Cipher.DECRYPT_MODE, block);
      cipher.doFinal(sealed, 0, length, out, 0);
      return true;
    } catch (AEADBadTagException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM takes every text", e);
    }
  }

  private void init(int mode, long block) throws GeneralSecurityException {
    ByteBuffer.wrap(nonce).putLong(4, block);
    ByteBuffer.wrap(bound).putLong(24, block);
    cipher.init(mode, key, new GCMParameterSpec(8 * Format.TAG_BYTES, nonce));
    cipher.updateAAD(bound);
  }
}
