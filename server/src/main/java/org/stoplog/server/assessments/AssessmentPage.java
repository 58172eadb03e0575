package org.stoplog.server.assessments;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One assessment.
 *
 * @param typedQuestion in which form something could not be taken; 0 for none
 * @param typedFinding of a finding that could not be taken; null for none
 */
public record AssessmentPage(
    String path,
    int supplier,
    String supplierName,
    String title,
    String state,
    String about,
    List<Line> lines,
    List<Found> findings,
    List<Choice> owners,
    boolean canEdit,
    @Nullable String error,
    int typedQuestion,
    String typedWords,
    @Nullable Finding typedFinding) {
  public AssessmentPage {
    lines = List.copyOf(lines);
    findings = List.copyOf(findings);
    owners = List.copyOf(owners);
  }

  /**
   * A question.
   *
   * @param answer what was answered, by whom and when; null while it was not
   * @param before what was answered last time, to be confirmed; null for nothing
   * @param kind yes-no, number or text
   */
  public record Line(
      int number,
      String title,
      String question,
      String why,
      String source,
      String wanted,
      int weight,
      boolean isProved,
      @Nullable String answer,
      String words,
      @Nullable String before,
      String verdict,
      boolean isGap,
      boolean isAsked,
      boolean isUnread,
      String kind) {}

  /** A finding of it. */
  public record Found(String path, String title, String state) {}

  /** A finding, as it was typed. */
  public record Finding(String title, String weight, String owner, String due) {}

  /** Of a finding that could not be taken, at its question; else null. */
  public @Nullable Finding typedFinding(Line line) {
    return line.number() == typedQuestion ? typedFinding : null;
  }

  /** A choice of a form. */
  public record Choice(String word, String words) {}
}
