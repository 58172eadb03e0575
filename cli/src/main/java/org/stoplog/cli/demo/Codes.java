package org.stoplog.cli.demo;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What an app on a telephone does: RFC 6238 with SHA-1, 30 seconds and 6 digits. Each code is given
 * once, as the server takes each once.
 */
final class Codes {
  private static final int STEP_SECONDS = 30;
  private static final int MODULUS = 1_000_000;
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private final byte[] secret;
  private long used = Long.MIN_VALUE;

  /**
   * @param base32 the secret as the page shows it
   */
  Codes(String base32) {
    ByteBuffer bytes = ByteBuffer.allocate(base32.length() * 5 / Byte.SIZE);
    int buffer = 0;
    int bits = 0;
    for (char letter : base32.toCharArray()) {
      buffer = buffer << 5 | BASE32.indexOf(letter);
      bits += 5;
      if (bits >= Byte.SIZE) {
        bits -= Byte.SIZE;
        bytes.put((byte) (buffer >> bits));
      }
    }
    secret = bytes.array();
  }

  /** The next code that was not given yet, and from when on the server takes it. */
  record Code(String digits, Instant from) {}

  Code next(Instant now) {
    long step = step(now);
    used = step;
    return new Code(digits(step), from(step));
  }

  /** From when on the server takes the next code. */
  Instant nextFrom(Instant now) {
    return from(step(now));
  }

  private long step(Instant now) {
    return Math.max(Math.floorDiv(now.getEpochSecond(), STEP_SECONDS), used + 1);
  }

  /** One step early is allowed. */
  private static Instant from(long step) {
    return Instant.ofEpochSecond((step - 1) * STEP_SECONDS);
  }

  private String digits(long step) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret, "HmacSHA1"));
      byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
      int offset = hash[hash.length - 1] & 0xf;
      int number = ByteBuffer.wrap(hash, offset, Integer.BYTES).getInt() & Integer.MAX_VALUE;
      return String.format(Locale.ROOT, "%06d", number % MODULUS);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA1", e);
    }
  }
}
