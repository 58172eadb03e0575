package org.stoplog.server.assessments;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** Reads an answer as it was typed. */
public final class AnswerForm {
  public static final int LONGEST = 5_000;
  private static final int SHORTEST_REASON = 10;
  private static final Set<String> YES_OR_NO = Set.of("yes", "partly", "no");
  private static final Set<String> NO_OR_YES = Set.of("yes", "unknown", "no");
  private static final Set<String> READINGS =
      Set.of(Answer.READ_WELL, Answer.READ_PARTLY, Answer.READ_BADLY);

  private AnswerForm() {}

  /**
   * @throws StoplogException REQUEST_INVALID that says what is wrong
   */
  public static Answer read(
      Question question, String typed, String typedWords, UUID by, Instant at) {
    String answer = typed.strip();
    String words = typedWords.strip();
    require(words.length() <= LONGEST, "Words have at most 5,000 characters.");
    if (answer.equals(Answer.NOT_APPLICABLE)) {
      require(
          words.length() >= SHORTEST_REASON,
          "Say in at least 10 characters why it does not apply.");
      return new Answer(question.number(), answer, words, by, at);
    }
    switch (question.asks().kind()) {
      case NO_YES -> require(NO_OR_YES.contains(answer), "Answer no, unknown or yes.");
      case YES_NO -> require(YES_OR_NO.contains(answer), "Answer yes, partly or no.");
      case AT_MOST, AT_LEAST ->
          require(
              answer.matches("[0-9]{1,6}"),
              "Answer with a whole number of " + question.asks().unit() + ".");
      case TEXT -> {
        if (READINGS.contains(answer)) {
          return new Answer(question.number(), answer, words, by, at);
        }
        require(!words.isEmpty(), "Answer in words.");
        return new Answer(question.number(), Answer.SAID, words, by, at);
      }
    }
    return new Answer(question.number(), answer, words, by, at);
  }

  private static void require(boolean isRight, String otherwise) {
    if (!isRight) {
      throw new StoplogException(Problem.REQUEST_INVALID, otherwise);
    }
  }
}
