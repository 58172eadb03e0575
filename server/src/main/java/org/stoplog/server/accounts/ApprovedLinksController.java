package org.stoplog.server.accounts;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Origin;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Transactions;

/** Links that an approval allows: made by whoever asked, once, and shown to nobody else. */
@Controller
final class ApprovedLinksController {
  private final Pages pages;
  private final Transactions transactions;
  private final Approvals approvals;
  private final ServerClock clock;
  private final Origin origin;

  ApprovedLinksController(
      Pages pages,
      Transactions transactions,
      Approvals approvals,
      ServerClock clock,
      Origin origin) {
    this.pages = pages;
    this.transactions = transactions;
    this.approvals = approvals;
    this.clock = clock;
    this.origin = origin;
  }

  @Access(value = Permission.APPROVE, listener = Listener.INTERNAL)
  @GetMapping("/accounts/approved/{id}")
  View show(@PathVariable("id") UUID id) {
    Caller caller = Caller.signedIn();
    Approval approval = approvals.seen(caller, id);
    Instant now = clock.realNow();
    LinkRights.Right right =
        transactions
            .run(jdbc -> new LinkRights(jdbc).locked(id))
            .filter(found -> found.isGood(now))
            .orElse(null);
    boolean isTheirs = right != null && right.asker().equals(caller.account());
    String state =
        right == null
            ? "There is no link to make: it was made, its time is over, or it was not approved."
            : isTheirs
                ? "Approved. Make the link before " + Times.second(right.expiresAt()) + "."
                : "Approved. Only whoever asked for it makes the link.";
    ApprovedLinkPage page = new ApprovedLinkPage(id, approval.title(), state, isTheirs);
    return pages.view("approved-link", page);
  }

  @Access(value = Permission.MANAGE_ACCOUNTS, listener = Listener.INTERNAL)
  @PostMapping("/accounts/approved/{id}/link")
  View make(@PathVariable("id") UUID id) {
    Caller caller = Caller.signedIn();
    Approval approval = approvals.seen(caller, id);
    String path =
        transactions.act(
            act -> {
              Accounts accounts = new Accounts(act.jdbc());
              accounts.lockPowers();
              accounts.requireStanding(caller.account());
              LinkRights rights = new LinkRights(act.jdbc());
              Instant now = clock.realNow();
              LinkRights.Right right =
                  rights
                      .locked(id)
                      .filter(found -> found.asker().equals(caller.account()) && found.isGood(now))
                      .orElseThrow(ApprovedLinksController::none);
              rights.use(id);
              act.record(caller.account(), "account.link-made", Map.of("approval", id.toString()));
              Links.Link link =
                  new Links.Link(right.role(), right.account(), caller.account(), id, false);
              return new Links(act.jdbc()).make(link, now, Invitations.LIFE);
            });
    return pages.view(
        "link", new LinkPage(approval.title(), origin.base() + path, AccountsController.LIFE));
  }

  private static StoplogException none() {
    return new StoplogException(
        Problem.PAGE_UNKNOWN,
        "There is no link for you to make: it was made, or its time is over.");
  }
}
