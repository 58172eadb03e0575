package org.stoplog.server.people;

import org.jspecify.annotations.Nullable;

/** Values that are shown so that who knows them recognises them, and nobody else learns them. */
final class Masked {
  private static final String HIDDEN = "•••";

  private Masked() {}

  /** The first letter: {@code m•••}. */
  static String text(@Nullable String value) {
    return value == null || value.isEmpty()
        ? ""
        : value.substring(0, value.offsetByCodePoints(0, 1)) + HIDDEN;
  }

  /** The first letter and the domain: {@code m•••@example.org}. */
  static String email(String value) {
    int at = value.lastIndexOf('@');
    return at < 1 ? text(value) : text(value.substring(0, at)) + value.substring(at);
  }

  /** The last two digits: {@code •••45}. */
  static String phone(String value) {
    return value.length() < 6
        ? (value.isEmpty() ? "" : HIDDEN)
        : HIDDEN + value.substring(value.length() - 2);
  }
}
