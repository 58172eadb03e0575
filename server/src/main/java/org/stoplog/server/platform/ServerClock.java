package org.stoplog.server.platform;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * Two clocks. A drill may shift the product's; sessions, links and limits on guessing follow the
 * real one.
 */
public record ServerClock(InstantSource product, InstantSource real) {
  /** Now by the product's clock, as exact as the database keeps it: of what belongs to a story. */
  public Instant now() {
    return product.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** Now by the real clock, as exact as the database keeps it. */
  public Instant realNow() {
    return real.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
