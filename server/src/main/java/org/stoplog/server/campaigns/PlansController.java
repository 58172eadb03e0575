package org.stoplog.server.campaigns;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.Transactions;

/** Plans: which suppliers are asked what, and how often. */
@Controller
final class PlansController {
  static final String LIST = "/suppliers/campaigns/plans";
  private static final String ONE = LIST + "/{plan}";
  private static final int UNPROCESSABLE = 422;

  private final Pages pages;
  private final Transactions transactions;
  private final ActorNames names;
  private final CampaignDesk desk;
  private final CampaignMaking making;
  private final AskingView asking;
  private final PlanActs acts;

  PlansController(
      Pages pages,
      Transactions transactions,
      ActorNames names,
      CampaignDesk desk,
      CampaignMaking making,
      AskingView asking,
      PlanActs acts) {
    this.pages = pages;
    this.transactions = transactions;
    this.names = names;
    this.desk = desk;
    this.making = making;
    this.asking = asking;
    this.acts = acts;
  }

  private static boolean mayEdit() {
    return Caller.signedIn().may(Permission.EDIT_SUPPLIERS);
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping(LIST)
  View list() {
    Map<UUID, String> known = names.names();
    return pages.view(
        "campaign-plans",
        new PlansPage(
            transactions.run(
                jdbc -> {
                  PlanRows rows = desk.plans(jdbc);
                  return rows.all().stream().map(one -> line(rows, one, known)).toList();
                }),
            mayEdit()));
  }

  private PlansPage.Line line(PlanRows rows, Plan one, Map<UUID, String> known) {
    List<Plan.Made> made = rows.madeBy(one.id());
    return new PlansPage.Line(
        one.path(),
        one.title(),
        "All of " + one.whom() + ", " + often(one.days().every()),
        one.next(desk.today()).map(LocalDate::toString).orElse("paused"),
        one.isPaused(),
        stuck(rows, one),
        known.getOrDefault(one.asking().responsible(), "unknown"),
        made.isEmpty() ? null : made(made.getFirst()));
  }

  private static String often(int every) {
    return every == 1 ? "every month" : every == 12 ? "every year" : "every " + every + " months";
  }

  private static PlansPage.Made made(Plan.Made one) {
    Campaign.State now = one.now();
    return new PlansPage.Made(
        one.day().toString(),
        (one.campaign() == null
                ? ""
                : one.suppliers() + (one.suppliers() == 1 ? " supplier, " : " suppliers, "))
            + one.state().words()
            + (one.leftOut() == 0 ? "" : ", " + one.leftOut() + " left out: asked not long ago")
            + (now == null || now == Campaign.State.DRAFT ? "" : "; now: " + now.words()),
        one.campaign() == null ? null : "/campaigns/" + one.campaign(),
        one.why());
  }

  /** Why a draft that is due cannot be made. */
  private @Nullable String stuck(PlanRows rows, Plan one) {
    LocalDate today = desk.today();
    Optional<LocalDate> due = one.due(today).filter(day -> !rows.isMade(one.id(), day));
    if (due.isEmpty()) {
      return null;
    }
    String objection =
        making.objection(
            one.asking().form(one.title(), one.title(), today.plusDays(one.asking().answer())));
    return objection == null ? null : "Due since " + due.get() + ". " + objection;
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping(LIST + "/new")
  View ask() {
    return page(null, PlanForm.first(Caller.signedIn().account(), desk.today(), "en"), null, 200);
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping(ONE)
  View show(@PathVariable("plan") UUID id) {
    Plan plan = acts.find(id);
    return page(plan, PlanForm.of(plan), null, 200);
  }

  private View page(@Nullable Plan plan, PlanForm form, @Nullable String error, int status) {
    LocalDate today = desk.today();
    return pages.view(
        "campaign-plan",
        new PlanPage(
            plan == null ? null : plan.path(),
            plan == null ? "A plan" : plan.title(),
            plan == null
                ? ""
                : plan.next(today)
                    .map(day -> "Its next draft is made on " + day + ".")
                    .orElse("Paused: it makes no draft. What comes due meanwhile is let go."),
            plan != null && plan.isPaused(),
            plan == null ? null : transactions.run(jdbc -> stuck(desk.plans(jdbc), plan)),
            plan == null
                ? List.of()
                : transactions.run(jdbc -> desk.plans(jdbc).madeBy(plan.id())).stream()
                    .map(PlansController::made)
                    .toList(),
            List.of("1", "2", "3", "4").stream()
                .map(
                    one ->
                        new CampaignFormPage.Choice(one, "tier " + one, form.tiers().contains(one)))
                .toList(),
            form.title(),
            form.every(),
            form.first(),
            form.skip(),
            form.starts(),
            asking.fields(form.asking()),
            mayEdit(),
            making.closed(),
            error),
        status);
  }

  /** What was typed wrongly is no page of its own, but an error beside it. */
  private static String said(StoplogException e) {
    if (e.problem() != Problem.REQUEST_INVALID) {
      throw e;
    }
    return String.valueOf(e.getMessage());
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(LIST)
  View make(@RequestParam MultiValueMap<String, String> fields) {
    PlanForm form = PlanForm.read(fields);
    try {
      return Redirects.see(acts.make(Caller.signedIn(), form).path());
    } catch (StoplogException e) {
      return page(null, form, said(e), UNPROCESSABLE);
    }
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(ONE)
  View change(@PathVariable("plan") UUID id, @RequestParam MultiValueMap<String, String> fields) {
    PlanForm form = PlanForm.read(fields);
    try {
      acts.change(Caller.signedIn(), id, before -> form);
      return Redirects.see(LIST + "/" + id);
    } catch (StoplogException e) {
      String error = said(e);
      return page(acts.find(id), form, error, UNPROCESSABLE);
    }
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(ONE + "/pause")
  View pause(@PathVariable("plan") UUID id) {
    acts.pause(Caller.signedIn(), id);
    return Redirects.see(LIST + "/" + id);
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(ONE + "/resume")
  View resume(@PathVariable("plan") UUID id) {
    acts.resume(Caller.signedIn(), id);
    return Redirects.see(LIST + "/" + id);
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(ONE + "/remove")
  View remove(@PathVariable("plan") UUID id) {
    acts.remove(Caller.signedIn(), id);
    return Redirects.see(LIST);
  }
}
