package org.stoplog.server.assessments;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.reader.SheetOutline;

/**
 * Finds questions and answers in a workbook that a supplier filled in for many customers, as CAIQ,
 * SIG and HECVAT are. Nothing of their texts is in this program: the columns are found by what
 * stands in them.
 */
final class WorkbookGuess {
  static final int MOST_QUESTIONS = 1_500;

  private static final int LEAST_ANSWERS = 3;
  private static final double LEAST_SHARE = 0.6;
  private static final int LEAST_QUESTION = 15;
  private static final int LONGEST_ID = 24;
  private static final int LONGEST_QUESTION = 4_000;

  /** What suppliers write, and what it means here. */
  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("yes", "yes"),
          Map.entry("y", "yes"),
          Map.entry("true", "yes"),
          Map.entry("no", "no"),
          Map.entry("n", "no"),
          Map.entry("false", "no"),
          Map.entry("partly", "partly"),
          Map.entry("partial", "partly"),
          Map.entry("partially", "partly"),
          Map.entry("in progress", "partly"),
          Map.entry("na", Answer.NOT_APPLICABLE),
          Map.entry("n/a", Answer.NOT_APPLICABLE),
          Map.entry("not applicable", Answer.NOT_APPLICABLE));

  private WorkbookGuess() {}

  /**
   * A question of the workbook.
   *
   * @param line row in its sheet, from 1
   * @param id as the workbook has it, or {@code row-7}
   * @param answer a word of ours; null when it has none, or one that is not understood
   */
  record Found(int line, String id, String question, @Nullable String answer, String words) {}

  /**
   * What was found.
   *
   * @param about which sheet and columns, for people
   * @param strange rows whose answer is not understood, or is one for several: {@code row 7}
   */
  record Guess(String about, List<Found> questions, List<String> strange) {
    Guess {
      questions = List.copyOf(questions);
      strange = List.copyOf(strange);
    }

    long answered() {
      return questions.stream().filter(one -> one.answer() != null).count();
    }
  }

  /** Columns of a sheet; -1 for none. */
  private record Columns(int id, int question, int answer, int words, int answers) {}

  /** Of the sheet with most answers; empty when no sheet looks so. */
  static Optional<Guess> of(SheetOutline outline) {
    SheetOutline.Sheet best = null;
    Columns columns = null;
    for (SheetOutline.Sheet sheet : outline.sheets()) {
      Columns found = columns(sheet);
      if (found != null && (columns == null || found.answers() > columns.answers())) {
        best = sheet;
        columns = found;
      }
    }
    return best == null || columns == null ? Optional.empty() : Optional.of(read(best, columns));
  }

  private static String word(String cell) {
    return cell.strip().toLowerCase(Locale.ROOT).replaceAll("[.!]+$", "");
  }

  private static @Nullable Columns columns(SheetOutline.Sheet sheet) {
    int width = sheet.lines().stream().mapToInt(line -> line.cells().size()).max().orElse(0);
    int answer = -1;
    int most = 0;
    for (int column = 0; column < width; column++) {
      int known = 0;
      int filled = 0;
      for (SheetOutline.Line line : sheet.lines()) {
        String cell = word(line.cell(column));
        filled += cell.isEmpty() ? 0 : 1;
        known += WORDS.containsKey(cell) ? 1 : 0;
      }
      if (known > most && known >= LEAST_ANSWERS && known >= LEAST_SHARE * filled) {
        answer = column;
        most = known;
      }
    }
    if (answer < 0) {
      return null;
    }
    List<SheetOutline.Line> answered = new ArrayList<>();
    for (SheetOutline.Line line : sheet.lines()) {
      if (WORDS.containsKey(word(line.cell(answer)))) {
        answered.add(line);
      }
    }
    int question = longest(answered, width, answer, -1, 0);
    if (question < 0 || length(answered, question) < LEAST_QUESTION) {
      return null;
    }
    return new Columns(
        id(answered, width, answer, question),
        question,
        answer,
        longest(answered, width, answer, question, answer + 1),
        most);
  }

  private static double length(List<SheetOutline.Line> lines, int column) {
    return lines.stream().mapToInt(line -> line.cell(column).length()).average().orElse(0);
  }

  /** The column with the longest texts; -1 when all are empty. */
  private static int longest(
      List<SheetOutline.Line> lines, int width, int answer, int other, int from) {
    int best = -1;
    double most = 0;
    for (int column = from; column < width; column++) {
      double length = column == answer || column == other ? 0 : length(lines, column);
      if (length > most) {
        best = column;
        most = length;
      }
    }
    return best;
  }

  /** The first column of short texts of which none comes twice. */
  private static int id(List<SheetOutline.Line> lines, int width, int answer, int question) {
    for (int column = 0; column < width; column++) {
      Set<String> seen = new HashSet<>();
      int number = column;
      boolean isId =
          column != answer
              && column != question
              && lines.stream()
                  .map(line -> line.cell(number).strip())
                  .allMatch(
                      cell -> !cell.isEmpty() && cell.length() <= LONGEST_ID && seen.add(cell));
      if (isId) {
        return column;
      }
    }
    return -1;
  }

  private static Guess read(SheetOutline.Sheet sheet, Columns columns) {
    List<Found> questions = new ArrayList<>();
    List<String> strange = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    boolean hasBegun = false;
    for (SheetOutline.Line line : sheet.lines()) {
      String question = line.cell(columns.question()).strip();
      String said = word(line.cell(columns.answer()));
      String answer = WORDS.get(said);
      // What stands above the first answer are titles.
      hasBegun |= answer != null;
      if (!hasBegun || question.isEmpty() || questions.size() == MOST_QUESTIONS) {
        continue;
      }
      boolean isFormula = line.formulas().contains(columns.answer());
      SheetOutline.Area merged = sheet.across(line.number(), columns.answer());
      boolean isShared = merged != null && questions(sheet, merged, columns) > 1;
      if (merged != null && isShared) {
        strange.add("row %d (%s are merged)".formatted(line.number(), merged.name()));
      } else if ((answer == null && !said.isEmpty()) || isFormula) {
        strange.add("row " + line.number());
      }
      String own = columns.id() < 0 ? "" : line.cell(columns.id()).strip();
      String id = own.isEmpty() || !ids.add(own) ? "row-" + line.number() : own;
      questions.add(
          new Found(
              line.number(),
              id.length() > LONGEST_ID ? "row-" + line.number() : id,
              question.substring(0, Math.min(question.length(), LONGEST_QUESTION)),
              isFormula || isShared ? null : answer,
              columns.words() < 0 ? "" : line.cell(columns.words()).strip()));
    }
    return new Guess(
        "Sheet \"%s\": questions in column %s, answers in %s, words in %s"
            .formatted(
                sheet.name(),
                SheetOutline.columnName(columns.question()),
                SheetOutline.columnName(columns.answer()),
                columns.words() < 0 ? "none" : SheetOutline.columnName(columns.words())),
        questions,
        strange);
  }

  /** How many questions stand beside a merged area: one answer says nothing of several. */
  private static long questions(SheetOutline.Sheet sheet, SheetOutline.Area area, Columns columns) {
    return sheet.lines().stream()
        .filter(line -> area.firstRow() <= line.number() && line.number() <= area.lastRow())
        .filter(line -> !line.cell(columns.question()).isBlank())
        .count();
  }
}
