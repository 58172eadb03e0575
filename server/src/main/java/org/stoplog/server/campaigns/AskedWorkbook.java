package org.stoplog.server.campaigns;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.reader.SheetOutline;
import org.stoplog.ledger.reader.SheetReader;
import org.stoplog.server.assessments.Answer;
import org.stoplog.server.assessments.AnswerForm;
import org.stoplog.server.assessments.Question;
import org.stoplog.server.platform.ServerClock;

/**
 * The questions of a link as a workbook (XLSX), and the same filled in. Its first row names the
 * assessment, so that no answers get to another one.
 */
final class AskedWorkbook {
  private static final String SHEET = "Questions";
  private static final String MARK = "stoplog-questions-1";
  private static final int MOST_FAULTS = 10;
  private static final int NUMBER = 0;
  private static final int ANSWER = 4;
  private static final int WORDS = 5;
  private static final UUID NOBODY = new UUID(0, 0);

  private final SheetReader reader;
  private final ServerClock clock;

  AskedWorkbook(SheetReader reader, ServerClock clock) {
    this.reader = reader;
    this.clock = clock;
  }

  /**
   * What was read.
   *
   * @param faults with their rows, at most ten; nothing is taken when there is any
   */
  record Read(List<Answer> answers, List<String> faults) {
    Read {
      answers = List.copyOf(answers);
      faults = List.copyOf(faults);
    }
  }

  byte[] write(AskedDoor.Seen seen, AskedWords words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Workbook book = new Workbook(out, "Stoplog", "1.0")) {
      Worksheet sheet = book.newWorksheet(SHEET);
      sheet.value(0, 0, MARK);
      sheet.value(0, 1, seen.link().assessment().toString());
      String[] head = {
        "#",
        words.say("head-question"),
        words.say("head-why"),
        words.say("head-how"),
        words.say("head-answer"),
        words.say("head-words")
      };
      for (int i = 0; i < head.length; i++) {
        sheet.value(1, i, head[i]);
        sheet.style(1, i).bold().wrapText(true).set();
      }
      int[] widths = {5, 60, 40, 30, 16, 60};
      for (int i = 0; i < widths.length; i++) {
        sheet.width(i, widths[i]);
      }
      sheet.freezePane(0, 2);
      int row = 2;
      for (Question one : seen.questions()) {
        row(sheet, row++, seen, words, one);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void row(
      Worksheet sheet, int row, AskedDoor.Seen seen, AskedWords words, Question one) {
    AskedWords.Text text = words.of(seen.link(), one);
    Draft draft = seen.drafts().get(one.number());
    sheet.value(row, NUMBER, one.number());
    sheet.value(row, 1, text.title() + ": " + text.question());
    sheet.value(row, 2, text.why());
    sheet.value(
        row,
        3,
        words.say("how-" + one.form(), one.asks().unit())
            + (one.onlyIf() == null ? "" : " " + words.say("only-if", one.onlyIf())));
    if (draft != null) {
      // What somebody typed stays a text, also where it looks like a formula.
      sheet.value(
          row, ANSWER, draft.answer().equals(Answer.SAID) ? "" : shown(words, draft.answer()));
      sheet.value(row, WORDS, draft.words());
    }
    for (int i = 1; i <= WORDS; i++) {
      sheet.style(row, i).wrapText(true).verticalAlignment("top").set();
    }
  }

  private static String shown(AskedWords words, String answer) {
    return answer.matches("[0-9]+") ? answer : words.say("answer-" + answer);
  }

  /** Looks at a filled one; nothing is kept by it. */
  Read read(Path file, AskedDoor.Seen seen, AskedWords words) {
    SheetOutline outline;
    try {
      outline = reader.read(file);
    } catch (StoplogException e) {
      if (e.problem().status() >= 500
          && e.problem() != Problem.READER_CRASHED
          && e.problem() != Problem.READER_LIMIT) {
        throw e;
      }
      return new Read(List.of(), List.of(words.say("workbook-unreadable")));
    }
    if (outline.hasMacros()) {
      return new Read(List.of(), List.of(words.say("workbook-macros")));
    }
    Optional<SheetOutline.Sheet> sheet =
        outline.sheets().stream().filter(one -> one.name().equals(SHEET)).findFirst();
    if (sheet.isEmpty()
        || sheet.get().lines().isEmpty()
        || !sheet.get().lines().getFirst().cell(0).equals(MARK)
        || !sheet.get().lines().getFirst().cell(1).equals(seen.link().assessment().toString())) {
      return new Read(List.of(), List.of(words.say("workbook-other")));
    }
    List<Answer> answers = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    for (SheetOutline.Line line : sheet.get().lines().subList(1, sheet.get().lines().size())) {
      if (isMerged(sheet.get(), line) && question(line, seen).isPresent()) {
        faults.add(words.say("row", line.number()) + " " + words.say("workbook-merged"));
      } else {
        line(line, seen, words, answers, faults);
      }
    }
    return new Read(answers, faults.subList(0, Math.min(faults.size(), MOST_FAULTS)));
  }

  /** What a merged cell says stands in its first row alone: the others would be left open. */
  private static boolean isMerged(SheetOutline.Sheet sheet, SheetOutline.Line line) {
    return sheet.merged().stream()
        .anyMatch(one -> one.holds(line.number(), ANSWER) || one.holds(line.number(), WORDS));
  }

  private static Optional<Question> question(SheetOutline.Line line, AskedDoor.Seen seen) {
    String number = line.cell(NUMBER);
    return number.matches("[0-9]{1,4}")
        ? seen.question(Integer.parseInt(number))
        : Optional.empty();
  }

  private void line(
      SheetOutline.Line line,
      AskedDoor.Seen seen,
      AskedWords words,
      List<Answer> answers,
      List<String> faults) {
    Optional<Question> question = question(line, seen);
    String said = line.cell(ANSWER).strip();
    String text = line.cell(WORDS).strip();
    if (question.isEmpty() || (said.isEmpty() && text.isEmpty() && line.formulas().isEmpty())) {
      return;
    }
    if (line.formulas().contains(ANSWER) || line.formulas().contains(WORDS)) {
      faults.add(words.say("row", line.number()) + " " + words.say("workbook-formula"));
      return;
    }
    if (answers.stream().anyMatch(one -> one.question() == question.get().number())) {
      faults.add(words.say("row", line.number()) + " " + words.say("workbook-twice"));
      return;
    }
    try {
      answers.add(
          AnswerForm.read(
              question.get(), answer(question.get(), said), text, NOBODY, clock.realNow()));
    } catch (StoplogException e) {
      faults.add(
          words.say("row", line.number()) + " " + words.say("wrong-" + question.get().form()));
    }
  }

  /** The word of ours for what somebody typed, in any of our languages. */
  private static String answer(Question question, String said) {
    String typed = said.toLowerCase(Locale.ROOT);
    for (String language : CampaignText.LANGUAGES) {
      for (Map.Entry<String, String> one :
          Map.of(
                  "yes", "answer-yes",
                  "no", "answer-no",
                  "partly", "answer-partly",
                  "unknown", "answer-unknown",
                  "not-applicable", "answer-not-applicable")
              .entrySet()) {
        if (typed.equals(one.getKey())
            || typed.equals(AskedWords.in(language).say(one.getValue()).toLowerCase(Locale.ROOT))) {
          return one.getKey();
        }
      }
    }
    return question.form().equals("text") || typed.startsWith("read-") ? "" : said;
  }
}
