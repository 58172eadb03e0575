package org.stoplog.server.assessments;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody answered, or how somebody read the words of an answer.
 *
 * @param answer yes, partly, unknown, no, not-applicable, a number, or {@link #SAID} for words
 *     alone; of a reading {@link #READ_WELL}, {@link #READ_PARTLY} or {@link #READ_BADLY}
 * @param words with it; empty for none
 * @param by who gave it, or took it over from the supplier
 * @param claimed when the supplier said so; null for our own
 */
public record Answer(
    int question, String answer, String words, UUID by, Instant at, @Nullable Instant claimed) {
  public static final String NOT_APPLICABLE = "not-applicable";
  public static final String SAID = "said";
  public static final String READ_WELL = "read-well";
  public static final String READ_PARTLY = "read-partly";
  public static final String READ_BADLY = "read-badly";

  /** Our own. */
  public Answer(int question, String answer, String words, UUID by, Instant at) {
    this(question, answer, words, by, at, null);
  }

  public boolean isReading() {
    return answer.startsWith("read-");
  }

  @Override
  public String toString() {
    return "Answer[" + question + "]";
  }
}
