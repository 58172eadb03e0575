package org.stoplog.server.severance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What counts as silence after a cut. */
class SilenceTest {
  private static final UUID EU = new UUID(0, 1);
  private static final UUID US = new UUID(0, 2);
  private static final Instant CUT = Instant.parse("2026-11-01T10:00:00Z");
  private static final LocalDate FIRST = LocalDate.of(2026, 11, 1);
  private static final Map<Integer, Instant> ONE = Map.of(7, CUT);

  private static Instant on(int day, int hour) {
    return LocalDate.of(2026, 11, day).atTime(hour, 0).toInstant(ZoneOffset.UTC);
  }

  /** Seen all day from the first to before a day of November. */
  private static Silence.Watcher seen(UUID gateway, int before) {
    Map<LocalDate, Long> longest = new HashMap<>();
    Map<LocalDate, Instant> last = new HashMap<>();
    for (int day = 1; day < before; day++) {
      longest.put(FIRST.withDayOfMonth(day), 30L);
      last.put(FIRST.withDayOfMonth(day), on(day, 23).plusSeconds(3_590));
    }
    return new Silence.Watcher(
        gateway, CUT.minusSeconds(86_400), null, longest, last, on(before, 9), List.of());
  }

  private static Silence.Traffic attempts(int day, int hour, long count) {
    return traffic(day, count, on(day, hour), null);
  }

  private static Silence.Traffic passed(int day, int hour) {
    return traffic(day, 0, null, on(day, hour));
  }

  private static Silence.Traffic traffic(
      int day, long attempts, @Nullable Instant attempt, @Nullable Instant passed) {
    return new Silence.Traffic(
        7,
        EU,
        FIRST.withDayOfMonth(day),
        attempts,
        passed == null ? 0 : 1,
        attempt,
        attempt,
        passed);
  }

  private static Silence silence(int today, int needed, List<Silence.Traffic> traffic) {
    return Silence.of(ONE, CUT, on(today, 12), needed, traffic, List.of(seen(EU, today)));
  }

  @Test
  void wholeDaysAreCountedThatGatewaysSaw() {
    Silence silence = silence(11, 9, List.of());
    assertThat(silence.quiet()).as("2 to 10 November").isEqualTo(9);
    assertThat(silence.isSilent()).isTrue();
    assertThat(silence.since()).isEqualTo(CUT);
    assertThat(silence(11, 10, List.of()).isSilent()).isFalse();
  }

  @Test
  void anAttemptBeginsTheCountAgain() {
    Silence silence = silence(11, 30, List.of(attempts(5, 8, 3)));
    assertThat(silence.quiet()).isEqualTo(5);
    assertThat(silence.since()).isEqualTo(on(5, 8));
    assertThat(silence.isTrafficSince()).isTrue();
    assertThat(silence.alarms()).isEmpty();
    assertThat(silence(11, 30, List.of(attempts(1, 9, 3))).quiet())
        .as("before the cut")
        .isEqualTo(9);
  }

  @Test
  void aDayThatAGatewayWasNotSeenIsNoQuietDay() {
    Silence.Watcher whole = seen(EU, 11);
    Map<LocalDate, Long> longest = new HashMap<>(whole.longest());
    longest.put(FIRST.withDayOfMonth(4), 3_601L);
    longest.remove(FIRST.withDayOfMonth(6));
    Silence.Watcher other =
        new Silence.Watcher(US, whole.from(), null, longest, whole.last(), on(11, 9), List.of());
    Silence silence = Silence.of(ONE, CUT, on(11, 12), 30, List.of(), List.of(whole, other));
    assertThat(silence.quiet()).isEqualTo(7);
    assertThat(silence.unknown()).isEqualTo(2);
    assertThat(Silence.of(ONE, CUT, on(11, 12), 30, List.of(), List.of()).quiet())
        .as("without any gateway")
        .isZero();
  }

  @Test
  void aDayIsKnownOnlyWhenItsRecordHasCome() {
    Silence.Watcher whole = seen(EU, 11);
    Silence.Watcher late =
        new Silence.Watcher(
            EU, whole.from(), null, whole.longest(), whole.last(), on(9, 9), List.of());
    assertThat(Silence.of(ONE, CUT, on(11, 12), 30, List.of(), List.of(late)).unknown())
        .as("the 9th and 10th may lie there still")
        .isEqualTo(2);
    Silence.Watcher holed =
        new Silence.Watcher(
            EU,
            whole.from(),
            null,
            whole.longest(),
            whole.last(),
            on(11, 9),
            List.of(new Silence.Hole(on(3, 23), on(4, 1))));
    assertThat(Silence.of(ONE, CUT, on(11, 12), 30, List.of(), List.of(holed)).unknown())
        .isEqualTo(2);
  }

  @Test
  void aRevokedGatewayIsNoWitnessAfterwards() {
    Silence.Watcher whole = seen(EU, 11);
    Silence.Watcher revoked =
        new Silence.Watcher(US, whole.from(), on(1, 12), Map.of(), Map.of(), null, List.of());
    assertThat(Silence.of(ONE, CUT, on(11, 12), 30, List.of(), List.of(whole, revoked)).quiet())
        .isEqualTo(9);
  }

  @Test
  void trafficAfterSilenceRaisesAnAlarm() {
    Silence silence = silence(11, 3, List.of(attempts(3, 8, 1), attempts(8, 8, 5)));
    assertThat(silence.alarms())
        .containsExactly(new Silence.Alarm(7, FIRST.withDayOfMonth(8), Silence.Kind.AGAIN, 5L));
  }

  @Test
  void whatGoesThroughAfterTheCutRaisesAnAlarmAtOnce() {
    assertThat(silence(3, 30, List.of(passed(2, 8))).alarms())
        .containsExactly(new Silence.Alarm(7, FIRST.withDayOfMonth(2), Silence.Kind.PASSED, 1L));
    assertThat(silence(3, 30, List.of(passed(1, 11))).alarms())
        .containsExactly(new Silence.Alarm(7, FIRST, Silence.Kind.PASSED, null));
    assertThat(silence(3, 30, List.of(traffic(1, 0, null, CUT.plusSeconds(60)))).alarms())
        .as("under way when it was cut")
        .isEmpty();
  }

  @Test
  void whatNoGatewayCarriesIsNotWatched() {
    Silence silence =
        Silence.of(Map.of(), CUT, on(30, 12), 1, new ArrayList<>(), List.of(seen(EU, 30)));
    assertThat(silence.isWatched()).isFalse();
    assertThat(silence.isSilent()).isFalse();
  }
}
