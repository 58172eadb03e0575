package org.stoplog.server.notices;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class SendingTimeTest {
  private static String at(String time, String country) {
    return String.join("; ", SendingTime.warnings(Instant.parse(time), country));
  }

  @Test
  void warnsOfHoursAtWhichNobodyAnswers() {
    assertThat(at("2026-11-25T10:00:00Z", "DE")).isEmpty();
    assertThat(at("2026-11-27T14:30:00Z", "de "))
        .isEqualTo("the weekend begins; Friday 27 November, 15:30 in DE, where most people are");
    assertThat(at("2026-11-28T10:00:00Z", "DE")).startsWith("it is the weekend");
    assertThat(at("2026-11-25T10:00:00Z", "US")).startsWith("it is night; tomorrow is a holiday");
    assertThat(at("2026-11-26T17:00:00Z", "US")).startsWith("it is a holiday");
    assertThat(at("2026-12-23T10:00:00Z", "FR")).startsWith("tomorrow is a holiday");
    assertThat(at("2026-12-25T03:00:00Z", "JP")).isEmpty();
    assertThat(at("2026-11-25T23:00:00Z", "")).contains("it is night", "UTC, since nobody knows");
  }

  @Test
  void knowsWhenEasterIs() {
    assertThat(SendingTime.easter(2026)).isEqualTo(LocalDate.of(2026, 4, 5));
    assertThat(SendingTime.easter(2027)).isEqualTo(LocalDate.of(2027, 3, 28));
    assertThat(SendingTime.easter(2038)).isEqualTo(LocalDate.of(2038, 4, 25));
  }
}
