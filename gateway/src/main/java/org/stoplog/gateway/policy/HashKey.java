package org.stoplog.gateway.policy;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;

/** The key of keyed hashes that suppliers get. It is never the one that makes subjects. */
public final class HashKey {
  static final int FEWEST_BYTES = 16;
  static final int MOST_BYTES = 64;

  private final String id;
  private final byte[] bytes;

  /**
   * @param id names the key, and tells nothing of it
   * @param bytes 16 to 64 of them
   */
  public HashKey(String id, byte[] bytes) {
    if (bytes.length < FEWEST_BYTES || bytes.length > MOST_BYTES) {
      throw new IllegalArgumentException("a hash key has 16 to 64 bytes");
    }
    this.id = id;
    this.bytes = bytes.clone();
  }

  public String id() {
    return id;
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HashKey key
        && id.equals(key.id)
        && MessageDigest.isEqual(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, Arrays.hashCode(bytes));
  }

  /** Without the bytes. */
  @Override
  public String toString() {
    return "HashKey[" + id + "]";
  }
}
