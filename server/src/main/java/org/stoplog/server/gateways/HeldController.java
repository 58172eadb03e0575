package org.stoplog.server.gateways;

import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.accounts.Approvals;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.Transactions;

/** Asks for what two people decide of requests that were kept. What is in them is on no page. */
@Controller
final class HeldController {
  private static final int LONGEST_REASON = 500;

  private final Transactions transactions;
  private final Approvals approvals;
  private final CutsController page;

  HeldController(Transactions transactions, Approvals approvals, CutsController page) {
    this.transactions = transactions;
    this.approvals = approvals;
    this.page = page;
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/gateways/connections/{id}/held/release")
  View release(@PathVariable("id") int id, @RequestParam("held-why") String why) {
    return ask(id, HeldRows.Decision.RELEASE, why);
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/gateways/connections/{id}/held/destroy")
  View destroy(@PathVariable("id") int id, @RequestParam("held-why") String why) {
    return ask(id, HeldRows.Decision.DESTROY, why);
  }

  private View ask(int id, HeldRows.Decision decision, String why) {
    UUID by = Caller.signedIn().account();
    String reason = why.replace("\0", "").strip();
    if (reason.isEmpty() || reason.length() > LONGEST_REASON) {
      return page.heldAgain(id, why, "Say why, in up to " + LONGEST_REASON + " characters.");
    }
    UUID approval =
        transactions.act(
            act -> {
              Policies.lock(act.jdbc());
              ConnectionRow row =
                  new ConnectionRows(act.jdbc())
                      .lock(id)
                      .orElseThrow(ConnectionsController::unknown);
              if (decision == HeldRows.Decision.RELEASE) {
                HeldDecision.requireOpen(row);
              }
              HeldRows rows = new HeldRows(act.jdbc());
              HeldRows.Count held =
                  rows.of(id).stream()
                      .filter(count -> count.state().equals("held"))
                      .findFirst()
                      .orElseThrow(
                          () ->
                              new StoplogException(
                                  Problem.REQUEST_INVALID, "Nothing is held there any more."));
              rows.ask(id, decision);
              approvals.edited(
                  act.jdbc(),
                  HeldDecision.act(HeldDecision.other(decision)),
                  String.valueOf(id),
                  by);
              return approvals.ask(act, HeldDecision.request(by, decision, row, held, reason));
            });
    return Redirects.see("/approvals/" + approval);
  }
}
