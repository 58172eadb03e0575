package org.stoplog.server.assessments;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One assessment. */
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
    String typedWords) {
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

  /** A choice of a form. */
  public record Choice(String word, String words) {}
}
