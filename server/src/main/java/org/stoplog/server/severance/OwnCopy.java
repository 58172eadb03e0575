package org.stoplog.server.severance;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Whether we have our own copy of what a supplier holds, before it is cut. */
enum OwnCopy {
  TAKEN("we have taken it"),
  NOT_POSSIBLE("it is not possible"),
  NOT_NEEDED("we do not need it");

  private final String words;

  OwnCopy(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }

  /** As it is stored, and comes from forms. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<OwnCopy> of(String word) {
    return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
  }
}
