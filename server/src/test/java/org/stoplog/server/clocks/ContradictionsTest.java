package org.stoplog.server.clocks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.stoplog.catalog.obligations.Clock;
import org.stoplog.server.incidents.IncidentDoor.SaidTime;

class ContradictionsTest {
  private static final Instant EIGHTH = Instant.parse("2025-11-08T12:00:00Z");
  private static final Instant NINTH = Instant.parse("2025-11-09T12:00:00Z");

  @Test
  void whatAgreesIsSaidNothingOf() {
    assertThat(
            Contradictions.of(
                Map.of("told", EIGHTH, "awareness", NINTH),
                List.of(
                    new SaidTime("We were told", "us", "2025-11-08"),
                    new SaidTime("We were told", "supplier", "2025-11-08"),
                    new SaidTime("Intrusion began", "supplier", "unknown"),
                    new SaidTime("Intrusion began", "press", "2025-11-01")),
                Map.of(Clock.Start.DISCOVERY, EIGHTH, Clock.Start.AWARENESS, NINTH),
                Map.of("eu-gdpr-authority", NINTH)))
        .isEmpty();
    assertThat(Contradictions.of(Map.of(), List.of(), Map.of(), Map.of())).isEmpty();
  }

  @Test
  void whatCannotAllBeTrueIsNamed() {
    assertThat(
            Contradictions.of(
                Map.of("suspicion", NINTH, "awareness", EIGHTH),
                List.of(
                    new SaidTime("We were told", "us", "2025-11-08"),
                    new SaidTime("We were told", "supplier", "2025-11-25")),
                Map.of(Clock.Start.DISCOVERY, NINTH, Clock.Start.DETERMINATION, EIGHTH),
                Map.of("eu-gdpr-authority", EIGHTH)))
        .satisfiesExactly(
            one -> assertThat(one).contains("We were told", "2025-11-08 and 2025-11-25"),
            one -> assertThat(one).contains("before anybody of us suspected it"),
            one -> assertThat(one).contains("determination", "before the discovery"),
            one -> assertThat(one).contains("eu-gdpr-authority", "met 8 Nov 2025"));
  }
}
