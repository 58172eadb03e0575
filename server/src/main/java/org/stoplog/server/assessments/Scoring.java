package org.stoplog.server.assessments;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.expectations.Expectation;

/**
 * What answers come to. Each question has its weight; what is met counts wholly, what is partly met
 * by half, and what is not answered as if it were not met. What does not apply, with its reason,
 * and what is not asked leave the sum. Explained in docs/guide/assessments.md; a change of it is
 * another {@link #VERSION}.
 *
 * @param lines of each question, in their order
 */
public record Scoring(List<Line> lines) {
  public static final int VERSION = 1;

  public Scoring {
    lines = List.copyOf(lines);
  }

  /** What a question came to. */
  public enum Verdict {
    MET("met", 2),
    PARTLY("partly met", 1),
    NOT_MET("not met", 0),
    MISSING("not answered: counts as not met", 0),
    UNREAD("nobody has read the answer: counts as not met", 0),
    NOT_APPLICABLE("does not apply", null),
    NOT_ASKED("not asked", null);

    private final String words;
    private final @Nullable Integer halves;

    /**
     * @param halves of its weight that count; null for what leaves the sum
     */
    Verdict(String words, @Nullable Integer halves) {
      this.words = words;
      this.halves = halves;
    }

    public String words() {
      return words;
    }

    /** Whether something has to be done about it. */
    public boolean isGap() {
      return halves != null && halves < 2;
    }
  }

  /**
   * A question, its last answer and what it came to.
   *
   * @param answer null while there is none
   */
  public record Line(Question question, @Nullable Answer answer, Verdict verdict) {}

  /**
   * @param answers in the order in which they were given
   */
  public static Scoring of(List<Question> questions, List<Answer> answers) {
    Map<Integer, Answer> last = new HashMap<>();
    Map<Integer, Answer> read = new HashMap<>();
    for (Answer one : answers) {
      if (one.isReading()) {
        read.put(one.question(), one);
      } else {
        last.put(one.question(), one);
        // What was read was another answer.
        read.remove(one.question());
      }
    }
    List<Line> lines = new ArrayList<>();
    for (Question question : questions) {
      Answer answer = last.get(question.number());
      Answer before = question.onlyIf() == null ? null : last.get(question.onlyIf());
      boolean isAsked =
          question.onlyIf() == null || (before != null && before.answer().equals("yes"));
      lines.add(
          new Line(
              question,
              answer,
              isAsked
                  ? verdict(question, answer, read.get(question.number()))
                  : Verdict.NOT_ASKED));
    }
    return new Scoring(lines);
  }

  private static Verdict verdict(
      Question question, @Nullable Answer answer, @Nullable Answer read) {
    if (answer == null) {
      return Verdict.MISSING;
    }
    if (answer.answer().equals(Answer.NOT_APPLICABLE)) {
      return Verdict.NOT_APPLICABLE;
    }
    Expectation asks = question.asks();
    return switch (asks.kind()) {
      case YES_NO ->
          switch (answer.answer()) {
            case "yes" -> Verdict.MET;
            case "partly" -> Verdict.PARTLY;
            default -> Verdict.NOT_MET;
          };
      case NO_YES -> met(answer.answer().equals("no"));
      case AT_MOST -> met(Integer.parseInt(answer.answer()) <= limit(asks));
      case AT_LEAST -> met(Integer.parseInt(answer.answer()) >= limit(asks));
      case TEXT ->
          read == null
              ? Verdict.UNREAD
              : switch (read.answer()) {
                case Answer.READ_WELL -> Verdict.MET;
                case Answer.READ_PARTLY -> Verdict.PARTLY;
                default -> Verdict.NOT_MET;
              };
    };
  }

  private static int limit(Expectation asks) {
    return asks.limit() == null ? 0 : asks.limit();
  }

  private static Verdict met(boolean isMet) {
    return isMet ? Verdict.MET : Verdict.NOT_MET;
  }

  /** Of 100; null when nothing is in the sum. Rounded down, so that 100 is all of it. */
  public @Nullable Integer percent() {
    int all = 0;
    int got = 0;
    for (Line line : lines) {
      Integer halves = line.verdict().halves;
      if (halves != null) {
        all += 2 * line.question().asks().weight();
        got += halves * line.question().asks().weight();
      }
    }
    return all == 0 ? null : 100 * got / all;
  }

  public long count(Verdict verdict) {
    return lines.stream().filter(line -> line.verdict() == verdict).count();
  }

  /** {@code 64 of 100: 9 met, 2 partly met, 3 not met, 5 not answered}. */
  public String words() {
    Integer percent = percent();
    List<String> parts = new ArrayList<>();
    for (Verdict verdict : Verdict.values()) {
      long count = count(verdict);
      if (count > 0) {
        parts.add(count + " " + verdict.words().replaceAll(":.*", ""));
      }
    }
    return (percent == null ? "nothing to score" : percent + " of 100")
        + ": "
        + String.join(", ", parts);
  }
}
