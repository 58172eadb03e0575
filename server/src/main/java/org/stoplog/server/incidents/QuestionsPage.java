package org.stoplog.server.incidents;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The questions to the supplier, and how old those without an answer are. */
public record QuestionsPage(
    String room,
    String incident,
    boolean canWork,
    int open,
    String letter,
    List<Line> questions,
    List<String> claims) {
  public QuestionsPage {
    questions = List.copyOf(questions);
    claims = List.copyOf(claims);
  }

  /** A question; {@code asked} is null before it was asked. */
  public record Line(
      String slug,
      String path,
      String text,
      @Nullable String asked,
      @Nullable String waiting,
      @Nullable String answer,
      @Nullable String claim) {}
}
