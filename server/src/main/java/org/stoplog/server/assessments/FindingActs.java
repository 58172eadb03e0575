package org.stoplog.server.assessments;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.Ids;
import org.stoplog.server.platform.InvalidBody;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/** What people and programs do with findings. */
final class FindingActs {
  private static final int SHORTEST = 10;
  private static final int LONGEST_TITLE = 200;

  private final Transactions transactions;
  private final ActorNames names;
  private final ServerClock clock;
  private final Desk desk;

  FindingActs(Transactions transactions, ActorNames names, ServerClock clock, Desk desk) {
    this.transactions = transactions;
    this.names = names;
    this.clock = clock;
    this.desk = desk;
  }

  /**
   * A finding, as it was typed.
   *
   * @param question number within the assessment; of none of its questions for all of it
   * @param weight low, medium or high
   * @param owner id of an account
   * @param due day
   */
  record Typed(int question, String title, String weight, String owner, String due) {
    static final Typed NONE = new Typed(0, "", "", "", "");
  }

  /**
   * Opens one that an assessment led to.
   *
   * @return its id
   * @throws StoplogException REQUEST_INVALID that says what is wrong
   */
  UUID open(UUID assessment, Typed typed, UUID by) {
    String title = typed.title().strip();
    if (title.isEmpty() || title.length() > LONGEST_TITLE) {
      throw InvalidBody.ofField("title", "Say in 1 to 200 characters what is not as it should be.");
    }
    Finding.Weight weight =
        Finding.Weight.of(typed.weight())
            .orElseThrow(
                () ->
                    InvalidBody.ofField(
                        "weight", "Choose how much it matters: low, medium or high."));
    UUID owner =
        names.names().keySet().stream()
            .filter(account -> account.toString().equals(typed.owner()))
            .findFirst()
            .orElseThrow(() -> InvalidBody.ofField("owner", "Choose who sees to it."));
    LocalDate due = Desk.day("due", typed.due());
    UUID id = Ids.next(clock.realNow());
    transactions.act(
        act -> {
          Assessment found = desk.find(act.jdbc(), assessment);
          boolean isOfQuestion =
              desk.assessments(act.jdbc()).questions(assessment).stream()
                  .anyMatch(one -> one.number() == typed.question());
          desk.findings(act.jdbc())
              .add(
                  new Finding(
                      id,
                      found.supplier(),
                      assessment,
                      isOfQuestion ? typed.question() : null,
                      title,
                      weight,
                      owner,
                      due,
                      by,
                      clock.now(),
                      List.of()));
          act.record(
              by,
              "finding.opened",
              Map.of(
                  "finding",
                  id.toString(),
                  "supplier",
                  found.supplier(),
                  "assessment",
                  assessment.toString(),
                  "weight",
                  weight.word()));
          return true;
        });
    return id;
  }

  /**
   * Says what happened to one.
   *
   * @param kind note, remedied, good, bad, accepted or dropped
   * @param until of an acceptance, the first day on which it holds no more
   * @throws StoplogException REQUEST_INVALID that says what is wrong; PAGE_UNKNOWN when there is no
   *     such finding
   */
  void add(UUID id, String kind, String words, @Nullable String until, UUID by) {
    Finding.Kind happened =
        Finding.Kind.of(kind)
            .orElseThrow(
                () ->
                    InvalidBody.ofField(
                        "kind",
                        "Choose what happened: note, remedied, good, bad, accepted or dropped."));
    String said = words.strip();
    if (said.length() < SHORTEST || said.length() > AnswerForm.LONGEST) {
      throw InvalidBody.ofField("words", "Say it in 10 to 5,000 characters.");
    }
    LocalDate day = happened.needsDay() ? Desk.day("until", until == null ? "" : until) : null;
    if (day != null && !day.isAfter(desk.today())) {
      throw InvalidBody.ofField("until", "It is accepted until a day that is still to come.");
    }
    transactions.act(
        act -> {
          FindingRows rows = desk.findings(act.jdbc());
          if (rows.find(id).isEmpty()) {
            throw unknown();
          }
          rows.add(id, new Finding.Event(happened, said, day, by, clock.now()));
          Map<String, Object> detail = new HashMap<>();
          detail.put("finding", id.toString());
          detail.put("kind", happened.word());
          if (day != null) {
            detail.put("until", day.toString());
          }
          act.record(by, "finding.changed", detail);
          return true;
        });
  }

  static StoplogException unknown() {
    return new StoplogException(Problem.PAGE_UNKNOWN, "There is no such finding.");
  }
}
