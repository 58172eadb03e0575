package org.stoplog.server.clocks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.stoplog.catalog.obligations.Obligation;
import org.stoplog.catalog.obligations.Obligations;

/** What a hold of an authority does to clocks. */
class SuspendingTest {
  private static final Instant DUE = Instant.parse("2026-11-20T00:00:00Z");
  private static final Instant HELD = Instant.parse("2026-12-04T12:00:00Z");
  private static final Suspending HOLD =
      new Suspending(
          List.of(
              new Suspensions.Suspension(
                  1, Instant.parse("2026-12-01T00:00:00Z"), Set.of(Obligation.Tells.INDIVIDUALS)),
              new Suspensions.Suspension(2, HELD, Set.of(Obligation.Tells.INDIVIDUALS))));

  private static Suspending.Held held(String duty, Instant by) {
    return HOLD.of(
        Obligations.catalogue().find(duty).orElseThrow(), new Deadlines.Due(by, false, "counted"));
  }

  /** Statutes of states know the delay: the clock waits for the last of two holds, not longer. */
  @Test
  void theClockOfALawThatKnowsTheDelayWaits() {
    Suspending.Held texas = held("us-tx-individuals", DUE);
    assertThat(texas.due().by()).isEqualTo(HELD);
    assertThat(texas.due().isProvisional()).isTrue();
    assertThat(texas.held()).contains("4 Dec 2026, 12:00:00 UTC", "without delay");
    Instant later = HELD.plusSeconds(86_400);
    assertThat(held("us-tx-individuals", later).due().by())
        .as("a hold takes no time away")
        .isEqualTo(later);
  }

  @Test
  void whereTheLawKnowsNoneItRunsOnAndCounselIsAsked() {
    Suspending.Held union = held("eu-gdpr-individuals", DUE);
    assertThat(union.due().by()).isEqualTo(DUE);
    assertThat(union.held()).contains("counsel must say");
  }

  @Test
  void authoritiesAreAlwaysTold() {
    Suspending.Held regulator = held("us-tx-regulator", DUE);
    assertThat(regulator.due().by()).isEqualTo(DUE);
    assertThat(regulator.held()).isNull();
    assertThat(
            new Suspending(List.of())
                .of(
                    Obligations.catalogue().find("us-tx-individuals").orElseThrow(),
                    new Deadlines.Due(DUE, false, "counted"))
                .held())
        .isNull();
  }
}
