package org.stoplog.cli;

import org.stoplog.ledger.exposure.Delta;
import org.stoplog.ledger.exposure.Summary;

/** What answers to a question and to claims say alike. */
final class AnswerWords {
  private AnswerWords() {}

  /**
   * The parts, which are never one number.
   *
   * @param file what the people in files are called
   * @param meaning where those files come from
   */
  static Table parts(Summary numbers, String file, String meaning) {
    Table table = new Table("PART", "PEOPLE", "WHAT IT SAYS");
    table.row(file, numbers.inFile(), meaning);
    table.row("seen", numbers.seen(), "something was sent, says the ledger");
    table.row(
        "  only possibly",
        numbers.seenPossible(),
        "of these, near the edge of a window or passed on by a user of the supplier");
    table.row("held", numbers.held(), "in the supplier's own export");
    table.row("declared", numbers.declared(), "a grant allows the supplier to have something");
    table.row("any of these", numbers.people(), "each person once");
    table.row(
        "ambiguous",
        numbers.ambiguous(),
        "may be meant, as may others; listed, told only by decision");
    return table;
  }

  static String of(Delta delta) {
    return delta.newlyIn()
        + " newly in, "
        + delta.newlyOut()
        + " newly out, "
        + delta.elementsAdded()
        + " with more elements, "
        + delta.unchanged()
        + " unchanged, "
        + delta.merged()
        + " merged, "
        + delta.erased()
        + " erased.";
  }
}
