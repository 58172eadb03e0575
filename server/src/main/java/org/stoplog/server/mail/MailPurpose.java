package org.stoplog.server.mail;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a mailbox is read for. */
public enum MailPurpose {
  /** Suppliers write to it about their security. */
  SUPPLIERS("what suppliers write"),
  /** Copies of notices come back to it. */
  BOUNCES("what comes back of notices");

  private final String words;

  MailPurpose(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<MailPurpose> of(String word) {
    return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
  }
}
