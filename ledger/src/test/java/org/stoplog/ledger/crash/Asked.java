package org.stoplog.ledger.crash;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;
import org.stoplog.ledger.exposure.Question;
import org.stoplog.ledger.exposure.Window;
import org.stoplog.ledger.exposure.Windows;
import org.stoplog.ledger.register.Predicate;

/**
 * A question for an exposure in a form that goes on one line.
 *
 * @param deleted day on which supplier 1 is proven to have deleted all, null when never
 * @param elements ids, empty for all
 * @param cohort plan of the people asked about, empty for everybody
 * @param cohortSince first day of the cohort's period, null for ever
 * @param granted plan of the people whose names and e-mails a grant allows, empty for none
 */
record Asked(
    List<Integer> suppliers,
    List<Span> windows,
    LocalDate deleted,
    List<String> elements,
    String cohort,
    LocalDate cohortSince,
    String granted) {
  static final List<String> GRANTED = List.of("contact.email", "person.full_name");

  /** A window to the second; {@code to} is outside. */
  record Span(boolean access, Instant from, Instant to) {
    @Override
    public String toString() {
      return access + "/" + from + "/" + to;
    }

    static Span parse(String text) {
      String[] parts = text.split("/");
      return new Span(
          Boolean.parseBoolean(parts[0]), Instant.parse(parts[1]), Instant.parse(parts[2]));
    }
  }

  ElementSet mask() {
    return Elements.catalogue().setOf(elements);
  }

  String line() {
    return String.join(
        "\t",
        "expose",
        suppliers.stream().map(String::valueOf).collect(Collectors.joining(",")),
        windows.stream().map(String::valueOf).collect(Collectors.joining(",")),
        String.valueOf(deleted),
        String.join(",", elements),
        cohort,
        String.valueOf(cohortSince),
        granted,
        "end");
  }

  static Asked parse(String[] parts) {
    return new Asked(
        list(parts[1]).stream().map(Integer::valueOf).toList(),
        list(parts[2]).stream().map(Span::parse).toList(),
        day(parts[3]),
        list(parts[4]),
        parts[5],
        day(parts[6]),
        parts[7]);
  }

  private static List<String> list(String text) {
    return text.isEmpty() ? List.of() : Arrays.asList(text.split(","));
  }

  private static LocalDate day(String text) {
    return text.equals("null") ? null : LocalDate.parse(text);
  }

  Question question() {
    String since = cohortSince == null ? "" : " since " + cohortSince;
    return new Question(
        "what was taken",
        suppliers,
        deleted == null ? Map.of() : Map.of(1, deleted),
        new Windows(
            windows.stream()
                .map(
                    span ->
                        Window.of(
                            span.access ? Window.Kind.ACCESS : Window.Kind.DATA,
                            span.from,
                            span.to))
                .toList()),
        mask(),
        List.of(),
        cohort.isEmpty() ? null : Predicate.parse("plan = " + cohort + since),
        granted.isEmpty()
            ? List.of()
            : List.of(
                new Question.Declared(
                    Predicate.parse("plan = " + granted), Elements.catalogue().setOf(GRANTED))),
        List.of());
  }
}
