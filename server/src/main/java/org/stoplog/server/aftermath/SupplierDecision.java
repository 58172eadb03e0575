package org.stoplog.server.aftermath;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * What was decided about a supplier after an incident.
 *
 * @param promises what it had promised and what happened, as it was then
 */
record SupplierDecision(
    UUID id,
    int supplier,
    UUID incident,
    Kind kind,
    String reasons,
    List<String> promises,
    UUID by,
    Instant at) {
  SupplierDecision {
    promises = List.copyOf(promises);
  }

  /** What is done. */
  enum Kind {
    KEEP("keep it as it is"),
    RESTRICT("keep it, with less data or under conditions"),
    END("end it");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Kind> of(String word) {
      return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }
  }

  @Override
  public String toString() {
    return "SupplierDecision[" + id + "]";
  }
}
