package org.stoplog.ledger.exposure;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowsTest {
  private static final ZoneId UTC = ZoneOffset.UTC;

  @Test
  void noWindowsIsNoLimit() {
    assertThat(new Windows(List.of()).relate(null, null, null)).isEqualTo(Relation.INSIDE);
    assertThat(new Windows(List.of()).toSql(null)).isEqualTo("2");
  }

  @Test
  void dataIsInsideOnlyWithAllOfItAndPossibleWhenItOverlaps() {
    Windows windows = windows("2025-11-01..2025-11-08");

    assertThat(relate(windows, "2025-11-01T00:00:00Z", "2025-11-08T23:59:59Z"))
        .isEqualTo(Relation.INSIDE);
    assertThat(relate(windows, "2025-10-31T23:59:59Z", "2025-11-01T00:00:00Z"))
        .isEqualTo(Relation.POSSIBLE);
    assertThat(relate(windows, "2025-10-01T00:00:00Z", "2025-12-01T00:00:00Z"))
        .isEqualTo(Relation.POSSIBLE);
    assertThat(relate(windows, "2025-10-01T00:00:00Z", "2025-10-31T23:59:59Z"))
        .isEqualTo(Relation.OUTSIDE);
    assertThat(relate(windows, "2025-11-09T00:00:00Z", "2025-11-09T00:00:00Z"))
        .isEqualTo(Relation.OUTSIDE);
  }

  @Test
  void theSurestOfSeveralWindowsCounts() {
    Windows windows = windows("2022-05-01..2022-10-31", "about 2023-01-02");

    assertThat(relate(windows, "2022-06-01T00:00:00Z", "2022-06-01T00:00:00Z"))
        .isEqualTo(Relation.INSIDE);
    assertThat(relate(windows, "2023-01-02T12:00:00Z", "2023-01-02T12:00:00Z"))
        .isEqualTo(Relation.POSSIBLE);
    assertThat(relate(windows, "2022-12-01T00:00:00Z", "2022-12-01T00:00:00Z"))
        .isEqualTo(Relation.OUTSIDE);
  }

  @Test
  void accessTakesAllThatWasSentBeforeItsEnd() {
    Windows windows = windows("access 2024-04-14..2024-04-25");

    assertThat(relate(windows, "2016-01-01T00:00:00Z", "2016-01-02T00:00:00Z"))
        .isEqualTo(Relation.INSIDE);
    assertThat(relate(windows, "2024-04-25T00:00:00Z", "2024-04-26T00:00:00Z"))
        .isEqualTo(Relation.POSSIBLE);
    assertThat(relate(windows, "2024-04-26T00:00:00Z", "2024-04-26T00:00:00Z"))
        .isEqualTo(Relation.OUTSIDE);
  }

  @Test
  void accessDoesNotTakeWhatWasProvenDeletedBefore() {
    Windows windows = windows("access 2024-04-14..2024-04-25");
    Instant old = Instant.parse("2016-01-01T00:00:00Z");
    Instant later = Instant.parse("2024-03-02T00:00:00Z");
    LocalDate deleted = LocalDate.of(2024, 3, 1);

    assertThat(windows.relate(old, old, deleted)).isEqualTo(Relation.OUTSIDE);
    assertThat(windows.relate(old, later, deleted)).isEqualTo(Relation.POSSIBLE);
    assertThat(windows.relate(later, later, deleted)).isEqualTo(Relation.INSIDE);
    assertThat(windows.relate(old, old, LocalDate.of(2024, 4, 13))).isEqualTo(Relation.OUTSIDE);
    assertThat(windows.relate(old, old, LocalDate.of(2024, 4, 14))).isEqualTo(Relation.INSIDE);
    assertThat(windows("access ..2024-04-25").relate(old, old, deleted)).isEqualTo(Relation.INSIDE);
  }

  @Test
  void approximateAccessIsSureOfWhatWasThereBeforeItsEarliestStart() {
    Windows windows = windows("access about 2024-04-14..2024-04-25");

    assertThat(relate(windows, "2016-01-01T00:00:00Z", "2016-01-01T00:00:00Z"))
        .isEqualTo(Relation.INSIDE);
    assertThat(relate(windows, "2024-04-14T00:00:00Z", "2024-04-14T00:00:00Z"))
        .isEqualTo(Relation.POSSIBLE);
  }

  @Test
  void anUnknownTimeIsNeverOutside() {
    assertThat(windows("2025-11-08").relate(null, null, null)).isEqualTo(Relation.POSSIBLE);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void sqlAgreesWithJava(long seed) throws SQLException {
    Random random = new Random(seed);
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement()) {
      statement.execute("SET TimeZone = 'America/New_York'");
      for (int round = 0; round < 60; round++) {
        Windows windows = randomWindows(random);
        LocalDate deleted = random.nextInt(3) == 0 ? null : day(random);
        List<@Nullable Instant[]> rows = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
          Instant first = random.nextInt(12) == 0 ? null : instant(random);
          Instant last = first == null ? null : first.plusSeconds(random.nextInt(10 * 86_400));
          rows.add(new Instant[] {first, last});
          values.add("(%d, %s, %s)".formatted(i, literal(first), literal(last)));
        }
        String sql =
            "SELECT %s FROM (VALUES %s) AS rows(i, first_at, last_at) ORDER BY i"
                .formatted(windows.toSql(deleted), String.join(", ", values));
        try (ResultSet result = statement.executeQuery(sql)) {
          for (Instant[] row : rows) {
            result.next();
            assertThat(result.getInt(1))
                .as("seed %s, %s, deleted %s, %s to %s", seed, windows, deleted, row[0], row[1])
                .isEqualTo(windows.relate(row[0], row[1], deleted).code());
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whatWasSentOnOtherDaysIsOutside(long seed) {
    Random random = new Random(seed);
    int left = 0;
    for (int i = 0; i < 2_000; i++) {
      Windows windows = randomWindows(random);
      Windows.Days days = windows.days();
      LocalDate day = day(random);
      boolean read =
          (days.first() == null || !day.isBefore(days.first()))
              && (days.last() == null || !day.isAfter(days.last()));
      if (!read) {
        left++;
        Instant first = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        assertThat(windows.relate(first, first.plusSeconds(86_399), null))
            .as("seed %s, %s, %s", seed, windows, day)
            .isEqualTo(Relation.OUTSIDE);
      }
    }
    assertThat(left).isGreaterThan(50);
    assertThat(windows("2025-11-01..2025-11-08", "2025-12-24").days())
        .isEqualTo(new Windows.Days(LocalDate.parse("2025-11-01"), LocalDate.parse("2025-12-24")));
  }

  private static Windows randomWindows(Random random) {
    List<Window> windows = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      String about = random.nextInt(5) == 0 ? "about " : "";
      String from = random.nextInt(5) == 0 ? "" : about + edge(random, 0);
      String to = random.nextInt(5) == 0 ? "" : edge(random, 12);
      ZoneId zone = random.nextBoolean() ? UTC : ZoneId.of("Europe/Berlin");
      windows.add(
          WindowText.parse((random.nextBoolean() ? "access " : "") + from + ".." + to, zone));
    }
    return new Windows(windows);
  }

  /** Late October, where Berlin repeats an hour. */
  private static String edge(Random random, int dayOffset) {
    String day = "2025-10-%02d".formatted(19 + random.nextInt(12));
    if (dayOffset > 0) {
      day = "2025-11-%02d".formatted(1 + random.nextInt(9));
    }
    return switch (random.nextInt(4)) {
      case 0 -> day;
      case 1 -> day + " 02:30";
      case 2 -> day + "T00:00Z";
      default -> day.substring(0, 7);
    };
  }

  private static Instant instant(Random random) {
    Instant start = Instant.parse("2025-10-15T00:00:00Z");
    return start.plusSeconds(random.nextInt(60) * 43_200L + random.nextInt(2));
  }

  private static LocalDate day(Random random) {
    return LocalDate.of(2025, 10, 10).plusDays(random.nextInt(30));
  }

  private static String literal(@Nullable Instant instant) {
    return instant == null ? "NULL::TIMESTAMPTZ" : "TIMESTAMPTZ '" + instant + "'";
  }

  private static Windows windows(String... texts) {
    return new Windows(
        java.util.Arrays.stream(texts).map(text -> WindowText.parse(text, UTC)).toList());
  }

  private static Relation relate(Windows windows, String first, String last) {
    return windows.relate(Instant.parse(first), Instant.parse(last), null);
  }
}
