package org.stoplog.server.clocks;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The duties of an incident.
 *
 * @param next the earliest deadline that is open; null when none is
 * @param warnings what is missing for a sound answer
 * @param supposed what is tried out, in words; null for nothing
 * @param moved what the supposition moves
 * @param contracts by when clauses with customers have us tell them, the earliest first
 * @param promised what the supplier promised, beside what it did
 * @param error what was wrong with an answer; null for nothing
 * @param typed the answer that was wrong, so that nobody types it again
 */
public record ClocksPage(
    String room,
    String incident,
    String path,
    String state,
    @Nullable Line next,
    List<String> warnings,
    boolean canWork,
    List<Section> sections,
    List<String> kinds,
    List<Row> matrix,
    List<Mark> marks,
    List<Question> questions,
    List<Said> answers,
    List<Choice> starts,
    @Nullable String supposed,
    List<Moved> moved,
    List<Contract> contracts,
    List<Promise> promised,
    @Nullable String error,
    Typed typed) {
  public ClocksPage {
    warnings = List.copyOf(warnings);
    sections = List.copyOf(sections);
    kinds = List.copyOf(kinds);
    matrix = List.copyOf(matrix);
    marks = List.copyOf(marks);
    questions = List.copyOf(questions);
    answers = List.copyOf(answers);
    starts = List.copyOf(starts);
    moved = List.copyOf(moved);
    contracts = List.copyOf(contracts);
    promised = List.copyOf(promised);
  }

  /** A clause. @param by its deadline, or what it waits for */
  public record Contract(String organisation, String clause, String by) {}

  /** A promise of the supplier. @param verdict whether it was kept, in words */
  public record Promise(String says, String verdict, boolean isBroken) {}

  /** Duties that came out alike. @param isFolded whether it is shown only when asked for */
  public record Section(String title, boolean isFolded, List<Line> lines) {
    public Section {
      lines = List.copyOf(lines);
    }
  }

  /**
   * A duty.
   *
   * @param by its deadline; what it waits for without one
   * @param left how long that is yet, or whether it was met
   * @param isLate whether it is not met and over
   * @param people whose data it is about
   */
  public record Line(
      String path,
      String recipient,
      String place,
      String law,
      String by,
      String left,
      boolean isLate,
      String people,
      boolean isVerified) {}

  /** A place, and what its duties come to for each kind of recipient. */
  public record Row(String place, List<String> cells) {
    public Row {
      cells = List.copyOf(cells);
    }
  }

  /**
   * Something on the line of time.
   *
   * @param x from 0 to 1000
   * @param isNow whether it is this moment
   */
  public record Mark(
      int x, int row, String text, @Nullable String path, boolean isNow, boolean isLate) {}

  /**
   * What nobody knows, and how many duties hang on it.
   *
   * @param answers words that answer it; none where it is not answered here
   */
  public record Question(String key, String text, int duties, List<String> answers) {
    public Question {
      answers = List.copyOf(answers);
    }
  }

  /** What was answered. */
  public record Said(String question, String answer, String reason, String who) {}

  /** A word of a form. */
  public record Choice(String word, String words) {}

  /** An answer as it was typed. */
  public record Typed(String question, String answer, String happened, String reason) {
    static final Typed NOTHING = new Typed("", "", "", "");
  }

  /** A duty that a supposition moves. */
  public record Moved(String path, String recipient, String before, String after) {}
}
