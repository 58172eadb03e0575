package org.stoplog.ledger.identity;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Turns normalised identifiers into subjects: the first 128 bits of HMAC-SHA256 over the scheme's
 * code (one byte) and the UTF-8 text. After a rotation every further key is applied to the 128 bits
 * of the one before. Not thread-safe: each thread takes its own {@link #copy}.
 */
public final class SubjectHasher {
  private static final String ALGORITHM = "HmacSHA256";
  private static final VarHandle BIG_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final List<byte[]> keys;
  private final ManyHmacs[] macs;
  private final byte[] digest = new byte[32];
  private final long[] pair = new long[2];

  /**
   * @param keys one for each generation, the oldest first; not copied, never empty
   */
  SubjectHasher(List<byte[]> keys) {
    this.keys = keys;
    this.macs = keys.stream().map(ManyHmacs::new).toArray(ManyHmacs[]::new);
  }

  /** One for another thread. */
  public SubjectHasher copy() {
    return new SubjectHasher(keys);
  }

  public Subject hash(Scheme scheme, byte[] text, int from, int length) {
    hash(scheme, text, from, length, pair);
    return new Subject(pair[0], pair[1]);
  }

  /**
   * The same without garbage.
   *
   * @param out takes high and low
   */
  public void hash(Scheme scheme, byte[] text, int from, int length, long[] out) {
    MessageDigest begun = macs[0].begin();
    begun.update((byte) scheme.code());
    begun.update(text, from, length);
    finish(macs[0], begun, out);
    advance(out, 1);
  }

  /**
   * Brings a subject of an older generation up to the newest.
   *
   * @param subject high and low, changed in place
   * @param generation number of keys that were applied to it already, at least 1
   */
  public void advance(long[] subject, int generation) {
    for (int i = generation; i < macs.length; i++) {
      BIG_ENDIAN.set(digest, 0, subject[0]);
      BIG_ENDIAN.set(digest, 8, subject[1]);
      MessageDigest begun = macs[i].begin();
      begun.update(digest, 0, 16);
      finish(macs[i], begun, subject);
    }
  }

  private void finish(ManyHmacs mac, MessageDigest begun, long[] out) {
    mac.end(begun, digest);
    out[0] = (long) BIG_ENDIAN.get(digest, 0);
    out[1] = (long) BIG_ENDIAN.get(digest, 8);
  }

  static Mac mac(byte[] key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
