package org.stoplog.server.notices;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long START = Long.MAX_VALUE - 5 * SECOND; // such clocks may pass their end

  private long now = START;

  private int sent(Pace pace, int seconds) {
    int sent = 0;
    for (int i = 0; i < seconds * 10; i++) {
      int free = pace.available();
      pace.take(free);
      sent += free;
      now += SECOND / 10;
    }
    return sent;
  }

  @Test
  void noMoreGoOutThanWereAllowed() {
    Pace pace = new Pace(600, 0, () -> now);
    assertThat(sent(pace, 60)).isBetween(598, 601);
    // Nothing is made up for after a long answer.
    now += 3_600 * SECOND;
    assertThat(pace.available()).isEqualTo(10);
    pace.take(10);
    assertThat(pace.available()).isZero();
    assertThat(pace.nanosToNext()).isBetween(SECOND / 20, SECOND / 10 + 2);
  }

  @Test
  void aSlowOneLetsOneGoAtATime() {
    Pace pace = new Pace(1, 0, () -> now);
    assertThat(pace.available()).isOne();
    pace.take(1);
    assertThat(pace.available()).isZero();
    assertThat(pace.nanosToNext()).isBetween(59 * SECOND, 60 * SECOND + 1);
    now += 600 * SECOND;
    assertThat(pace.available()).isOne();
  }

  @Test
  void thePaceRises() {
    Pace pace = new Pace(6_000, 10, () -> now);
    int last = 0;
    for (int minute = 1; minute <= 10; minute++) {
      int sent = sent(pace, 60);
      assertThat(sent).as("minute " + minute).isGreaterThan(last).isLessThanOrEqualTo(6_001);
      last = sent;
    }
    assertThat(sent(pace, 60)).isBetween(5_990, 6_101);
  }

  @Test
  void aDomainThatAsksForPatienceGetsFewerUntilItTakesThemAgain() {
    DomainPace domains = new DomainPace(6_000, false, () -> now);
    domains.take(7);
    assertThat(domains.isOpen(7)).isTrue();
    domains.answered(7, true);
    assertThat(domains.isOpen(7)).isFalse();
    assertThat(domains.isOpen(8)).isTrue();
    long first = domains.nanosTo(7);
    for (int i = 0; i < 80; i++) {
      domains.answered(7, true);
    }
    assertThat(domains.nanosTo(7)).as("what was under way counts once").isEqualTo(first);
    for (int i = 0; i < 20; i++) {
      now += domains.nanosTo(7);
      assertThat(domains.isOpen(7)).isTrue();
      domains.answered(7, true);
    }
    assertThat(domains.nanosTo(7)).isGreaterThan(first).isEqualTo(10 * SECOND);
    now += 10 * SECOND;
    for (int i = 0; i < 60; i++) {
      domains.answered(7, false);
    }
    domains.take(7);
    assertThat(domains.isOpen(7)).isTrue();
  }

  /** Of a large provider's users some always have full mailboxes. */
  @Test
  void whoPutsOffFewIsNotMadeToWait() {
    DomainPace domains = new DomainPace(60_000, false, () -> now);
    java.util.Random random = new java.util.Random(7);
    int sent = 0;
    for (int i = 0; i < 100_000; i++) {
      now += SECOND / 1_000;
      if (domains.isOpen(7)) {
        domains.take(7);
        domains.answered(7, random.nextInt(100) < 8);
        sent++;
      }
    }
    assertThat(sent).isGreaterThan(60_000);
  }

  /** With a slow disk a commit takes fifty milliseconds, and all that may go goes with it. */
  @Test
  void aSlowCommitDoesNotMakeItSlower() {
    DomainPace domains = new DomainPace(60_000, false, () -> now);
    java.util.Random random = new java.util.Random(7);
    int sent = 0;
    for (int i = 0; i < 2_000; i++) {
      now += SECOND / 20;
      int group = 0;
      while (group < 50 && domains.isOpen(7)) {
        domains.take(7);
        group++;
      }
      for (int k = 0; k < group; k++) {
        domains.answered(7, random.nextInt(100) < 8);
      }
      sent += group;
    }
    assertThat(sent).isGreaterThan(60_000);
  }

  @Test
  void noDomainGetsMoreThanWereApprovedForEach() {
    DomainPace domains = new DomainPace(60, true, () -> now);
    int sent = 0;
    for (int i = 0; i < 600; i++) {
      if (domains.isOpen(7)) {
        domains.take(7);
        domains.answered(7, false);
        sent++;
      }
      now += SECOND / 10;
    }
    assertThat(sent).isEqualTo(60);
  }
}
