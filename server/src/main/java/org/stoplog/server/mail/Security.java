package org.stoplog.server.mail;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a connection to a mail server is protected. None of them falls back to another one. */
public enum Security {
  /** Not at all; to this machine only. */
  NONE,
  /**
   * Begins in the clear, and goes on only once it is encrypted and the server has proven itself.
   */
  STARTTLS,
  /** Encrypted from the first byte. */
  TLS;

  /** As it is stored and sent by forms. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Security> of(String word) {
    return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
  }
}
