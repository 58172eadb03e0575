package org.stoplog.server.assessments;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.stoplog.catalog.expectations.Expectation;
import org.stoplog.catalog.expectations.ExpectationSets;
import org.stoplog.server.assessments.Scoring.Verdict;

/** Scores, worked out by hand. */
class ScoringTest {
  private static final UUID SOMEBODY = UUID.randomUUID();

  private static Question question(
      int number, Expectation.Kind kind, Integer limit, Integer onlyIf) {
    return new Question(
        number,
        new Expectation(
            "q" + number,
            kind,
            limit,
            limit == null ? "" : "hours",
            number,
            false,
            null,
            "t",
            "q?",
            "w",
            "s"),
        onlyIf);
  }

  private static Answer answer(int question, String answer) {
    return new Answer(question, answer, "", SOMEBODY, Instant.EPOCH);
  }

  /**
   * Weights are 1, 2 and 3. The first is met, 1 of 1; the second partly, 1 of 2; the third, at most
   * 24 hours, was answered with 48, 0 of 3: 2 of 6, 33 of 100.
   */
  @Test
  void whatIsMetCountsByItsWeight() {
    List<Question> questions =
        List.of(
            question(1, Expectation.Kind.YES_NO, null, null),
            question(2, Expectation.Kind.YES_NO, null, null),
            question(3, Expectation.Kind.AT_MOST, 24, null));
    Scoring scoring =
        Scoring.of(questions, List.of(answer(1, "yes"), answer(2, "partly"), answer(3, "48")));
    assertThat(scoring.percent()).isEqualTo(33);
    assertThat(scoring.words()).isEqualTo("33 of 100: 1 met, 1 partly met, 1 not met");
    // At the limit is within it; the last answer holds.
    assertThat(
            Scoring.of(
                    questions,
                    List.of(answer(1, "no"), answer(3, "25"), answer(3, "24"), answer(1, "yes")))
                .percent())
        .as("4 of 6")
        .isEqualTo(66);
  }

  @Test
  void missingIsWorstAndWhatDoesNotApplyLeavesTheSum() {
    List<Question> questions =
        List.of(
            question(1, Expectation.Kind.YES_NO, null, null),
            question(2, Expectation.Kind.YES_NO, null, null));
    assertThat(Scoring.of(questions, List.of()).percent()).isZero();
    assertThat(Scoring.of(questions, List.of(answer(1, "yes"))).percent()).isEqualTo(33);
    assertThat(
            Scoring.of(questions, List.of(answer(1, "yes"), answer(2, Answer.NOT_APPLICABLE)))
                .percent())
        .isEqualTo(100);
    assertThat(
            Scoring.of(
                    questions,
                    List.of(answer(1, Answer.NOT_APPLICABLE), answer(2, Answer.NOT_APPLICABLE)))
                .percent())
        .as("nothing is left to score")
        .isNull();
  }

  @Test
  void whatHangsOnAnotherIsAskedAfterAYesAlone() {
    List<Question> questions =
        List.of(
            question(1, Expectation.Kind.YES_NO, null, null),
            question(2, Expectation.Kind.YES_NO, null, 1));
    for (String before : List.of("no", "partly", Answer.NOT_APPLICABLE)) {
      assertThat(Scoring.of(questions, List.of(answer(1, before))).lines().get(1).verdict())
          .as(before)
          .isEqualTo(Verdict.NOT_ASKED);
    }
    assertThat(Scoring.of(questions, List.of(answer(1, "yes"))).lines().get(1).verdict())
        .isEqualTo(Verdict.MISSING);
  }

  /** Words count when somebody has read them, and another answer has to be read anew. */
  @Test
  void wordsCountWhenSomebodyReadThem() {
    List<Question> questions = List.of(question(1, Expectation.Kind.TEXT, null, null));
    Answer said = answer(1, Answer.SAID);
    Answer read = answer(1, Answer.READ_WELL);
    assertThat(Scoring.of(questions, List.of(said)).lines().getFirst().verdict())
        .isEqualTo(Verdict.UNREAD);
    assertThat(Scoring.of(questions, List.of(said, read)).percent()).isEqualTo(100);
    assertThat(Scoring.of(questions, List.of(said, read, said)).percent()).isZero();
    assertThat(Scoring.of(questions, List.of(said, answer(1, Answer.READ_PARTLY))).percent())
        .isEqualTo(50);
  }

  /** A better answer never lowers the score, in any set that we ship. */
  @Test
  void aBetterAnswerNeverLowersTheScore() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<Question> questions =
        IntStream.range(0, 22)
            .mapToObj(
                i ->
                    new Question(
                        i + 1,
                        ExpectationSets.find("breaches").orElseThrow().expectations().get(i),
                        null))
            .filter(one -> one.asks().kind() == Expectation.Kind.YES_NO)
            .toList();
    for (int run = 0; run < 500; run++) {
      List<Answer> answers =
          questions.stream()
              .filter(_ -> random.nextBoolean())
              .map(one -> answer(one.number(), random.nextBoolean() ? "no" : "partly"))
              .toList();
      Question better = questions.get(random.nextInt(questions.size()));
      List<Answer> more = new java.util.ArrayList<>(answers);
      more.add(answer(better.number(), "yes"));
      assertThat(Scoring.of(questions, more).percent())
          .as("seed %d", seed)
          .isGreaterThanOrEqualTo(Scoring.of(questions, answers).percent());
    }
  }
}
