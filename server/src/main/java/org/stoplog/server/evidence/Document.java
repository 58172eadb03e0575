package org.stoplog.server.evidence;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A certificate, a report or another document that a supplier gave, or that we keep about it.
 *
 * @param assessment to which it was given; null for none
 * @param question of the assessment; null for all of it
 * @param type as {@link DocumentCheck} found it: {@code pdf}
 * @param until last day on which it shows anything; null for no end
 * @param addedBy account; null when the supplier gave it
 * @param review null while nobody of us has looked at it
 */
public record Document(
    UUID id,
    int supplier,
    @Nullable UUID assessment,
    @Nullable Integer question,
    String name,
    String type,
    long bytes,
    String sha256,
    @Nullable LocalDate until,
    @Nullable UUID addedBy,
    Instant addedAt,
    @Nullable Review review) {

  /** What somebody of us found. */
  public record Review(Verdict verdict, String words, UUID by, Instant at) {
    @Override
    public String toString() {
      return "Review[" + verdict + "]";
    }
  }

  /** Whether it shows what it should. */
  public enum Verdict {
    GOOD("shows what it should"),
    NOT_ENOUGH("does not show enough"),
    WRONG("is not what it should be");

    private final String words;

    Verdict(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Verdict> of(String word) {
      return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }
  }

  /** Whether its last day is over. */
  public boolean isOver(LocalDate today) {
    return until != null && today.isAfter(until);
  }

  /** Whether it was looked at and found good, and its time is not over. */
  public boolean holds(LocalDate today) {
    return review != null && review.verdict() == Verdict.GOOD && !isOver(today);
  }

  @Override
  public String toString() {
    return "Document[" + id + "]";
  }
}
