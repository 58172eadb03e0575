package org.stoplog.server.people;

import java.util.Arrays;
import java.util.Optional;

/** Why somebody was looked up. The word is in the audit log. */
enum Reason {
  REQUEST("request", "They, or somebody for them, asked what we have"),
  INCIDENT("incident", "An incident concerns them"),
  CORRECTION("correction", "Something of the record has to be put right"),
  ERASURE("erasure", "They asked to be erased"),
  CHECK("check", "To check an import or a look-up");

  private final String word;
  private final String text;

  Reason(String word, String text) {
    this.word = word;
    this.text = text;
  }

  String word() {
    return word;
  }

  String text() {
    return text;
  }

  static Optional<Reason> of(String word) {
    return Arrays.stream(values()).filter(one -> one.word.equals(word)).findFirst();
  }
}
