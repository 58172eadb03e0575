package org.stoplog.ledger.exposure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.exposure.Window.Kind;

class WindowTextTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "2025-11-01..2025-11-08T14:00Z | 2025-11-01T00:00:00Z | 2025-11-08T14:01:00Z",
        "2025-11-08 | 2025-11-08T00:00:00Z | 2025-11-09T00:00:00Z",
        "2025-11 | 2025-11-01T00:00:00Z | 2025-12-01T00:00:00Z",
        "2022..2023 | 2022-01-01T00:00:00Z | 2024-01-01T00:00:00Z",
        "2025-11-08 14:00 | 2025-11-08T14:00:00Z | 2025-11-08T14:01:00Z",
        "2025-11-08T14 | 2025-11-08T14:00:00Z | 2025-11-08T15:00:00Z",
        "2025-11-08T14:00:05.25Z | 2025-11-08T14:00:05Z | 2025-11-08T14:00:06Z",
        "2025-11-08T14:00:00+02:00.. | 2025-11-08T12:00:00Z | -",
        "..2025-11-08 | - | 2025-11-09T00:00:00Z",
        "until 2025-11-08 | - | 2025-11-09T00:00:00Z",
        ".. | - | -",
        "2022-05-01 to 2022-10-31 | 2022-05-01T00:00:00Z | 2022-11-01T00:00:00Z",
        "2022-05-01 - 2022-05-02 | 2022-05-01T00:00:00Z | 2022-05-03T00:00:00Z",
        "2022-05-01–2022-05-02 | 2022-05-01T00:00:00Z | 2022-05-03T00:00:00Z",
        "8 Nov 2025..November 9th, 2025 | 2025-11-08T00:00:00Z | 2025-11-10T00:00:00Z",
        "8 October 2025 14:30 | 2025-10-08T14:30:00Z | 2025-10-08T14:31:00Z",
        "2025-07-01 09:00 Europe/Berlin | 2025-07-01T07:00:00Z | 2025-07-01T07:01:00Z",
        "2025-07-01T09:00+02:00[Europe/Berlin] | 2025-07-01T07:00:00Z | 2025-07-01T07:01:00Z",
      })
  void readsWhatPeoplePaste(String text, @Nullable String from, @Nullable String to) {
    Window window = WindowText.parse(text, ZoneOffset.UTC);

    assertThat(window.from()).isEqualTo(from == null ? null : Instant.parse(from));
    assertThat(window.to()).isEqualTo(to == null ? null : Instant.parse(to));
    assertThat(window.kind()).isEqualTo(Kind.DATA);
    assertThat(window.certain()).isEqualTo(window.possible());
  }

  @Test
  void startsADayWhenItStartsInItsZone() {
    Window window = WindowText.parse("2025-03-30", BERLIN);

    assertThat(window.from()).isEqualTo("2025-03-29T23:00:00Z");
    assertThat(window.to()).isEqualTo("2025-03-30T22:00:00Z");
  }

  @Test
  void takesTheWiderReadingOfATimeThatTheClockRepeats() {
    Window window = WindowText.parse("2025-10-26 02:30..2025-10-26 02:30", BERLIN);

    assertThat(window.from()).isEqualTo("2025-10-26T00:30:00Z");
    assertThat(window.to()).isEqualTo("2025-10-26T01:31:00Z");
    assertThat(window.certain()).isNull();
    Window longer = WindowText.parse("2025-10-26 02:30..2025-10-27", BERLIN);
    assertThat(longer.from()).isEqualTo("2025-10-26T00:30:00Z");
    assertThat(longer.certain().from()).isEqualTo("2025-10-26T01:30:00Z");
  }

  @Test
  void takesTheWiderReadingOfATimeThatTheClockSkips() {
    Window window = WindowText.parse("2025-03-30 02:30..2025-03-30 02:40", BERLIN);

    assertThat(window.from()).isEqualTo("2025-03-30T00:30:00Z");
    assertThat(window.to()).isEqualTo("2025-03-30T01:41:00Z");
  }

  @ParameterizedTest
  @ValueSource(strings = {"about 2025-11-08", "~2025-11-08", "Approximately 2025-11-08"})
  void widensWhatIsOnlyAboutByOneUnitAndIsSureOfNothing(String text) {
    Window window = WindowText.parse(text, ZoneOffset.UTC);

    assertThat(window.from()).isEqualTo("2025-11-07T00:00:00Z");
    assertThat(window.to()).isEqualTo("2025-11-10T00:00:00Z");
    assertThat(window.certain()).isNull();
    assertThat(
            WindowText.parse(Kind.DATA, "2025-11-08", ZoneOffset.UTC, Precision.ABOUT).possible())
        .isEqualTo(window.possible());
  }

  @Test
  void widensToADeclaredPrecisionButNeverNarrows() {
    Window day = WindowText.parse(Kind.DATA, "2025-11-08T14:00Z..", ZoneOffset.UTC, Precision.DAY);
    Window minute = WindowText.parse(Kind.DATA, "2025-11-08", ZoneOffset.UTC, Precision.MINUTE);

    assertThat(day.from()).isEqualTo("2025-11-08T00:00:00Z");
    assertThat(minute.to()).isEqualTo("2025-11-09T00:00:00Z");
  }

  @Test
  void echoesTheReading() {
    assertThat(WindowText.parse("2025-11-08", ZoneOffset.UTC).describe())
        .isEqualTo("DATA: within Sat 8 Nov 2025, 00:00 UTC, precision: day");
    assertThat(WindowText.parse("access ..2025-11-08 14:00", BERLIN).describe())
        .isEqualTo(
            "ACCESS: from the beginning; to Sat 8 Nov 2025, 14:00 Europe/Berlin, precision: minute, included");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "01/02/2025 | order of day and month",
        "01.02.2025..05.02.2025 | order of day and month",
        "2025-11-08..2025-11-01 | before it starts",
        "about 2025-11-08..2025-11-07 | before it starts",
        "2025-11-08T14:00..2025-11-08T13:00 | before it starts",
        "2025-02-30 | FEBRUARY 30",
        "2025-13-01 | MonthOfYear",
        "2025-11-08T25:00 | HourOfDay",
        "20225-11-08 | is not a time",
        "0225-11-08 | 1970 to 2199",
        "2025-11-08 14:00 EST | zone \"est\" is not known",
        "2025-11-08 14:00 Europe/Berlim | zone \"europe/berlim\" is not known",
        "8 Movember 2025 | is not a month",
        "yesterday | is not a time",
        "from 2025-11-01 | is not a time",
        "2025-11-01..2025-11-02..2025-11-03 | more than two times",
      })
  void refusesWhatItCannotReadAndSaysWhatItRead(String text, String why) {
    assertThatThrownBy(() -> WindowText.parse(text, ZoneOffset.UTC))
        .isInstanceOfSatisfying(
            StoplogException.class, e -> assertThat(e.problem()).isEqualTo(Problem.WINDOW_INVALID))
        .hasMessageContaining("read \"" + text + "\"")
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   "})
  void refusesNothing(String text) {
    assertThatThrownBy(() -> WindowText.parse(text, ZoneOffset.UTC))
        .isInstanceOf(StoplogException.class);
  }

  @Test
  void showsOnlyTheStartOfALongText() {
    assertThatThrownBy(() -> WindowText.parse("9".repeat(1 << 20), ZoneOffset.UTC))
        .isInstanceOf(StoplogException.class)
        .extracting(e -> e.getMessage().length())
        .satisfies(length -> assertThat(length).isLessThan(400));
  }

  @Test
  void makesAWindowOfTwoInstantsThatReadsBack() {
    Instant from = Instant.parse("2025-11-01T00:00:00Z");
    Instant to = Instant.parse("2025-11-08T14:00:00Z");
    Window window = Window.of(Kind.ACCESS, from, to);

    assertThat(window.from()).isEqualTo(from);
    assertThat(window.to()).isEqualTo(to);
    assertThat(WindowText.parse(Kind.ACCESS, window.said().text(), ZoneOffset.UTC, null))
        .isEqualTo(window);
  }
}
