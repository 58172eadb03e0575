package org.stoplog.server.incidents;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What somebody says of a ticket after having looked at it. */
enum TicketVerdict {
  CONFIRMED("confirmed"),
  FALSE_ALARM("false alarm"),
  MORE("needs more");

  private final String words;

  TicketVerdict(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }

  String slug() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<TicketVerdict> of(String slug) {
    return Arrays.stream(values()).filter(one -> one.slug().equals(slug)).findFirst();
  }

  /**
   * The state of a review in words.
   *
   * @param state of the database: a verdict's slug, {@code open}, {@code second} or {@code
   *     disagree}
   */
  static String wordsOf(String state) {
    return switch (state) {
      case "open" -> "not looked at";
      case "second" -> "waits for a second person";
      case "disagree" -> "two people disagree";
      default -> of(state).map(one -> one.words() + ", say two").orElse(state);
    };
  }
}
