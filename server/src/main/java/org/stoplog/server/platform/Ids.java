package org.stoplog.server.platform;

import java.time.Instant;
import java.util.UUID;

/** Ids that go out: they sort by time and tell no count (UUID version 7, RFC 9562, 5.7). */
public final class Ids {
  private static final long VERSION = 0x7000;
  private static final long VARIANT = 0x8000_0000_0000_0000L;
  private static final int RANDOM_BYTES = 10;

  private Ids() {}

  public static UUID next(Instant now) {
    byte[] random = Tokens.random(RANDOM_BYTES);
    long high =
        (now.toEpochMilli() << 16) | VERSION | ((random[0] & 0xFL) << 8) | (random[1] & 0xFFL);
    long low = 0;
    for (int i = 2; i < RANDOM_BYTES; i++) {
      low = (low << 8) | (random[i] & 0xFFL);
    }
    return new UUID(high, (low >>> 2) | VARIANT);
  }
}
