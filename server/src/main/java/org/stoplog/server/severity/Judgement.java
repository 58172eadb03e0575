package org.stoplog.server.severity;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.stoplog.catalog.DataClass;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.severity.Enablement;
import org.stoplog.catalog.severity.Severity;

/**
 * What people judged of an incident up to some moment. What nobody judged counts as the worst that
 * is likely.
 *
 * @param number of the last answer in it; 0 for none. Answers are only ever added, so that it names
 *     one judgement for good
 * @param answers words, by the words of their questions
 * @param weights of our own score
 */
public record Judgement(int number, Map<String, String> answers, Enablement.Weights weights) {
  /** Nothing was judged. */
  public static final Judgement NONE = new Judgement(0, Map.of(), Enablement.Weights.USUAL);

  public Judgement {
    answers = Map.copyOf(answers);
  }

  private String answer(Question question) {
    return answers.getOrDefault(question.word(), question.usual());
  }

  private <E extends Enum<E>> E answer(Question question, Class<E> type) {
    return Enum.valueOf(type, answer(question).toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  private Severity.Circumstances circumstances() {
    return new Severity.Circumstances(
        answer(Question.GOT_BY, Severity.Confidentiality.class),
        answer(Question.ALTERED, Severity.Integrity.class),
        answer(Question.AVAILABILITY, Severity.Availability.class),
        answer(Question.INTENT).equals("malicious"));
  }

  private Severity.Identification identification(ElementSet elements) {
    return answer(Question.IDENTIFICATION).equals("by-the-data")
        ? Severity.Identification.of(elements)
        : answer(Question.IDENTIFICATION, Severity.Identification.class);
  }

  private Severity.Context moved(Severity.Context usual) {
    DataClass dataClass = usual.dataClass();
    int points = Integer.parseInt(answer(Question.valueOf("POINTS_" + dataClass.name())));
    return points == dataClass.base()
        ? usual
        : new Severity.Context(dataClass, points, "judged in this incident");
  }

  /** Empty when no element is known: nobody can say how bad that is. */
  public Optional<Severity> severity(ElementSet elements) {
    if (elements.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Severity(
            Severity.start(elements).stream().map(this::moved).toList(),
            identification(elements),
            circumstances()));
  }

  Enablement.Threat threat() {
    return answer(Question.THREAT, Enablement.Threat.class);
  }

  boolean isRelationKnown() {
    return answer(Question.RELATION).equals("known");
  }

  /** ENISA has it as a flag beside the score. */
  boolean isUnintelligible() {
    return answer(Question.UNINTELLIGIBLE).equals("yes");
  }

  boolean isJudged(Question question) {
    return answers.containsKey(question.word());
  }
}
