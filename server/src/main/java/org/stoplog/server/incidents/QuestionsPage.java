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
    List<String> claims,
    List<Choice> letters,
    List<Choice> routes,
    List<Mail> mails,
    @Nullable Chase chase) {
  public QuestionsPage {
    letters = List.copyOf(letters);
    routes = List.copyOf(routes);
    mails = List.copyOf(mails);
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
      @Nullable String claim,
      String claimForm) {}

  /** Something to choose. */
  public record Choice(String id, String name) {}

  /** A mail that was sent, or waits. */
  public record Mail(String at, String what, String state, String reply, boolean isTrouble) {}

  /** Whether it is asked again by itself. */
  public record Chase(boolean isOn, String words) {}
}
