package org.stoplog.ledger.register;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.stoplog.ledger.register.Coverage.BatchPeriod;
import org.stoplog.ledger.register.Coverage.Cell;
import org.stoplog.ledger.register.Coverage.State;

class CoverageTest {
  private static final LocalDate TODAY = LocalDate.of(2023, 6, 15);

  @Test
  void givesEachOpenMonthTheBestThatIsKnown() {
    Coverage coverage =
        Coverage.of(
            List.of(connection(1, "2023-01-31", "2023-05-01")),
            List.of(grant("2023-03-31", "2023-05-01")),
            List.of(
                batch(1, "2023-01-31", "2023-02-01", false),
                batch(1, "2023-02-28", "2023-02-28", true)),
            TODAY);

    assertThat(coverage.cells())
        .containsExactly(
            cell(1, "2023-01", State.IMPORTED),
            cell(1, "2023-02", State.RECORDED),
            cell(1, "2023-03", State.DECLARED),
            cell(1, "2023-04", State.DECLARED),
            cell(1, "2023-05", State.DARK));
    assertThat(coverage.complete()).isFalse();
    assertThat(coverage.summary()).isEqualTo("1 of 1 connections dark since 2023-05");
  }

  @Test
  void anOpenConnectionRunsToTheMonthOfToday() {
    Coverage coverage =
        Coverage.of(
            List.of(connection(1, "2023-06-01", null), connection(2, "2023-06-30", "2024-01-01")),
            List.of(),
            List.of(batch(1, "2023-06-01", "2023-06-01", false)),
            TODAY);

    assertThat(coverage.cells())
        .containsExactly(cell(1, "2023-06", State.IMPORTED), cell(2, "2023-06", State.DARK));
  }

  @Test
  void anotherConnectionsBatchesDoNotCount() {
    Coverage coverage =
        Coverage.of(
            List.of(connection(1, "2023-06-01", null)),
            List.of(),
            List.of(batch(2, "2023-01-01", "2023-12-31", false)),
            TODAY);

    assertThat(coverage.cells()).containsExactly(cell(1, "2023-06", State.DARK));
  }

  @Test
  void withoutAStartItBeginsAtTheFirstSign() {
    Coverage coverage =
        Coverage.of(
            List.of(connection(1, null, null), connection(2, null, "2023-02-10")),
            List.of(),
            List.of(batch(1, "2023-05-20", "2023-06-01", false)),
            TODAY);

    assertThat(coverage.cells())
        .containsExactly(
            cell(1, "2023-05", State.IMPORTED),
            cell(1, "2023-06", State.IMPORTED),
            cell(2, "2023-02", State.DARK));
  }

  @Test
  void knowsNothingIsNotComplete() {
    Coverage nothing = Coverage.of(List.of(), List.of(), List.of(), TODAY);

    assertThat(nothing.complete()).isFalse();
    assertThat(nothing.summary()).isEqualTo("no connection known");
  }

  @Test
  void isCompleteWhenNoMonthIsDark() {
    Coverage coverage =
        Coverage.of(
            List.of(connection(1, "2023-01-01", null)),
            List.of(grant(null, null)),
            List.of(),
            TODAY);

    assertThat(coverage.complete()).isTrue();
    assertThat(coverage.summary()).isEqualTo("0 of 1 connections dark");
  }

  @Test
  void saysWhenTheDarkMonthsEnd() {
    Coverage gap =
        Coverage.of(
            List.of(connection(1, "2023-01-01", null), connection(2, "2023-04-01", null)),
            List.of(),
            List.of(
                batch(1, "2023-01-01", "2023-01-31", false),
                batch(1, "2023-04-01", "2023-06-01", false),
                batch(2, "2023-04-01", "2023-06-01", false)),
            TODAY);

    assertThat(gap.summary())
        .isEqualTo("1 of 2 connections dark in months from 2023-02 to 2023-03");
  }

  @Test
  void aConnectionOfTheFutureHasNoCell() {
    assertThat(
            Coverage.of(List.of(connection(1, "2023-07-01", null)), List.of(), List.of(), TODAY)
                .cells())
        .isEmpty();
  }

  private static SupplierConnection connection(
      int id, @Nullable String started, @Nullable String ended) {
    return new SupplierConnection(id, 7, 3, "c" + id, null, day(started), day(ended), List.of());
  }

  private static Grant grant(@Nullable String since, @Nullable String until) {
    return new Grant(
        1, 3, List.of("contact.email"), null, day(since), day(until), Grant.Terms.NONE);
  }

  private static BatchPeriod batch(int connection, String first, String last, boolean recorded) {
    return new BatchPeriod(connection, LocalDate.parse(first), LocalDate.parse(last), recorded);
  }

  private static Cell cell(int connection, String month, State state) {
    return new Cell(connection, YearMonth.parse(month), state);
  }

  private static @Nullable LocalDate day(@Nullable String text) {
    return text == null ? null : LocalDate.parse(text);
  }
}
