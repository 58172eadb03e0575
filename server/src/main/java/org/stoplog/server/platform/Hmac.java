package org.stoplog.server.platform;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Many keyed hashes with one key: setting a key up takes longer than a hash. For one thread. */
public final class Hmac {
  private final Mac mac;

  /**
   * @param algorithm for example HmacSHA256
   */
  public Hmac(String algorithm, byte[] key) {
    try {
      mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key, algorithm));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public byte[] of(byte[] message) {
    return mac.doFinal(message);
  }
}
