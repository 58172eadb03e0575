package org.stoplog.sample;

import java.time.LocalDate;

/**
 * Days from {@code from} (inclusive) to {@code to} (exclusive), counted from 1970-01-01.
 *
 * @param from first day, or {@link #ALWAYS}
 * @param to first day after, or {@link #OPEN}
 */
record Span(int from, int to) {
  static final int ALWAYS = Integer.MIN_VALUE;
  static final int OPEN = Integer.MAX_VALUE;
  static final Span EVER = new Span(ALWAYS, OPEN);

  Span {
    if (from >= to) {
      throw new IllegalArgumentException("an empty span: " + from + " to " + to);
    }
  }

  boolean has(int day) {
    return from <= day && day < to;
  }

  boolean overlaps(Span other) {
    return from < other.to && other.from < to;
  }

  static int day(String date) {
    return Math.toIntExact(LocalDate.parse(date).toEpochDay());
  }

  /** As in the files: YYYY-MM-DD, empty for no bound. */
  static String text(int day) {
    return day == ALWAYS || day == OPEN ? "" : LocalDate.ofEpochDay(day).toString();
  }
}
