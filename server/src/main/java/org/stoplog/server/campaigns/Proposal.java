package org.stoplog.server.campaigns;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something happened after which a supplier may have to be asked. Nothing is sent by it: somebody
 * makes a draft of it, or lets it go.
 *
 * @param supplier that it happened to; of an incident the breached one, and others are asked
 * @param incident null unless it is one
 * @param words what happened
 * @param seen by the product's clock
 */
record Proposal(
    UUID id,
    Kind kind,
    int supplier,
    String name,
    @Nullable UUID incident,
    String words,
    Instant seen) {
  /** What happened. */
  enum Kind {
    INCIDENT("a breach", "sweep"),
    OWNERSHIP("another owner or legal name", "mvsp"),
    SUB_PROCESSOR("a new sub-processor", "mvsp"),
    DOCUMENT("a document that ends", "mvsp");

    private final String words;
    private final String set;

    /**
     * @param set of questions that fits best
     */
    Kind(String words, String set) {
      this.words = words;
      this.set = set;
    }

    String words() {
      return words;
    }

    String set() {
      return set;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Kind of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }
}
