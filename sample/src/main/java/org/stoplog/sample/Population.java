package org.stoplog.sample;

import java.util.List;

/**
 * A predicate over people, as in a grant: whoever had one of the values at some time since.
 *
 * @param attribute {@code plan} or {@code country}
 * @param values any of them
 * @param since YYYY-MM, empty for any time
 */
record Population(String attribute, List<String> values, String since) {
  /** As written in {@code suppliers.csv}. */
  String text() {
    String value =
        values.size() == 1
            ? attribute + " = " + values.getFirst()
            : attribute + " in (" + String.join(", ", values) + ")";
    return since.isEmpty() ? value : value + " since " + since;
  }

  /** Whether the person had a value at some time within the span and since the predicate's. */
  boolean holds(Person person, Span within) {
    int from = since.isEmpty() ? Span.ALWAYS : Span.day(since + "-01");
    Span span = new Span(Math.max(from, within.from()), within.to());
    if (attribute.equals("country")) {
      // The directory keeps the country of a closed account.
      return values.contains(person.place.name()) && person.created < span.to();
    }
    return person.plans.stream()
        .anyMatch(held -> values.contains(held.what()) && held.span().overlaps(span));
  }
}
