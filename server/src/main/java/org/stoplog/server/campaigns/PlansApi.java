package org.stoplog.server.campaigns;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ApiAnswers;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Summary;
import org.stoplog.server.platform.Transactions;

/** Plans and what they made, for programs. */
@Controller
final class PlansApi {
  private static final String PATH = ApiAnswers.ROOT + "/campaign-plans";

  private final Transactions transactions;
  private final CampaignDesk desk;
  private final Ledger ledger;

  PlansApi(Transactions transactions, CampaignDesk desk, Ledger ledger) {
    this.transactions = transactions;
    this.desk = desk;
    this.ledger = ledger;
  }

  /**
   * What was made on a day.
   *
   * @param campaign null when nobody was to be asked
   * @param leftOut who were asked the same questions not long ago
   * @param state nobody, draft, started, or to-start for a moment
   * @param why it was not begun by itself; null when nobody wanted that, or it was
   */
  record Made(
      String day,
      @Nullable UUID campaign,
      int suppliers,
      int leftOut,
      String state,
      @Nullable String why) {}

  /**
   * A plan.
   *
   * @param months from one day to the next
   * @param next day on which it makes a draft; null while it is paused
   * @param answerDays from the draft until answers are due
   * @param responsible account
   * @param skipDays who was asked the same questions within them is left out; 0 asks all
   * @param startsByItself when nothing is missing in the draft
   * @param made the latest day first
   */
  record Line(
      UUID id,
      String title,
      List<Integer> tiers,
      int months,
      String firstDay,
      @Nullable String next,
      String set,
      int answerDays,
      int remindDays,
      UUID responsible,
      int skipDays,
      boolean startsByItself,
      boolean paused,
      List<Made> made) {
    Line {
      tiers = List.copyOf(tiers);
      made = List.copyOf(made);
    }
  }

  private PlanRows rows(JdbcClient jdbc) {
    return new PlanRows(jdbc, ledger.stores().keys());
  }

  private Line line(PlanRows rows, Plan one) {
    return new Line(
        one.id(),
        one.title(),
        one.tiers(),
        one.days().every(),
        one.days().first().toString(),
        one.next(desk.today()).map(Object::toString).orElse(null),
        one.asking().set(),
        one.asking().answer(),
        one.asking().remind(),
        one.asking().responsible(),
        one.skip(),
        one.starts(),
        one.isPaused(),
        rows.madeBy(one.id()).stream()
            .map(
                made ->
                    new Made(
                        made.day().toString(),
                        made.campaign(),
                        made.suppliers(),
                        made.leftOut(),
                        PlanRows.word(made.state()),
                        made.why()))
            .toList());
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Plans by which suppliers are asked in turn, with the next day and what each made.")
  @GetMapping(PATH)
  ResponseEntity<ApiAnswers.Page<Line>> list() {
    return ApiAnswers.ok(
        new ApiAnswers.Page<>(
            transactions.run(
                jdbc -> {
                  PlanRows rows = rows(jdbc);
                  return rows.all().stream().map(one -> line(rows, one)).toList();
                }),
            null));
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("A plan, with the next day and what it made.")
  @GetMapping(PATH + "/{plan}")
  ResponseEntity<Line> one(@PathVariable("plan") UUID id) {
    return ApiAnswers.ok(
        transactions.run(
            jdbc ->
                rows(jdbc)
                    .find(id)
                    .map(one -> line(rows(jdbc), one))
                    .orElseThrow(
                        () ->
                            new StoplogException(Problem.PAGE_UNKNOWN, "There is no such plan."))));
  }
}
