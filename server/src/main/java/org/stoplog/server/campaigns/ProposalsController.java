package org.stoplog.server.campaigns;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.expectations.ExpectationSets;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.mail.Companies;
import org.stoplog.server.mail.Letter;
import org.stoplog.server.mail.MailRoute;
import org.stoplog.server.mail.MailRoutes;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/** What happened after which suppliers may have to be asked: each becomes a draft, or is let go. */
@Controller
final class ProposalsController {
  static final String LIST = "/suppliers/campaigns/proposals";
  private static final String ONE = LIST + "/{proposal}";
  private static final int UNPROCESSABLE = 422;
  private static final int MOST_SHOWN = 100;
  private static final int ANSWER = 28;
  private static final int LINK_DAYS = 58;
  private static final int REMIND = 7;
  private static final int LONGEST_NAME = 80;

  private final Pages pages;
  private final Transactions transactions;
  private final IncidentDoor door;
  private final CampaignDesk desk;
  private final CampaignMaking making;
  private final MailRoutes routes;
  private final ServerClock clock;

  ProposalsController(
      Pages pages,
      Transactions transactions,
      IncidentDoor door,
      CampaignDesk desk,
      CampaignMaking making,
      MailRoutes routes,
      ServerClock clock) {
    this.pages = pages;
    this.transactions = transactions;
    this.door = door;
    this.desk = desk;
    this.making = making;
    this.routes = routes;
    this.clock = clock;
  }

  private static StoplogException unknown() {
    return new StoplogException(
        Problem.PAGE_UNKNOWN, "There is no such proposal, or somebody has decided it.");
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping(LIST)
  View list() {
    return list(null, 200);
  }

  private View list(@Nullable String error, int status) {
    List<ProposalsPage.Line> all =
        transactions.run(jdbc -> seen(jdbc).stream().map(ProposalsController::line).toList());
    return pages.view(
        "campaign-proposals",
        new ProposalsPage(
            all.subList(0, Math.min(MOST_SHOWN, all.size())),
            Math.max(0, all.size() - MOST_SHOWN),
            routes(),
            Caller.signedIn().may(Permission.EDIT_SUPPLIERS),
            making.closed(),
            error),
        status);
  }

  /** Of incidents only those of which the caller is a member. */
  private List<Proposal> seen(JdbcClient jdbc) {
    List<UUID> mine =
        door.of(jdbc, Caller.signedIn().account()).stream().map(IncidentDoor.Seen::id).toList();
    return new ProposalRows(jdbc)
        .open().stream()
            .filter(one -> one.incident() == null || mine.contains(one.incident()))
            .toList();
  }

  private static ProposalsPage.Line line(Proposal one) {
    UUID incident = one.incident();
    return new ProposalsPage.Line(
        one.id().toString(),
        LIST + "/" + one.id(),
        one.supplier(),
        one.name(),
        one.kind().words(),
        one.words(),
        LocalDate.ofInstant(one.seen(), ZoneOffset.UTC).toString(),
        incident == null ? null : "/incidents/" + incident,
        incident != null
            ? List.of()
            : ExpectationSets.all().stream()
                .map(
                    set ->
                        new CampaignFormPage.Choice(
                            set.id(),
                            set.title() + " (" + set.expectations().size() + " questions)",
                            set.id().equals(one.kind().set())))
                .toList());
  }

  /** Those that really send first. */
  private List<CampaignFormPage.Choice> routes() {
    return routes.all().stream()
        .sorted(java.util.Comparator.comparing(MailRoute::catcher))
        .map(
            one ->
                new CampaignFormPage.Choice(
                    "" + one.id(),
                    one.name() + ", from " + one.from() + (one.catcher() ? " (a catcher)" : ""),
                    false))
        .toList();
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(ONE + "/make")
  View make(
      @PathVariable("proposal") UUID id,
      @RequestParam(name = "set", defaultValue = "") String set,
      @RequestParam(name = "route", defaultValue = "") String route) {
    Caller caller = Caller.signedIn();
    Proposal seen =
        transactions
            .run(jdbc -> seen(jdbc).stream().filter(one -> one.id().equals(id)).findFirst())
            .orElseThrow(ProposalsController::unknown);
    try {
      UUID incident = seen.incident();
      UUID campaign =
          incident == null
              ? transactions.act(act -> make(act, caller, id, set, route))
              : making.sweep(caller, incident, sweep(seen, route));
      return Redirects.see("/campaigns/" + campaign);
    } catch (StoplogException e) {
      if (e.problem() != Problem.REQUEST_INVALID) {
        throw e;
      }
      return list(e.getMessage(), UNPROCESSABLE);
    }
  }

  /** A sweep of all that are like the breached one in anything; the look settles the proposal. */
  private CampaignForm sweep(Proposal one, String route) {
    CampaignForm first = CampaignForm.first(true, "", desk.today());
    return first.asking(
        title("Sweep after the breach of ", one),
        first.set(),
        first.dueDay().orElseThrow(),
        "",
        number(route),
        first.daysNumber(),
        first.language(),
        first.remindNumber(),
        first.letter());
  }

  private UUID make(Act act, Caller caller, UUID id, String set, String route) {
    ProposalRows rows = new ProposalRows(act.jdbc());
    Proposal one = rows.lock(id).orElseThrow(ProposalsController::unknown);
    Letter letter = CampaignText.first("en", false);
    LocalDate today = desk.today();
    CampaignForm form =
        CampaignForm.first(false, "", today)
            .asking(
                title("", one) + ": " + one.kind().words(),
                set.isEmpty() ? one.kind().set() : set,
                today.plusDays(ANSWER),
                one.words(),
                number(route),
                LINK_DAYS,
                "en",
                REMIND,
                letter);
    String objection = making.objection(form);
    if (objection != null) {
      throw CampaignDesk.wrong(objection);
    }
    UUID campaign =
        making.byItself(
            act,
            form,
            caller.account(),
            Map.of(Companies.read(act.jdbc()).last(one.supplier()), List.of(one.kind().words())));
    rows.decide(id, campaign, caller.account(), clock.realNow());
    Map<String, Object> detail = new HashMap<>();
    detail.put("campaign", campaign.toString());
    detail.put("proposal", id.toString());
    detail.put("kind", one.kind().word());
    detail.put("suppliers", 1);
    detail.put("set", form.set());
    act.record(caller.account(), "campaign.made", detail);
    return campaign;
  }

  private static String title(String before, Proposal one) {
    String name = Letter.line(one.name());
    return before + (name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name);
  }

  /** 0, which no route has, for what is no number. */
  private static int number(String route) {
    return route.matches("[0-9]{1,9}") ? Integer.parseInt(route) : 0;
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(ONE + "/let-go")
  View letGo(@PathVariable("proposal") UUID id) {
    Caller caller = Caller.signedIn();
    transactions.act(
        act -> {
          Proposal one =
              seen(act.jdbc()).stream()
                  .filter(open -> open.id().equals(id))
                  .findFirst()
                  .orElseThrow(ProposalsController::unknown);
          ProposalRows rows = new ProposalRows(act.jdbc());
          if (rows.lock(id).isEmpty()) {
            throw unknown();
          }
          rows.decide(id, null, caller.account(), clock.realNow());
          act.record(
              caller.account(),
              "campaign.proposal-let-go",
              Map.of("proposal", id.toString(), "kind", one.kind().word()));
          return true;
        });
    return Redirects.see(LIST);
  }
}
