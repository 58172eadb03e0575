package org.stoplog.ledger.traffic;

import java.time.Instant;
import java.util.Objects;

/**
 * When requests of a segment were sent. A gateway's clock may be wrong, and its host may have been
 * taken over: what was sent after it came here, or before there was any of this, is taken as sent
 * when it came.
 */
final class Times {
  private static final long FIRST = Instant.parse("2020-01-01T00:00:00Z").toEpochMilli();

  private final long received;

  Times(Segment segment) {
    received = Objects.requireNonNull(segment.received()).toEpochMilli();
  }

  long millis(long said) {
    return said < FIRST || said > received ? received : said;
  }

  Instant of(long said) {
    return Instant.ofEpochMilli(millis(said));
  }
}
