package org.stoplog.server.organisations;

import java.util.List;

/** One organisation of a round. */
public record TargetPage(
    String room,
    String incident,
    String round,
    String roundName,
    String path,
    String name,
    String state,
    List<RoundPage.Pair> facts,
    boolean canRenew,
    boolean canRevoke,
    boolean canWork,
    List<Question> questions) {
  public TargetPage {
    facts = List.copyOf(facts);
    questions = List.copyOf(questions);
  }

  /**
   * @param answered when; empty while it waits
   */
  public record Question(String id, String at, String words, String answered) {}
}
