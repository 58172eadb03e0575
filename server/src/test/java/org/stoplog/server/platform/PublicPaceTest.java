package org.stoplog.server.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PublicPaceTest {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2025-11-27T14:00:00Z"));
  private final PublicPace pace = new PublicPace((InstantSource) now::get);

  private int taken(String address, int tries) {
    int taken = 0;
    for (int i = 0; i < tries; i++) {
      taken += pace.take(address) ? 1 : 0;
    }
    return taken;
  }

  @Test
  void oneAddressIsSlowedDownAndNobodyElseWithIt() {
    assertThat(taken("192.0.2.1", 1000)).isEqualTo(10);
    assertThat(taken("192.0.2.2", 3)).isEqualTo(3);
    now.updateAndGet(before -> before.plus(Duration.ofSeconds(25)));
    assertThat(taken("192.0.2.1", 1000)).isEqualTo(5);
    now.updateAndGet(before -> before.minus(Duration.ofDays(1)));
    assertThat(taken("192.0.2.1", 10)).as("a clock that went back gives nothing").isZero();
  }

  @Test
  void manyAddressesMeetTheLimitForAllInMemoryOfOneSize() {
    int taken = 0;
    for (int i = 0; i < 50_000; i++) {
      taken += taken("2001:db8::" + Integer.toHexString(i), 1);
    }
    assertThat(taken).isEqualTo(200);
    assertThat(pace.addresses()).isEqualTo(10_000);
  }
}
