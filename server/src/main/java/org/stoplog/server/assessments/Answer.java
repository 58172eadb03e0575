package org.stoplog.server.assessments;

import java.time.Instant;
import java.util.UUID;

/**
 * What somebody answered, or how somebody read the words of an answer.
 *
 * @param answer yes, partly, no, not-applicable, a number, or {@link #SAID} for words alone; of a
 *     reading {@link #READ_WELL}, {@link #READ_PARTLY} or {@link #READ_BADLY}
 * @param words with it; empty for none
 */
record Answer(int question, String answer, String words, UUID by, Instant at) {
  static final String NOT_APPLICABLE = "not-applicable";
  static final String SAID = "said";
  static final String READ_WELL = "read-well";
  static final String READ_PARTLY = "read-partly";
  static final String READ_BADLY = "read-badly";

  boolean isReading() {
    return answer.startsWith("read-");
  }

  @Override
  public String toString() {
    return "Answer[" + question + "]";
  }
}
