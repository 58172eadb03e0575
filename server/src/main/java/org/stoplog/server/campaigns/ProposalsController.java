package org.stoplog.server.campaigns;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.expectations.ExpectationSets;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.mail.MailRoute;
import org.stoplog.server.mail.MailRoutes;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.Transactions;

/** What happened after which suppliers may have to be asked: each becomes a draft, or is let go. */
@Controller
final class ProposalsController {
  static final String LIST = "/suppliers/campaigns/proposals";
  private static final String ONE = LIST + "/{proposal}";
  private static final int UNPROCESSABLE = 422;
  private static final int MOST_SHOWN = 100;

  private final Pages pages;
  private final Transactions transactions;
  private final CampaignMaking making;
  private final MailRoutes routes;
  private final ProposalActs acts;

  ProposalsController(
      Pages pages,
      Transactions transactions,
      CampaignMaking making,
      MailRoutes routes,
      ProposalActs acts) {
    this.pages = pages;
    this.transactions = transactions;
    this.making = making;
    this.routes = routes;
    this.acts = acts;
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping(LIST)
  View list() {
    return list(null, 200);
  }

  private View list(@Nullable String error, int status) {
    Caller caller = Caller.signedIn();
    List<ProposalsPage.Line> all =
        transactions.run(
            jdbc -> acts.seen(jdbc, caller).stream().map(ProposalsController::line).toList());
    return pages.view(
        "campaign-proposals",
        new ProposalsPage(
            all.subList(0, Math.min(MOST_SHOWN, all.size())),
            Math.max(0, all.size() - MOST_SHOWN),
            routes(),
            caller.may(Permission.EDIT_SUPPLIERS),
            making.closed(),
            error),
        status);
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
    try {
      return Redirects.see("/campaigns/" + acts.make(Caller.signedIn(), id, set, number(route)));
    } catch (StoplogException e) {
      if (e.problem() != Problem.REQUEST_INVALID) {
        throw e;
      }
      return list(e.getMessage(), UNPROCESSABLE);
    }
  }

  /** 0, which no route has, for what is no number. */
  private static int number(String route) {
    return route.matches("[0-9]{1,9}") ? Integer.parseInt(route) : 0;
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(ONE + "/let-go")
  View letGo(@PathVariable("proposal") UUID id) {
    acts.letGo(Caller.signedIn(), id);
    return Redirects.see(LIST);
  }
}
