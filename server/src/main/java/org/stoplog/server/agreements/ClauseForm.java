package org.stoplog.server.agreements;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * A clause as it was typed and found sound.
 *
 * @param number null for a promise without one
 * @param event null for what runs from nothing
 */
record ClauseForm(
    ClauseKind kind,
    @Nullable Integer number,
    @Nullable String event,
    String words,
    LocalDate since) {
  private static final int LONGEST = 500;

  /**
   * @throws StoplogException REQUEST_INVALID that says what is wrong
   */
  static ClauseForm read(String kind, String number, String event, String words, String since) {
    ClauseKind found = ClauseKind.of(kind).orElseThrow(() -> wrong("Choose what is promised."));
    String counted = number.strip();
    boolean isCounted = found.unit() != null;
    if (isCounted && !counted.matches("[1-9][0-9]{0,3}")) {
      throw wrong("It " + found.words() + ": write a number of " + found.unit() + ", 1 to 9999.");
    }
    if (!isCounted && !counted.isEmpty()) {
      throw wrong("It " + found.words() + ": this promise has no number.");
    }
    Optional<String> from =
        found.events().size() == 1
            ? Optional.of(found.events().getFirst())
            : found.events().stream().filter(event::equals).findFirst();
    if (!found.events().isEmpty() && from.isEmpty()) {
      throw wrong(
          "Choose what it runs from: "
              + String.join(" or ", found.events().stream().map(ClauseKind::event).toList())
              + ".");
    }
    String said = words.strip();
    if (said.length() > LONGEST) {
      throw wrong("What else it says has at most 500 characters.");
    }
    if (found == ClauseKind.PLACES && said.isEmpty()) {
      throw wrong("Write the places: DE, IE.");
    }
    return new ClauseForm(
        found,
        isCounted ? Integer.valueOf(counted) : null,
        from.orElse(null),
        said,
        day(since, "since when it holds"));
  }

  /**
   * @param what for the error
   */
  static LocalDate day(String typed, String what) {
    try {
      return LocalDate.parse(typed.strip());
    } catch (DateTimeException e) {
      throw wrong("Write " + what + " as 2026-01-31.");
    }
  }

  static StoplogException wrong(String what) {
    return new StoplogException(Problem.REQUEST_INVALID, what);
  }
}
