package org.stoplog.server.assessments;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.stoplog.catalog.expectations.ExpectationSet;
import org.stoplog.catalog.expectations.ExpectationSets;
import org.stoplog.server.platform.Ids;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/** What people and programs do with an assessment. */
final class AssessmentActs {
  private static final int LONGEST = 500;

  private final Transactions transactions;
  private final ServerClock clock;
  private final Desk desk;

  AssessmentActs(Transactions transactions, ServerClock clock, Desk desk) {
    this.transactions = transactions;
    this.clock = clock;
    this.desk = desk;
  }

  /**
   * Begins one, by the set as it is now.
   *
   * @return its id
   * @throws org.stoplog.catalog.problem.StoplogException REQUEST_INVALID that says what is wrong
   */
  UUID begin(int supplier, String chosen, String typedDue, String typedWhy, UUID by) {
    ExpectationSet set =
        ExpectationSets.find(chosen).orElseThrow(() -> Desk.wrong("Choose a set of expectations."));
    LocalDate due = Desk.day("due", typedDue);
    if (due.isBefore(desk.today())) {
      throw Desk.wrong("It is due on a day that is still to come.");
    }
    String why = typedWhy.strip();
    if (why.isEmpty() || why.length() > LONGEST) {
      throw Desk.wrong("Say in 1 to 500 characters what it is made for.");
    }
    UUID id = Ids.next(clock.realNow());
    transactions.act(
        act -> {
          Desk.name(act.jdbc(), supplier);
          desk.assessments(act.jdbc())
              .add(
                  new Assessment(
                      id,
                      supplier,
                      set.id(),
                      set.version(),
                      set.title(),
                      due,
                      why,
                      by,
                      clock.now(),
                      null),
                  set.expectations());
          act.record(
              by,
              "assessment.begun",
              Map.of("assessment", id.toString(), "supplier", supplier, "set", set.id()));
          return true;
        });
    return id;
  }

  /**
   * Nothing of it changes afterwards; what is missing counts as not met for good.
   *
   * @throws org.stoplog.catalog.problem.StoplogException REQUEST_INVALID when it is closed already
   */
  void close(UUID id, UUID by) {
    transactions.act(
        act -> {
          desk.open(act.jdbc(), id);
          AssessmentRows rows = desk.assessments(act.jdbc());
          rows.close(id, by, clock.now());
          Map<String, Object> detail = new HashMap<>();
          detail.put("assessment", id.toString());
          detail.put("score", String.valueOf(rows.scoring(id).percent()));
          act.record(by, "assessment.closed", detail);
          return true;
        });
  }
}
