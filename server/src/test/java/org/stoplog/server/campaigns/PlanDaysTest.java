package org.stoplog.server.campaigns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanDaysTest {
  private static LocalDate day(String text) {
    return LocalDate.parse(text);
  }

  private static List<String> next(PlanDays days, String after, int count) {
    List<String> all = new ArrayList<>();
    LocalDate day = day(after);
    for (int i = 0; i < count; i++) {
      day = days.next(day);
      all.add(day.toString());
    }
    return all;
  }

  @Test
  void aPlanOfThe31stIsOnTheLastDayOfAShorterMonth() {
    assertThat(next(new PlanDays(day("2027-01-31"), 1), "2027-01-30", 5))
        .containsExactly("2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31");
    assertThat(next(new PlanDays(day("2028-01-31"), 1), "2028-01-31", 1))
        .as("a leap year")
        .containsExactly("2028-02-29");
    assertThat(next(new PlanDays(day("2027-08-31"), 6), "2027-08-31", 3))
        .containsExactly("2028-02-29", "2028-08-31", "2029-02-28");
  }

  @Test
  void theLastDayThatHasComeIsOneAlone() {
    PlanDays days = new PlanDays(day("2027-01-31"), 1);
    assertThat(days.latest(day("2027-01-30"))).isEmpty();
    assertThat(days.latest(day("2027-01-31"))).hasValue(day("2027-01-31"));
    assertThat(days.latest(day("2027-02-27"))).hasValue(day("2027-01-31"));
    assertThat(days.latest(day("2027-02-28"))).hasValue(day("2027-02-28"));
    assertThat(days.latest(day("2027-03-30"))).hasValue(day("2027-02-28"));
    assertThat(days.latest(day("2031-07-01"))).hasValue(day("2031-06-30"));
    assertThat(new PlanDays(day("2028-02-29"), 12).latest(day("2029-02-28")))
        .hasValue(day("2029-02-28"));
  }

  @Test
  void everyDayLiesBetweenTheLastAndTheNext() {
    for (int every = 1; every <= 36; every++) {
      for (int first = 1; first <= 31; first++) {
        PlanDays days = new PlanDays(LocalDate.of(2027, 1, first), every);
        LocalDate today = days.first();
        for (int i = 0; i < 1_500; i++) {
          LocalDate latest = days.latest(today).orElseThrow();
          assertThat(latest).isBeforeOrEqualTo(today);
          assertThat(days.next(today)).isAfter(today);
          assertThat(days.latest(days.next(today).minusDays(1))).hasValue(latest);
          today = today.plusDays(13);
        }
      }
    }
  }
}
