package org.stoplog.server.notices;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeverityTest {
  @Test
  void saysWhatABounceMeansForTheAddress() {
    assertThat(Severity.of("5.1.1", null)).isEqualTo(Severity.HARD);
    assertThat(Severity.of("5.2.1", null)).isEqualTo(Severity.HARD);
    assertThat(Severity.of("5.0.0", null)).isEqualTo(Severity.HARD);
    assertThat(Severity.of("5.2.2", "550 full")).isEqualTo(Severity.SOFT);
    assertThat(Severity.of("5.7.1", null)).isEqualTo(Severity.SOFT);
    assertThat(Severity.of("4.4.7", null)).isEqualTo(Severity.SOFT);
    assertThat(Severity.of(null, "550 No such user")).isEqualTo(Severity.HARD);
    assertThat(Severity.of(null, "452 later")).isEqualTo(Severity.SOFT);
    assertThat(Severity.of("nonsense", "host 192.0.2.550")).isEqualTo(Severity.UNKNOWN);
    assertThat(Severity.of(null, null)).isEqualTo(Severity.UNKNOWN);
  }
}
