package org.stoplog.server.severity;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What somebody judges of an incident, so that its severity can be worked out. */
enum Question {
  GOT_BY(
      "Who may have got the data",
      "unknown-recipients",
      "not-seen",
      "known-recipients",
      "unknown-recipients"),
  INTENT("Was it on purpose", "malicious", "malicious", "mistake"),
  ALTERED("Was it altered", "not-used", "not-used", "recoverable", "not-recoverable"),
  AVAILABILITY("Is it still there", "there", "there", "temporarily-lost", "lost"),
  IDENTIFICATION(
      "How easily people are found by it",
      "by-the-data",
      "by-the-data",
      "negligible",
      "limited",
      "significant",
      "maximum"),
  UNINTELLIGIBLE("Is it encrypted, with a key that is safe", "no", "yes", "no"),
  POINTS_SIMPLE("Points of simple data", "1", "1", "2", "3", "4"),
  POINTS_BEHAVIOURAL("Points of behavioural data", "2", "1", "2", "3", "4"),
  POINTS_FINANCIAL("Points of financial data", "3", "1", "2", "3", "4"),
  POINTS_SENSITIVE("Points of sensitive data", "4", "1", "2", "3", "4"),
  THREAT("What is known of the thief", "unknown", "unknown", "theft", "used"),
  RELATION("Does the thief know whose customers they are", "known", "known", "not-known");

  private final String title;
  private final String usual;
  private final List<String> answers;

  /**
   * @param usual what is counted while nobody judged it: the worst that is likely, since it was a
   *     breach
   */
  Question(String title, String usual, String... answers) {
    this.title = title;
    this.usual = usual;
    this.answers = List.of(answers);
  }

  String title() {
    return title;
  }

  String usual() {
    return usual;
  }

  List<String> answers() {
    return answers;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<Question> of(String word) {
    return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
  }
}
