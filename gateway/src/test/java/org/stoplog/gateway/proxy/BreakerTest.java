package org.stoplog.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BreakerTest {
  private final AtomicLong nanos = new AtomicLong();
  private final Breaker breaker = new Breaker(nanos::get);

  private void opens() {
    for (int i = 0; i < 5; i++) {
      assertThat(breaker.mayTry()).isTrue();
      breaker.bad();
    }
    assertThat(breaker.mayTry()).isFalse();
    nanos.addAndGet(Duration.ofSeconds(2).toNanos());
  }

  @Test
  void oneTriesAfterAPauseAndItsResultCounts() {
    opens();
    assertThat(breaker.mayTry()).isTrue();
    assertThat(breaker.mayTry()).isFalse();
    breaker.bad();
    assertThat(breaker.mayTry()).isFalse();
    nanos.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThat(breaker.mayTry()).isTrue();
    breaker.good();
    assertThat(breaker.mayTry()).isTrue();
    assertThat(breaker.mayTry()).isTrue();
  }

  /** Whoever may try and does not after all leaves the next one its turn. */
  @Test
  void oneThatWasNotTriedDoesNotKeepItOpen() {
    opens();
    assertThat(breaker.mayTry()).isTrue();
    breaker.untried();
    assertThat(breaker.mayTry()).isTrue();
  }
}
