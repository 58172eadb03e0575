package org.stoplog.ledger.exposure;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The windows of a claim: data is in when it is in one of them. No windows means no limit in time.
 *
 * <p>{@link #relate} and {@link #toSql} promise the same.
 */
public record Windows(List<Window> all) {
  private static final DateTimeFormatter LITERAL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

  public Windows {
    all = List.copyOf(all);
  }

  /**
   * The surest relation to any of the windows.
   *
   * @param first when the first of the data was sent, null when unknown
   * @param last when the last of it was sent, null when unknown
   * @param deleted day on which the supplier is proven to have deleted all it had, null when never
   */
  public Relation relate(
      @Nullable Instant first, @Nullable Instant last, @Nullable LocalDate deleted) {
    Relation surest = all.isEmpty() ? Relation.INSIDE : Relation.OUTSIDE;
    for (Window window : all) {
      Relation relation = window.relate(first, last, deleted);
      surest = relation.code() > surest.code() ? relation : surest;
    }
    return surest;
  }

  /**
   * Whether all that was there before the day on which deletion was proven was gone before any
   * window begins.
   */
  boolean gone(LocalDate deleted) {
    return !all.isEmpty()
        && all.stream()
            .allMatch(
                window ->
                    window.kind() == Window.Kind.ACCESS && window.goneBefore(deleted) != null);
  }

  /**
   * The same as {@link #relate} in DuckDB's SQL: an expression over the columns {@code first_at}
   * and {@code last_at} (TIMESTAMPTZ) that gives 2 inside, 1 possible, 0 outside. It holds only
   * times made here, nothing that somebody wrote.
   */
  public String toSql(@Nullable LocalDate deleted) {
    if (all.isEmpty()) {
      return "2";
    }
    List<String> cases = new ArrayList<>();
    for (Window window : all) {
      String relation =
          switch (window.kind()) {
            case DATA -> data(window);
            case ACCESS -> access(window, window.goneBefore(deleted));
          };
      cases.add("CASE WHEN first_at IS NULL OR last_at IS NULL THEN 1 " + relation + " END");
    }
    return cases.size() == 1 ? cases.getFirst() : "greatest(" + String.join(", ", cases) + ")";
  }

  /**
   * The days outside of which {@link #relate} always says outside.
   *
   * @param first UTC day, null for no beginning
   * @param last UTC day, null for no end
   */
  public record Days(@Nullable LocalDate first, @Nullable LocalDate last) {}

  /**
   * The days from the first to the last that any window can reach. Rows of other days need not be
   * read: {@code first_at} and {@code last_at} lie in the row's UTC day.
   */
  public Days days() {
    LocalDate first = LocalDate.MAX;
    LocalDate last = LocalDate.MIN;
    for (Window window : all) {
      Instant from = window.from();
      Instant to = window.to();
      // What an attacker found there may have been sent at any time before.
      LocalDate begins =
          from == null || window.kind() == Window.Kind.ACCESS ? LocalDate.MIN : day(from);
      LocalDate ends = to == null ? LocalDate.MAX : day(to.minusNanos(1));
      first = begins.isBefore(first) ? begins : first;
      last = ends.isAfter(last) ? ends : last;
    }
    boolean always = all.isEmpty();
    return new Days(
        always || first.equals(LocalDate.MIN) ? null : first,
        always || last.equals(LocalDate.MAX) ? null : last);
  }

  private static LocalDate day(Instant instant) {
    return LocalDate.ofInstant(instant, ZoneOffset.UTC);
  }

  /**
   * How data that was sent to another supplier lies to these windows when it may have been passed
   * on, nobody knows when: 1 possible, 0 outside, never inside. The same columns as {@link #toSql}.
   *
   * @param deleted day on which the breached supplier is proven to have deleted all, null when
   *     never
   */
  String passedOnSql(@Nullable LocalDate deleted) {
    if (all.isEmpty()) {
      return "1";
    }
    List<String> cases = new ArrayList<>();
    for (Window window : all) {
      String outside = window.to() == null ? "false" : compare("first_at >= ", window.to());
      Instant gone = window.kind() == Window.Kind.ACCESS ? window.goneBefore(deleted) : null;
      if (gone != null) {
        outside += " OR " + compare("last_at < ", gone);
      }
      cases.add("CASE WHEN " + outside + " THEN 0 ELSE 1 END");
    }
    return cases.size() == 1 ? cases.getFirst() : "greatest(" + String.join(", ", cases) + ")";
  }

  private static String data(Window window) {
    Window.Span certain = window.certain();
    String inside =
        certain == null
            ? "false"
            : compare("first_at >= ", certain.from())
                + " AND "
                + compare("last_at < ", certain.to());
    String possible =
        compare("last_at >= ", window.from()) + " AND " + compare("first_at < ", window.to());
    return "WHEN " + inside + " THEN 2 WHEN " + possible + " THEN 1 ELSE 0";
  }

  private static String access(Window window, @Nullable Instant goneBefore) {
    String outside = window.to() == null ? "false" : compare("first_at >= ", window.to());
    String someGone = "false";
    if (goneBefore != null) {
      outside += " OR " + compare("last_at < ", goneBefore);
      someGone = compare("first_at < ", goneBefore);
    }
    Instant sureBefore = window.sureBefore();
    String sure = sureBefore == null ? "false" : compare("last_at < ", sureBefore);
    if (window.certain() != null && window.certain().to() == null) {
      sure = "true";
    }
    return "WHEN %s THEN 0 WHEN %s AND NOT (%s) THEN 2 ELSE 1".formatted(outside, sure, someGone);
  }

  /** A missing bound limits nothing. */
  private static String compare(String columnAndOperator, @Nullable Instant bound) {
    return bound == null
        ? "true"
        : columnAndOperator + "TIMESTAMPTZ '" + LITERAL.format(bound) + "+00'";
  }
}
