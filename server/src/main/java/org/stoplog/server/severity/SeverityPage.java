package org.stoplog.server.severity;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoplog.server.incidents.RoomPage;

/**
 * How bad an incident is for people.
 *
 * @param state the worst, and for how many
 * @param flags what ENISA has beside the score
 * @param deception people by how far somebody can deceive them, as a sentence
 * @param rules which rules and weights that score is by
 */
public record SeverityPage(
    String room,
    String incident,
    String path,
    String state,
    List<String> flags,
    List<Line> lines,
    @Nullable String unknown,
    String deception,
    List<RoomPage.Bar> bars,
    String rules,
    List<Judged> judged,
    List<Said> said,
    boolean canWork,
    @Nullable String error,
    Typed typed) {
  public SeverityPage {
    flags = List.copyOf(flags);
    lines = List.copyOf(lines);
    bars = List.copyOf(bars);
    judged = List.copyOf(judged);
    said = List.copyOf(said);
  }

  /**
   * People who are scored alike.
   *
   * @param toEdge how far it is to where the next band begins
   * @param isAtEdge whether one choice decides the band
   * @param some what only some of them have; empty for nothing
   * @param lures how they might be deceived
   */
  public record Line(
      String band,
      String score,
      String because,
      String people,
      String toEdge,
      boolean isAtEdge,
      String shared,
      String some,
      List<String> lures) {
    public Line {
      lures = List.copyOf(lures);
    }
  }

  /**
   * A question.
   *
   * @param isJudged whether somebody answered it; else the answer is what counts meanwhile
   */
  public record Judged(
      String word, String title, String answer, boolean isJudged, List<Choice> answers) {
    public Judged {
      answers = List.copyOf(answers);
    }
  }

  /** An answer that can be given. @param word what the form sends */
  public record Choice(String word, String words) {}

  /** An answer as it was given. */
  public record Said(String title, String answer, String reason, String who) {}

  /** What was typed in a form that could not be taken; empty else. */
  public record Typed(String question, String answer, String reason) {
    static final Typed NOTHING = new Typed("", "", "");
  }
}
