package org.stoplog.server.campaigns;

import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Ids;
import org.stoplog.server.platform.InvalidBody;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/** What people and programs do with plans. */
final class PlanActs {
  private final Transactions transactions;
  private final CampaignDesk desk;
  private final AskingView asking;
  private final ServerClock clock;
  private final Runnable wake;

  /**
   * @param wake has a plan that is due make its draft at once
   */
  PlanActs(
      Transactions transactions,
      CampaignDesk desk,
      AskingView asking,
      ServerClock clock,
      Runnable wake) {
    this.transactions = transactions;
    this.desk = desk;
    this.asking = asking;
    this.clock = clock;
    this.wake = wake;
  }

  static StoplogException unknown() {
    return new StoplogException(Problem.PAGE_UNKNOWN, "There is no such plan.");
  }

  /**
   * @throws StoplogException PAGE_UNKNOWN when there is none, or it was removed
   */
  Plan find(UUID id) {
    return transactions.run(jdbc -> desk.plans(jdbc).find(id)).orElseThrow(PlanActs::unknown);
  }

  /**
   * @param before its days as they are kept; null for a new plan
   */
  private void check(PlanForm form, @Nullable PlanDays before) {
    CampaignForm.Wrong wrong = form.wrong(asking, desk.today(), before);
    if (wrong != null) {
      throw InvalidBody.ofField(wrong.field(), wrong.says());
    }
  }

  /**
   * @param before what is changed; null for a new one
   */
  private Plan plan(UUID id, PlanForm form, @Nullable Plan before) {
    PlanDays days = form.days();
    return new Plan(
        id,
        form.title(),
        form.tierNumbers(),
        days,
        form.asking().asking(),
        form.starts(),
        Integer.parseInt(form.skip()),
        before != null && before.isPaused(),
        before != null && before.days().equals(days) ? before.since() : desk.today());
  }

  private static Map<String, Object> detail(Plan one) {
    return Map.of(
        "plan", one.id().toString(),
        "skip", one.skip(),
        "tiers", one.tiers(),
        "months", one.days().every(),
        "first", one.days().first().toString(),
        "set", one.asking().set(),
        "responsible", one.asking().responsible().toString(),
        "starts", one.starts());
  }

  /**
   * @throws StoplogException REQUEST_INVALID that says what is wrong
   */
  Plan make(Caller who, PlanForm form) {
    check(form, null);
    Plan plan = plan(Ids.next(clock.realNow()), form, null);
    transactions.act(
        act -> {
          desk.plans(act.jdbc()).add(plan, who.account(), clock.realNow());
          act.record(who.account(), "campaign.plan-made", detail(plan));
          act.afterwards(wake);
          return true;
        });
    return plan;
  }

  /**
   * @param how what becomes of it as it is kept; asked again once it is held, so that nothing is
   *     lost that somebody else changed meanwhile
   * @throws StoplogException REQUEST_INVALID that says what is wrong
   */
  void change(Caller who, UUID id, UnaryOperator<PlanForm> how) {
    Plan seen = find(id);
    check(how.apply(PlanForm.of(seen)), seen.days());
    transactions.act(
        act -> {
          PlanRows rows = desk.plans(act.jdbc());
          Plan before = rows.lock(id).orElseThrow(PlanActs::unknown);
          Plan plan = plan(id, how.apply(PlanForm.of(before)), before);
          rows.change(plan);
          act.record(who.account(), "campaign.plan-changed", detail(plan));
          act.afterwards(wake);
          return true;
        });
  }

  void pause(Caller who, UUID id) {
    act(who, id, "campaign.plan-paused", PlanRows::pause);
  }

  void resume(Caller who, UUID id) {
    act(who, id, "campaign.plan-resumed", (rows, plan) -> rows.resume(plan, desk.today()));
  }

  /** What it made stays. */
  void remove(Caller who, UUID id) {
    act(who, id, "campaign.plan-removed", (rows, plan) -> rows.remove(plan, clock.realNow()));
  }

  private void act(Caller who, UUID id, String name, BiConsumer<PlanRows, UUID> what) {
    transactions.act(
        act -> {
          PlanRows rows = desk.plans(act.jdbc());
          Plan plan = rows.lock(id).orElseThrow(PlanActs::unknown);
          what.accept(rows, plan.id());
          act.record(who.account(), name, Map.of("plan", plan.id().toString()));
          return true;
        });
  }
}
