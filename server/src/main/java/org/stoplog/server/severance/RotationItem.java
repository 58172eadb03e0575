package org.stoplog.server.severance;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that has to be rotated or revoked after a cut.
 *
 * @param connection that uses it; null for a secret of the second order
 * @param what names it, never its value
 * @param closed null while it is open
 * @param words the proof, or why it is not needed; null while it is open
 * @param isSeenToFail whether the old one was seen to be refused
 */
record RotationItem(
    UUID id,
    UUID severance,
    @Nullable Integer connection,
    Kind kind,
    String what,
    @Nullable String owner,
    @Nullable Closed closed,
    @Nullable String words,
    boolean isSeenToFail,
    @Nullable UUID closedBy,
    @Nullable Instant closedAt) {

  /** What it is. */
  enum Kind {
    CREDENTIAL("credential"),
    GRANT("access that was granted"),
    SECOND_ORDER("second-order secret"),
    UNKNOWN("not written down");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Kind stored(String word) {
      return Arrays.stream(values())
          .filter(one -> one.word().equals(word))
          .findFirst()
          .orElseThrow();
    }
  }

  /** How it can be closed. That something is unused closes nothing: it would still open a door. */
  enum Closed {
    ROTATED("rotated: a new one is in use, the old one is void"),
    REVOKED("revoked: there is none any more"),
    NOT_NEEDED("not needed, because …");

    private final String label;

    Closed(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Closed> of(String word) {
      return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }
  }

  /** A revocation is done only when the old credential was seen to fail. */
  boolean isDone() {
    return closed != null && (closed != Closed.REVOKED || isSeenToFail);
  }
}
