package org.stoplog.server.campaigns;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.server.assessments.Answer;
import org.stoplog.server.assessments.AssessmentRows;
import org.stoplog.server.assessments.Question;
import org.stoplog.server.assessments.Scoring;

/**
 * How a campaign stands: asked, answered, affected, unknown. What a supplier sent counts as its
 * word, also before somebody took it over; what we found out by ourselves counts before that.
 */
final class Board {
  /** Question of a sweep by which somebody is affected. */
  static final String AFFECTED = "affected";

  /** What is known of one supplier. */
  enum Verdict {
    AFFECTED("says that it is affected"),
    NOT_AFFECTED("says that it is not affected"),
    UNKNOWN("unknown");

    private final String words;

    Verdict(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * A supplier and what it answered.
   *
   * @param verdict null when the set does not ask whether it is affected
   * @param scoring of what is known now; null while the campaign is a draft
   */
  record Line(Asked asked, @Nullable Verdict verdict, @Nullable Scoring scoring) {
    /** Silence is not the same as somebody who says so; empty when it is not asked. */
    String words() {
      return verdict == null
          ? ""
          : verdict == Verdict.UNKNOWN && asked.isAnswered()
              ? "says that it is not known yet"
              : verdict.words();
    }
  }

  private final List<Line> lines;

  private Board(List<Line> lines) {
    this.lines = List.copyOf(lines);
  }

  static Board of(CampaignDesk desk, CampaignDesk.Inside inside) {
    AssessmentRows assessments = desk.assessments(inside.jdbc());
    List<Line> lines = new ArrayList<>();
    for (Asked one : inside.rows().asked(inside.campaign().id())) {
      UUID assessment = one.assessment();
      lines.add(
          assessment == null
              ? new Line(one, null, null)
              : line(one, assessments.questions(assessment), answers(inside, assessments, one)));
    }
    return new Board(lines);
  }

  /** Those of the assessment, and after them what was sent and is not taken over yet. */
  private static List<Answer> answers(
      CampaignDesk.Inside inside, AssessmentRows assessments, Asked one) {
    UUID assessment = java.util.Objects.requireNonNull(one.assessment());
    List<Answer> answers = new ArrayList<>(assessments.answers(assessment));
    if (one.sent() != null && one.taken() == null) {
      inside
          .rows()
          .drafts(one)
          .forEach(
              draft ->
                  answers.add(
                      new Answer(
                          draft.question(),
                          draft.answer(),
                          draft.words(),
                          inside.campaign().createdBy(),
                          java.util.Objects.requireNonNull(one.sent()),
                          one.sent())));
    }
    return answers;
  }

  private static Line line(Asked asked, List<Question> questions, List<Answer> answers) {
    Scoring scoring = Scoring.of(questions, answers);
    Optional<Scoring.Line> affected =
        scoring.lines().stream()
            .filter(one -> one.question().asks().id().equals(AFFECTED))
            .findFirst();
    return new Line(asked, affected.map(Board::verdict).orElse(null), scoring);
  }

  private static Verdict verdict(Scoring.Line line) {
    Answer answer = line.answer();
    return switch (answer == null ? "" : answer.answer()) {
      case "yes" -> Verdict.AFFECTED;
      case "no" -> Verdict.NOT_AFFECTED;
      default -> Verdict.UNKNOWN;
    };
  }

  List<Line> lines() {
    return lines;
  }

  /** Whether its set asks who is affected. */
  boolean isSweep() {
    return lines.stream().anyMatch(line -> line.verdict() != null);
  }

  int count(Verdict verdict) {
    return (int) lines.stream().filter(line -> line.verdict() == verdict).count();
  }

  int answered() {
    return (int) lines.stream().filter(line -> line.asked().isAnswered()).count();
  }

  /** To whom a mail went or waits. */
  int asked() {
    return (int) lines.stream().filter(line -> line.asked().obstacle() == null).count();
  }

  /** {@code 24 suppliers: 22 asked, 9 answered, 1 affected, 8 not affected, 15 unknown}. */
  String words() {
    String words =
        lines.size()
            + (lines.size() == 1 ? " supplier: " : " suppliers: ")
            + asked()
            + " asked, "
            + answered()
            + " answered";
    return isSweep()
        ? words
            + ", "
            + count(Verdict.AFFECTED)
            + " affected, "
            + count(Verdict.NOT_AFFECTED)
            + " not affected, "
            + count(Verdict.UNKNOWN)
            + " unknown"
        : words;
  }
}
