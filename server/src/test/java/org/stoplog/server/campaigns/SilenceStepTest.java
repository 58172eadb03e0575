package org.stoplog.server.campaigns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SilenceStepTest {
  private static final LocalDate DUE = LocalDate.of(2027, 3, 1);

  private static final class Look {
    private final Map<SilenceStep, SilenceStep.Taken> taken = new EnumMap<>(SilenceStep.class);

    /** Takes the step that is due days after answers were due. @return its word, or nothing */
    private String on(int days) {
      LocalDate today = DUE.plusDays(days);
      SilenceStep step = SilenceStep.next(DUE, taken, today).orElse(null);
      if (step == null) {
        return "";
      }
      taken.put(step, new SilenceStep.Taken(today, SilenceStep.Came.DONE));
      return step.word();
    }
  }

  @Test
  void eachStepComesOnItsDayAndOnce() {
    Look look = new Look();
    for (int day = -3; day < 3; day++) {
      assertThat(look.on(day)).isEmpty();
    }
    assertThat(look.on(3)).isEqualTo("second");
    assertThat(look.on(3)).isEmpty();
    assertThat(look.on(6)).isEmpty();
    assertThat(look.on(7)).isEqualTo("owner");
    assertThat(look.on(13)).isEmpty();
    assertThat(look.on(14)).isEqualTo("finding");
    assertThat(look.on(99)).isEmpty();
  }

  @Test
  void afterATimeInWhichNobodyLookedEachStepStillLeavesTheOneBeforeItsDays() {
    Look look = new Look();
    assertThat(look.on(30)).isEqualTo("second");
    assertThat(look.on(33)).isEmpty();
    assertThat(look.on(34)).isEqualTo("owner");
    assertThat(look.on(40)).isEmpty();
    assertThat(look.on(41)).isEqualTo("finding");
  }

  @Test
  void asManyStepsMayHaveBeenTakenAsDaysHaveCome() {
    assertThat(SilenceStep.most(DUE, DUE.plusDays(2))).isZero();
    assertThat(SilenceStep.most(DUE, DUE.plusDays(3))).isEqualTo(1);
    assertThat(SilenceStep.most(DUE, DUE.plusDays(7))).isEqualTo(2);
    assertThat(SilenceStep.most(DUE, DUE.plusDays(14))).isEqualTo(3);
  }
}
