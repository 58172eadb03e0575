package org.stoplog.server.clocks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.stoplog.catalog.obligations.Clock;
import org.stoplog.catalog.obligations.Obligation;
import org.stoplog.catalog.obligations.Obligations;

/** Golden cases, each with its arithmetic in words. */
class DeadlinesTest {
  private static final Obligations ALL = Obligations.catalogue();

  private static Deadlines.Due due(
      String id, String zone, Map<Clock.Start, String> starts, Map<String, String> acts) {
    Map<Clock.Start, Instant> at = new java.util.EnumMap<>(Clock.Start.class);
    starts.forEach((start, text) -> at.put(start, Instant.parse(text)));
    Map<String, Instant> done = new java.util.HashMap<>();
    acts.forEach((act, text) -> done.put(act, Instant.parse(text)));
    return new Deadlines(ALL, new Deadlines.Times(at, done, ZoneId.of(zone)))
        .of(ALL.find(id).orElseThrow());
  }

  private static Deadlines.Due due(String id, String zone, String awareness) {
    return due(id, zone, Map.of(Clock.Start.AWARENESS, awareness), Map.of());
  }

  private static Instant at(String text) {
    return Instant.parse(text);
  }

  /**
   * GDPR, Art. 33(1): 72 hours from awareness. Aware on Tuesday 25 November 2025 at 18:00 UTC, due
   * on Friday at 18:00 UTC; a weekend between would not stop it.
   */
  @Test
  void theCaseOfNovemberTwentyTwentyFive() {
    Deadlines.Due due = due("eu-gdpr-authority", "Europe/Dublin", "2025-11-25T18:00:00Z");
    assertThat(due.by()).isEqualTo(at("2025-11-28T18:00:00Z"));
    assertThat(due.isProvisional()).isFalse();
    assertThat(due.why()).isEqualTo("72 hours from awareness");
  }

  /** Hours run without a stop: the night of 25 to 26 October 2025 has 25 hours in Berlin. */
  @Test
  void hoursDoNotStopForTheClocksToChange() {
    assertThat(due("eu-gdpr-authority", "Europe/Berlin", "2025-10-24T22:00:00Z").by())
        .isEqualTo(at("2025-10-27T22:00:00Z"));
  }

  /** CERT-In: 6 hours. Aware at 23:00 in India (17:30 UTC), due at 05:00 there on the next day. */
  @Test
  void sixHoursInIndia() {
    assertThat(due("in-certin", "Asia/Kolkata", "2025-11-25T17:30:00Z").by())
        .isEqualTo(at("2025-11-25T23:30:00Z"));
  }

  /**
   * Brazil: 3 working days. Aware on Friday 13 February 2026. Saturday and Sunday do not count, nor
   * does the Tuesday of Carnival where it is a holiday; Wednesday 18, Thursday 19 and others do.
   */
  @Test
  void threeWorkingDaysInBrazilOverCarnival() {
    WorkingDays days = new WorkingDays("BR");
    assertThat(days.areHolidaysKnown()).isTrue();
    LocalDate friday = LocalDate.of(2026, 2, 13);
    LocalDate last = days.after(friday, 3);
    // What Jollyday says of Carnival decides; a working day more or less is a day of the answer.
    int holidays = 0;
    for (LocalDate day = friday.plusDays(3); day.isBefore(last); day = day.plusDays(1)) {
      holidays += days.isWorking(day) ? 0 : 1;
    }
    assertThat(last).isEqualTo(LocalDate.of(2026, 2, 18).plusDays(holidays));
    assertThat(days.isWorking(LocalDate.of(2026, 2, 17))).as("Tuesday of Carnival").isFalse();
    assertThat(due("br-lgpd-authority", "America/Sao_Paulo", "2026-02-13T15:00:00Z").by())
        .isEqualTo(last.plusDays(1).atStartOfDay(ZoneId.of("America/Sao_Paulo")).toInstant());
  }

  /**
   * DORA: 4 hours from the classification as major, 24 hours from awareness at the latest; then 72
   * hours from the first report, and a month from the one before. Aware on 3 March 2026 at 08:00,
   * classified at 12:00, reported at 15:00.
   */
  @Test
  void theChainOfDora() {
    Map<Clock.Start, String> starts =
        Map.of(
            Clock.Start.AWARENESS, "2026-03-03T08:00:00Z",
            Clock.Start.DETERMINATION, "2026-03-03T12:00:00Z");
    assertThat(due("eu-dora-initial-classification", "Europe/Paris", starts, Map.of()).by())
        .isEqualTo(at("2026-03-03T16:00:00Z"));
    assertThat(due("eu-dora-initial-backstop", "Europe/Paris", starts, Map.of()).by())
        .isEqualTo(at("2026-03-04T08:00:00Z"));
    Deadlines.Due before = due("eu-dora-intermediate", "Europe/Paris", starts, Map.of());
    assertThat(before.isProvisional()).isTrue();
    assertThat(before.by()).isEqualTo(at("2026-03-06T16:00:00Z"));
    Map<String, String> first = Map.of("eu-dora-initial-classification", "2026-03-03T15:00:00Z");
    Deadlines.Due after = due("eu-dora-intermediate", "Europe/Paris", starts, first);
    assertThat(after.isProvisional()).isFalse();
    assertThat(after.by()).isEqualTo(at("2026-03-06T15:00:00Z"));
    // A month from 6 March ends with 6 April, in Paris, where summer time began on 29 March.
    assertThat(due("eu-dora-final", "Europe/Paris", starts, first).by())
        .isEqualTo(at("2026-04-06T22:00:00Z"));
  }

  /** A month from 31 January ends with the last day of February: the 28th, in 2028 the 29th. */
  @Test
  void aMonthFromTheLastDayOfJanuary() {
    for (int year : new int[] {2027, 2028}) {
      Map<String, String> acts = Map.of("eu-nis2-notification", year + "-01-31T10:00:00Z");
      assertThat(
              due(
                      "eu-nis2-final",
                      "UTC",
                      Map.of(Clock.Start.AWARENESS, year + "-01-29T10:00:00Z"),
                      acts)
                  .by())
          .isEqualTo(at(year + "-03-01T00:00:00Z"));
    }
  }

  /**
   * California, since 2026: 30 days from discovery. Found on 10 January, the 30th day is 9
   * February, which ends at midnight in Los Angeles. Its attorney general hears within 15 days of
   * the people.
   */
  @Test
  void daysEndWithTheDayInTheCompanysZone() {
    assertThat(due("us-ca-individuals", "America/Los_Angeles", "2026-01-10T20:00:00Z").by())
        .isEqualTo(at("2026-02-10T08:00:00Z"));
    Deadlines.Due open = due("us-ca-regulator", "America/Los_Angeles", "2026-01-10T20:00:00Z");
    assertThat(open.isProvisional()).isTrue();
    Map<String, String> told = Map.of("us-ca-individuals", "2026-01-20T20:00:00Z");
    assertThat(
            due(
                    "us-ca-regulator",
                    "America/Los_Angeles",
                    Map.of(Clock.Start.AWARENESS, "2026-01-10T20:00:00Z"),
                    told)
                .by())
        .isEqualTo(at("2026-02-05T08:00:00Z"));
  }

  /** Where the clocks change at midnight, the day after begins at 01:00. */
  @Test
  void aDayThatBeginsLate() {
    // In Chile on Sunday 6 September 2026 the hour after midnight is left out.
    assertThat(
            due(
                    "cl-ley21663-plan",
                    "America/Santiago",
                    Map.of(Clock.Start.AWARENESS, "2026-08-29T15:00:00Z"),
                    Map.of())
                .by())
        .isEqualTo(at("2026-09-06T04:00:00Z"));
  }

  @Test
  void whatHasNotBegunWaitsAndSaysForWhat() {
    Deadlines.Due payment = due("au-ransom-payment", "UTC", "2026-01-01T00:00:00Z");
    assertThat(payment.by()).isNull();
    assertThat(payment.why()).isEqualTo("waits for payment");
    assertThat(due("eu-gdpr-individuals", "UTC", "2026-01-01T00:00:00Z").why())
        .contains("no number is named", "determination is not known yet");
  }

  /** No clock ends before it starts, whatever its place, its unit and the day. */
  @Test
  void noneEndsBeforeItStarts() {
    java.util.Random random = new java.util.Random(6);
    for (Obligation one : ALL.all()) {
      for (String zone : new String[] {"UTC", "Asia/Kolkata", "America/Santiago"}) {
        Instant start = at("2024-02-26T00:00:00Z").plusSeconds(random.nextInt(3 * 366 * 86_400));
        Map<Clock.Start, Instant> starts = new java.util.EnumMap<>(Clock.Start.class);
        for (Clock.Start each : Clock.Start.values()) {
          starts.put(each, start);
        }
        Deadlines.Due due =
            new Deadlines(ALL, new Deadlines.Times(starts, Map.of(), ZoneId.of(zone))).of(one);
        assertThat(due.why()).isNotBlank();
        if (due.by() != null) {
          assertThat(due.by()).as(one.id()).isAfter(start);
        } else {
          assertThat(due.why()).as(one.id()).containsAnyOf("no number", "waits for");
        }
      }
    }
  }
}
