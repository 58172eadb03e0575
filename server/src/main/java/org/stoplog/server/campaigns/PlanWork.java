package org.stoplog.server.campaigns;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.mail.Companies;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.risk.Tiers;

/**
 * Makes the drafts of plans whose day has come, and begins those that nobody has to look at: once
 * for each plan and day, whatever restarts, and however many servers look.
 */
final class PlanWork {
  private final CampaignDesk desk;
  private final CampaignMaking making;
  private final CampaignActs acts;
  private final Keepers keepers;
  private final Ledger ledger;
  private final Transactions transactions;
  private final ServerClock clock;

  PlanWork(
      CampaignDesk desk,
      CampaignMaking making,
      CampaignActs acts,
      Keepers keepers,
      Ledger ledger,
      Transactions transactions,
      ServerClock clock) {
    this.desk = desk;
    this.making = making;
    this.acts = acts;
    this.keepers = keepers;
    this.ledger = ledger;
    this.transactions = transactions;
    this.clock = clock;
  }

  private PlanRows rows(JdbcClient jdbc) {
    return new PlanRows(jdbc, ledger.stores().keys());
  }

  void look() {
    LocalDate today = desk.today();
    for (Plan one : transactions.run(jdbc -> rows(jdbc).all())) {
      Optional<LocalDate> day = one.due(today);
      if (day.isPresent() && !transactions.run(jdbc -> rows(jdbc).isMade(one.id(), day.get()))) {
        transactions.actIf(act -> make(act, one.id(), today));
      }
    }
    for (Plan.Made one : transactions.run(jdbc -> rows(jdbc).toStart())) {
      transactions.actIf(act -> start(act, one));
    }
  }

  private boolean make(Act act, UUID id, LocalDate today) {
    PlanRows rows = rows(act.jdbc());
    Plan plan = rows.lock(id).orElse(null);
    LocalDate day = plan == null ? null : plan.due(today).orElse(null);
    if (plan == null || day == null || rows.isMade(id, day)) {
      return false;
    }
    Asking asking = plan.asking();
    CampaignForm form =
        asking.form(
            plan.title() + ", " + day,
            "The plan " + plan.title() + ", whose day was " + day,
            today.plusDays(asking.answer()));
    String objection = making.objection(form);
    if (objection != null) {
      return isStuck(act, plan, day, objection);
    }
    Map<Integer, List<String>> whom = new LinkedHashMap<>();
    companies(act.jdbc(), plan, today)
        .forEach((supplier, tier) -> whom.put(supplier, List.of("tier " + tier)));
    int all = whom.size();
    if (plan.skip() > 0) {
      whom.keySet().removeAll(rows.askedSince(asking.set(), today.minusDays(plan.skip())));
    }
    int leftOut = all - whom.size();
    Map<String, Object> detail = new HashMap<>();
    detail.put("plan", id.toString());
    detail.put("day", day.toString());
    detail.put("suppliers", whom.size());
    detail.put("left-out", leftOut);
    if (whom.isEmpty()) {
      rows.made(id, day, null, 0, leftOut, Plan.State.NOBODY, clock.realNow());
      tell(
          act.jdbc(),
          plan,
          day,
          plan.path(),
          "Nobody to ask: " + plan.title(),
          "The plan came due on "
              + day
              + ". "
              + (leftOut == 0
                  ? "No supplier that is in use has "
                      + plan.whom()
                      + ". Look at the plan, or at the risk of suppliers."
                  : "All of " + plan.whom() + " were asked the same questions not long ago."));
      act.record(null, "campaign.plan-nobody", detail);
      return true;
    }
    UUID campaign = making.byItself(act, form, asking.responsible(), whom);
    rows.made(
        id,
        day,
        campaign,
        whom.size(),
        leftOut,
        plan.starts() ? Plan.State.TO_START : Plan.State.DRAFT,
        clock.realNow());
    if (!plan.starts()) {
      tellOfDraft(act.jdbc(), plan, day, campaign, whom.size(), null);
    }
    detail.put("campaign", campaign.toString());
    detail.put("set", asking.set());
    act.record(null, "campaign.made", detail);
    return true;
  }

  /**
   * Suppliers that were merged are asked as one, by the tier of whichever of them needs it most.
   */
  private Map<Integer, Integer> companies(JdbcClient jdbc, Plan plan, LocalDate today) {
    Companies companies = Companies.read(jdbc);
    Map<Integer, Integer> tiers = new LinkedHashMap<>();
    Tiers.of(jdbc, ledger.stores().keys(), today, Set.copyOf(plan.tiers()))
        .forEach((supplier, tier) -> tiers.merge(companies.last(supplier), tier, Math::min));
    return tiers;
  }

  /** Looked at again each time; told once. */
  private boolean isStuck(Act act, Plan plan, LocalDate day, String why) {
    String topic = topic(plan, day) + " stuck";
    if (Keepers.isTold(act.jdbc(), topic)) {
      return false;
    }
    keepers.tell(
        act.jdbc(),
        Set.copyOf(keepers.of(plan.asking().responsible())),
        topic,
        "campaign.plan-stuck",
        plan.path(),
        "No draft could be made: " + plan.title(),
        "The plan came due on " + day + ". " + why + " It is tried again until it can be made.",
        null,
        clock.realNow());
    act.record(
        null, "campaign.plan-stuck", Map.of("plan", plan.id().toString(), "day", day.toString()));
    return true;
  }

  private static String topic(Plan plan, LocalDate day) {
    return "plan " + plan.id() + " " + day;
  }

  private void tell(
      JdbcClient jdbc, Plan plan, LocalDate day, String path, String subject, String text) {
    keepers.tell(
        jdbc,
        Set.copyOf(keepers.of(plan.asking().responsible())),
        topic(plan, day),
        "campaign.planned",
        path,
        subject,
        text,
        null,
        clock.realNow());
  }

  /**
   * @param why it was not begun by itself; null when nobody wanted that
   */
  private void tellOfDraft(
      JdbcClient jdbc,
      Plan plan,
      LocalDate day,
      UUID campaign,
      int suppliers,
      @Nullable String why) {
    tell(
        jdbc,
        plan,
        day,
        "/campaigns/" + campaign,
        "A campaign waits for you: " + plan.title(),
        "The plan came due on "
            + day
            + " and made a draft with "
            + suppliers
            + (suppliers == 1 ? " supplier of " : " suppliers of ")
            + plan.whom()
            + ". Nothing was sent. "
            + (why == null ? "" : "It was not begun by itself: " + why + " ")
            + "Look whom it asks, then ask or discard it.");
  }

  private boolean start(Act act, Plan.Made seen) {
    PlanRows rows = rows(act.jdbc());
    // Also one that was paused or removed a moment ago is settled: as a draft.
    Plan plan = rows.lock(seen.plan()).orElse(null);
    UUID campaign = seen.campaign();
    boolean isOpen =
        rows.toStart().stream()
            .anyMatch(one -> one.plan().equals(seen.plan()) && one.day().equals(seen.day()));
    if (campaign == null || !isOpen) {
      return false;
    }
    String why =
        plan == null || plan.isPaused() || !plan.starts()
            ? "The plan was changed since."
            : !rows.isLive(plan.id())
                ? "A backup was restored since somebody kept the plan: look whether they were asked"
                    + " already. Keep the plan again to let it go on."
                : keepers.isKeeper(plan.asking().responsible())
                    ? acts.startByItself(act, campaign, plan.asking().responsible())
                    : "Whoever is responsible may edit suppliers no more.";
    rows.settle(seen.plan(), seen.day(), why == null ? Plan.State.STARTED : Plan.State.DRAFT, why);
    if (plan != null) {
      if (why == null) {
        tell(
            act.jdbc(),
            plan,
            seen.day(),
            "/campaigns/" + campaign,
            "A campaign was begun by itself: " + plan.title(),
            "The plan came due on "
                + seen.day()
                + " and asks "
                + seen.suppliers()
                + (seen.suppliers() == 1 ? " supplier of " : " suppliers of ")
                + plan.whom()
                + ".");
      } else {
        tellOfDraft(act.jdbc(), plan, seen.day(), campaign, seen.suppliers(), why);
      }
    }
    act.record(
        null,
        why == null ? "campaign.started" : "campaign.plan-waits",
        Map.of(
            "plan",
            seen.plan().toString(),
            "day",
            seen.day().toString(),
            "campaign",
            campaign.toString(),
            "suppliers",
            seen.suppliers()));
    return true;
  }
}
