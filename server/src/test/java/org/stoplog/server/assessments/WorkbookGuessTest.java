package org.stoplog.server.assessments;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.stoplog.ledger.reader.SheetOutline;

/** Columns that are found by what stands in them; all texts are made up. */
class WorkbookGuessTest {
  private static SheetOutline book(String... rows) {
    return book(new SheetOutline.Area[0], rows);
  }

  private static SheetOutline book(SheetOutline.Area[] merged, String... rows) {
    List<SheetOutline.Line> lines = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      lines.add(new SheetOutline.Line(i + 1, List.of(rows[i].split("\\|", -1)), List.of()));
    }
    return new SheetOutline(
        false,
        List.of(
            new SheetOutline.Sheet(
                "Read me first",
                List.of(new SheetOutline.Line(1, List.of("Yes", "no"), List.of())),
                List.of()),
            new SheetOutline.Sheet("Answers", lines, List.of(merged))));
  }

  @Test
  void aDomainAnIdAQuestionAnAnswerAndWords() {
    WorkbookGuess.Guess guess =
        WorkbookGuess.of(
                book(
                    "A questionnaire||||",
                    "Domain|ID|Question|Answer|Comment",
                    "Access|AC-1|Does everybody have an account of their own?|Yes|Since we began",
                    "Access|AC-2|Is there a second factor for all who administer?|NO|",
                    "Access|AC-3|Are accounts shut on the day somebody leaves?|N/A|Nobody leaves",
                    "Logs|LG-1|Are logs kept for a year, out of reach of whom they tell"
                        + " of?|Partially|Half",
                    "Logs|LG-2|Does somebody look at them every day of the week?||",
                    "Logs|LG-3|Are they compared with what was expected to happen?|maybe|"))
            .orElseThrow();
    assertThat(guess.about())
        .isEqualTo("Sheet \"Answers\": questions in column C, answers in D, words in E");
    assertThat(guess.questions())
        .extracting(WorkbookGuess.Found::id)
        .containsExactly("AC-1", "AC-2", "AC-3", "LG-1", "LG-2", "LG-3");
    assertThat(guess.questions())
        .extracting(WorkbookGuess.Found::answer)
        .containsExactly("yes", "no", "not-applicable", "partly", null, null);
    assertThat(guess.questions().getFirst().words()).isEqualTo("Since we began");
    assertThat(guess.strange()).containsExactly("row 8");
    assertThat(guess.answered()).isEqualTo(4);
  }

  @Test
  void theAnswerMayStandLeftAndIdsMayBeMissingOrTwice() {
    WorkbookGuess.Guess guess =
        WorkbookGuess.of(
                book(
                    "y|Is data encrypted where it lies on a disk?",
                    "n|Is it encrypted on its way between machines?",
                    "y|Is there a list of all that has access to it?"))
            .orElseThrow();
    assertThat(guess.questions())
        .extracting(WorkbookGuess.Found::id)
        .containsExactly("row-1", "row-2", "row-3");
    assertThat(guess.questions().get(1).answer()).isEqualTo("no");
  }

  @Test
  void whatIsNoQuestionnaireIsNone() {
    assertThat(WorkbookGuess.of(book("a|b", "c|d"))).isEmpty();
    assertThat(WorkbookGuess.of(book("yes|x", "no|y", "yes|z"))).as("no questions").isEmpty();
    assertThat(WorkbookGuess.of(new SheetOutline(false, List.of()))).isEmpty();
  }

  @Test
  void aFormulaIsNoAnswer() {
    SheetOutline.Line line =
        new SheetOutline.Line(
            4, List.of("Yes", "Is there a plan for the day on which it happens?"), List.of(0));
    List<SheetOutline.Line> lines = new ArrayList<>();
    for (int i = 1; i < 4; i++) {
      lines.add(
          new SheetOutline.Line(
              i, List.of("No", "Is there a question with the number " + i + "?"), List.of()));
    }
    lines.add(line);
    WorkbookGuess.Guess guess =
        WorkbookGuess.of(
                new SheetOutline(false, List.of(new SheetOutline.Sheet("S", lines, List.of()))))
            .orElseThrow();
    assertThat(guess.strange()).containsExactly("row 4");
    assertThat(guess.answered()).isEqualTo(3);
  }

  @Test
  void anAnswerMergedOverSeveralQuestionsIsNoneOfThem() {
    WorkbookGuess.Guess guess =
        WorkbookGuess.of(
                book(
                    new SheetOutline.Area[] {
                      new SheetOutline.Area(1, 0, 1, 2),
                      new SheetOutline.Area(2, 1, 4, 1),
                      new SheetOutline.Area(5, 0, 6, 0),
                      new SheetOutline.Area(5, 1, 6, 1),
                      new SheetOutline.Area(7, 1, 7, 2)
                    },
                    "A title over all columns||",
                    "Is data encrypted where it lies on a disk?|Yes|",
                    "Is it encrypted on its way between machines?||",
                    "Is there a list of all that has access to it?||",
                    "Is there one question over two rows that are merged?|No|",
                    "||and words beside it",
                    "Is an answer that goes on to the right one answer?|Yes|",
                    "Is this one answered as all of them should be?|Yes|"))
            .orElseThrow();
    assertThat(guess.strange())
        .containsExactly(
            "row 2 (B2:B4 are merged)", "row 3 (B2:B4 are merged)", "row 4 (B2:B4 are merged)");
    assertThat(guess.questions())
        .extracting(WorkbookGuess.Found::answer)
        .containsExactly(null, null, null, "no", "yes", "yes");
  }
}
