package org.stoplog.ledger.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** Who was refused where, within bounds. */
class AttemptsTest {
  private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");
  private static final LocalDate DAY = LocalDate.parse("2026-03-10");

  private static Attempts.Key key(int connection, String host, String app) {
    return new Attempts.Key(connection, DAY, new Attempts.Pair(host, app));
  }

  @Test
  void countsWithFirstAndLast() {
    Attempts attempts = new Attempts();
    attempts.refused(1, NOON, "a.example", null);
    attempts.refused(1, NOON.minusSeconds(5), "a.example", null);
    attempts.refused(1, NOON.plusSeconds(43_200), null, "shop/2\0");
    assertThat(attempts.all())
        .containsOnlyKeys(
            key(1, "a.example", ""),
            new Attempts.Key(1, DAY.plusDays(1), new Attempts.Pair("", "shop/2?")))
        .containsEntry(
            key(1, "a.example", ""), new Attempts.Refused(2, NOON.minusSeconds(5), NOON));
  }

  @Test
  void beyondSomeTheyAreToldTogetherAndEachConnectionHasItsOwn() {
    Attempts one = new Attempts();
    Attempts other = new Attempts();
    for (int i = 0; i < Attempts.MOST; i++) {
      one.refused(1, NOON, i + ".example", "crm");
    }
    for (int i = 0; i < 3; i++) {
      other.refused(1, NOON, "more" + i + ".example", "crm");
    }
    other.refused(1, NOON, "7.example", "crm");
    other.refused(2, NOON, "more.example", "crm");
    one.add(other);
    assertThat(one.all()).hasSize(Attempts.MOST + 2);
    assertThat(one.all().get(key(1, "7.example", "crm")).count()).isEqualTo(2);
    assertThat(one.all().get(key(1, Attempts.OTHERS, Attempts.OTHERS)).count()).isEqualTo(3);
    assertThat(one.all().get(key(2, "more.example", "crm")).count()).isEqualTo(1);
  }
}
