package org.stoplog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.stoplog.ledger.Numbers;

class TableTest {
  @Test
  void alignsTextLeftAndNumbersRight() {
    String table =
        new Table("NAME", "PEOPLE").row("Ünïcode", 7).row("Ann", 1_234_567L).render(false);
    assertThat(table)
        .isEqualTo("NAME        PEOPLE\nÜnïcode          7\nAnn      1\u2009234\u2009567\n");
  }

  @Test
  void setsTheHeaderOffOnlyInColour() {
    Table table = new Table("A").row("x");
    assertThat(table.render(true)).isEqualTo("\u001b[1mA\u001b[0m\nx\n");
    assertThat(table.render(false)).doesNotContain("\u001b");
  }

  @Test
  void takesTheTeethOutOfControlCharacters() {
    assertThat(new Table("A").row("x\u001b[2Jy\nz\u202e").render(false))
        .isEqualTo("A\nx\ufffd[2Jy\ufffdz\ufffd\n");
  }

  @Test
  void groupsDigitsByThree() {
    assertThat(Numbers.grouped(0)).isEqualTo("0");
    assertThat(Numbers.grouped(999)).isEqualTo("999");
    assertThat(Numbers.grouped(-1000)).isEqualTo("-1\u2009000");
    assertThat(Numbers.grouped(-100)).isEqualTo("-100");
    assertThat(Numbers.grouped(Long.MIN_VALUE)).startsWith("-9\u2009223\u2009372");
  }

  @Test
  void writesAmountsAndTimesForPeople() {
    assertThat(Numbers.amount(12_345, "rows")).isEqualTo("12\u2009345 rows");
    assertThat(Numbers.amount(2_500_000_000L, "bytes")).isEqualTo("2.5 GB");
    assertThat(Numbers.amount(12, "bytes")).isEqualTo("12 bytes");
    assertThat(Numbers.duration(Duration.ofSeconds(59))).isEqualTo("59 s");
    assertThat(Numbers.duration(Duration.ofSeconds(200))).isEqualTo("3 min 20 s");
    assertThat(Numbers.duration(Duration.ofSeconds(7500))).isEqualTo("2 h 5 min");
  }
}
