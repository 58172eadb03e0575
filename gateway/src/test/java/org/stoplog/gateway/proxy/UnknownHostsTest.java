package org.stoplog.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** However many names somebody makes up, the journal holds some of them in a minute. */
class UnknownHostsTest {
  private final UnknownHosts hosts = new UnknownHosts();

  @Test
  void oneHostDoesNotCrowdOutTheOthers() {
    int taken = 0;
    for (int i = 0; i < 1_000; i++) {
      taken += hosts.take("chatty.example", "crm", 59_000) ? 1 : 0;
    }
    assertThat(taken).isEqualTo(5);
    assertThat(hosts.take("chatty.example", "mailer", 59_000)).isTrue();
    assertThat(hosts.take("rare.example", "crm", 59_000)).isTrue();
    assertThat(hosts.take("chatty.example", "crm", 60_000)).as("the next minute").isTrue();
  }

  @Test
  void namesThatAreMadeUpAreBounded() {
    int taken = 0;
    for (int i = 0; i < 10_000; i++) {
      taken += hosts.take(i + ".example", "crm", 0) ? 1 : 0;
    }
    assertThat(taken).isEqualTo(200);
    assertThat(hosts.take("x.example", "crm", -1)).as("a clock that steps back").isTrue();
  }
}
