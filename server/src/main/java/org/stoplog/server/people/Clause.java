package org.stoplog.server.people;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How soon we must tell an organisation.
 *
 * @param hours from the event
 * @param event one of {@link #EVENTS}
 * @param source where it is written: contract and paragraph
 * @param checkedOn the day on which somebody read it there
 */
record Clause(int hours, String event, String source, LocalDate checkedOn) {
  private static final int MOST_HOURS = 8760;
  private static final int LONGEST = 500;

  static final List<PeoplePage.Choice> EVENTS =
      List.of(
          new PeoplePage.Choice("suspicion", "we suspect a breach"),
          new PeoplePage.Choice("awareness", "we become aware of it"),
          new PeoplePage.Choice("confirmation", "it is confirmed"),
          new PeoplePage.Choice("scope", "we know whom it concerns"));

  /** Reads what was typed, and says for each field what is wrong. */
  static @Nullable Clause read(
      String hours, String event, String source, String checkedOn, Map<String, String> errors) {
    int number = hours.strip().matches("\\d{1,4}") ? Integer.parseInt(hours.strip()) : 0;
    if (number < 1 || number > MOST_HOURS) {
      errors.put("hours", "Hours are a whole number from 1 to 8760.");
    }
    if (EVENTS.stream().noneMatch(one -> one.value().equals(event))) {
      errors.put("event", "The hours run from suspicion, awareness, confirmation or scope.");
    }
    String where = source.strip();
    if (where.isEmpty()
        || where.length() > LONGEST
        || where.chars().anyMatch(Character::isISOControl)) {
      errors.put("source", "Say where it is written, in at most 500 characters on one line.");
    }
    try {
      LocalDate day = LocalDate.parse(checkedOn.strip());
      return errors.isEmpty() ? new Clause(number, event, where, day) : null;
    } catch (DateTimeException e) {
      errors.put("checked-on", "Write the day on which it was read as 2026-11-25.");
      return null;
    }
  }

  static String words(String event) {
    return EVENTS.stream()
        .filter(one -> one.value().equals(event))
        .map(PeoplePage.Choice::words)
        .findFirst()
        .orElse(event);
  }
}
