package org.stoplog.server.incidents;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The questions to a breached supplier, the same each time, so that none is forgotten. */
enum SupplierQuestion {
  FIELDS("Which data of ours was taken: which fields, in which tables or files?"),
  WINDOW("From when to when was the attacker in, and which period does the data cover?"),
  FILE("When will you give us the affected rows, in which format, by which safe way?"),
  SYSTEMS("Which of your systems and regions were reached, and which were not?"),
  SUBPROCESSORS("Were any of your own suppliers involved or reached?"),
  COUNT("How many people and organisations of ours are affected, and how did you count?"),
  SECRETS("Which keys, tokens or passwords could be read, yours and ours?"),
  CONTAINED("Is the attacker out, since when, and how do you know?"),
  COPIES("Are there copies of our data with others, and what shows that they are deleted?"),
  NEXT("When do we hear from you next, and who can be reached at any hour?");

  private final String text;

  SupplierQuestion(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  String slug() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<SupplierQuestion> of(String slug) {
    return Arrays.stream(values()).filter(one -> one.slug().equals(slug)).findFirst();
  }
}
