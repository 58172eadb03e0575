package org.stoplog.server.gateways;

import java.time.Instant;
import java.util.Arrays;
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
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.gateway.policy.ConnectionState;
import org.stoplog.gateway.policy.CutReply;
import org.stoplog.server.accounts.Approval;
import org.stoplog.server.accounts.Approvals;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Transactions;

/** The page of a connection, and cutting it: by one person at once, looked at by another later. */
@Controller
final class CutsController {
  private static final int UNPROCESSABLE = 422;
  private static final int LONGEST_REASON = 500;

  private final Pages pages;
  private final Transactions transactions;
  private final ConnectionCuts cuts;
  private final Approvals approvals;
  private final ActorNames names;

  CutsController(
      Pages pages,
      Transactions transactions,
      ConnectionCuts cuts,
      Approvals approvals,
      ActorNames names) {
    this.pages = pages;
    this.transactions = transactions;
    this.cuts = cuts;
    this.approvals = approvals;
    this.names = names;
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping("/gateways/connections/{id}")
  View connection(@PathVariable("id") int id) {
    return page(id, "", null, 200);
  }

  private View page(int id, String why, @Nullable String error, int status) {
    Caller caller = Caller.signedIn();
    Map<UUID, String> known = names.names();
    ConnectionPage page = transactions.run(jdbc -> page(jdbc, id, caller, known, why, error));
    return pages.view("gateway-connection", page, status);
  }

  private ConnectionPage page(
      JdbcClient jdbc,
      int id,
      Caller caller,
      Map<UUID, String> known,
      String why,
      @Nullable String error) {
    ConnectionRow row = row(jdbc, id);
    Through through = row.through();
    return new ConnectionPage(
        id,
        row.supplier(),
        row.supplierName(),
        row.name(),
        PlainWords.state(row),
        row.isThrough(),
        through != null,
        row.isCut(),
        row.state() == ConnectionState.TERMINATED,
        caller.may(Permission.MANAGE_GATEWAYS),
        caller.may(Permission.WORK_ON_INCIDENTS),
        caller.may(Permission.MANAGE_GATEWAYS) ? hostsLabel(row) : null,
        row.secretSha256() != null,
        PlainWords.of(row),
        through == null
            ? List.of()
            : ConnectionsController.addresses(new GatewayRows(jdbc).all(), row, "SECRET"),
        new CutRows(jdbc).of(id).stream().map(cut -> line(cut, known)).toList(),
        approvals.waiting(jdbc, Restoring.ACT, String.valueOf(id)).map(Approval::id).orElse(null),
        why,
        error);
  }

  private static String hostsLabel(ConnectionRow row) {
    return row.hosts() == null ? "Name its hosts for the proxy" : "Change its hosts for the proxy";
  }

  private static ConnectionRow row(JdbcClient jdbc, int id) {
    return new ConnectionRows(jdbc).find(id).orElseThrow(ConnectionsController::unknown);
  }

  private static ConnectionPage.Line line(Cut cut, Map<UUID, String> known) {
    UUID reviewer = cut.reviewedBy();
    Instant reviewed = cut.reviewedAt();
    Instant restored = cut.restoredAt();
    return new ConnectionPage.Line(
        cut.id(),
        PlainWords.word(cut.state()),
        cut.reason(),
        known.getOrDefault(cut.by(), "unknown"),
        Times.second(cut.at()),
        reviewer == null || reviewed == null
            ? "nobody else yet"
            : known.getOrDefault(reviewer, "unknown") + ", " + Times.second(reviewed),
        restored == null ? "no" : Times.second(restored),
        cut.severance());
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping("/gateways/connections/{id}/cut")
  View ask(@PathVariable("id") int id) {
    return form(transactions.run(jdbc -> row(jdbc, id)), "", "", null, 200);
  }

  private View form(
      ConnectionRow row, String chosen, String reason, @Nullable String error, int status) {
    List<String> states = states(row);
    return pages.view(
        "gateway-cut",
        new ConnectionPage.CutForm(
            row.connection(),
            ConnectionsController.title(row),
            states,
            effect(row),
            states.contains(chosen) ? chosen : states.isEmpty() ? "" : states.getFirst(),
            reason,
            error),
        status);
  }

  /** A cut only goes further; the way back takes two people. */
  private static List<String> states(ConnectionRow row) {
    return !row.isThrough()
        ? List.of()
        : Arrays.stream(ConnectionState.values())
            .filter(state -> state.isCut() && state.compareTo(row.state()) > 0)
            .map(PlainWords::word)
            .toList();
  }

  private static List<String> effect(ConnectionRow row) {
    if (!row.isThrough()) {
      return List.of(
          "It does not go through a gateway, so nothing of ours can hold it back.",
          "Cut it where it begins: in the application, or at the supplier.");
    }
    Through through = row.through();
    return List.of(
        row.isHeldByCuts()
            ? "All gateways send nothing more on, within a second. What is under way ends too."
            : "Gateways get copies of it only: the application itself goes on sending. Cut it there.",
        through != null && (!row.isHeldByCuts() || through.whenCut() == CutReply.SINK)
            ? "Whoever sends to a gateway is told that all is well, and goes on without noticing."
            : "Whoever sends to a gateway gets an error that it does not repeat the request for.",
        "What the supplier has already stays there, and other ways to it stay open.",
        "You do it alone and at once; another person looks at it afterwards.",
        "To undo it takes two people.");
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/gateways/connections/{id}/cut")
  View cut(
      @PathVariable("id") int id,
      @RequestParam("state") String state,
      @RequestParam("reason") String reason) {
    UUID by = Caller.signedIn().account();
    String why = reason.replace("\0", "").strip();
    return transactions.actIf(
        act -> {
          Policies.lock(act.jdbc());
          ConnectionRow row =
              new ConnectionRows(act.jdbc()).lock(id).orElseThrow(ConnectionsController::unknown);
          if (!states(row).contains(state)) {
            return form(row, state, reason, "It is cut so already, or cannot be.", UNPROCESSABLE);
          }
          if (why.isEmpty() || why.length() > LONGEST_REASON) {
            return form(
                row,
                state,
                reason,
                "Say why, in up to " + LONGEST_REASON + " characters.",
                UNPROCESSABLE);
          }
          ConnectionState to = Words.stored(ConnectionState.values(), state);
          return cuts.cut(act, new ConnectionCuts.Order(row.supplier(), id, to, why, by))
              ? Redirects.see(Restoring.pathOf(id))
              : form(row, state, reason, "It is cut so already.", UNPROCESSABLE);
        });
  }

  /** Asks for what two people decide. */
  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/gateways/connections/{id}/restore")
  View restore(@PathVariable("id") int id, @RequestParam("why") String why) {
    UUID by = Caller.signedIn().account();
    String reason = why.replace("\0", "").strip();
    if (reason.isEmpty() || reason.length() > LONGEST_REASON) {
      return page(id, why, "Say why, in up to " + LONGEST_REASON + " characters.", UNPROCESSABLE);
    }
    UUID approval =
        transactions.act(
            act -> {
              Policies.lock(act.jdbc());
              ConnectionRow row =
                  new ConnectionRows(act.jdbc())
                      .lock(id)
                      .orElseThrow(ConnectionsController::unknown);
              List<Cut> cuts = new CutRows(act.jdbc()).holding(id);
              if (cuts.isEmpty()) {
                throw new StoplogException(
                    Problem.REQUEST_INVALID, "The connection is open already.");
              }
              return approvals.ask(act, Restoring.request(by, row, cuts, reason));
            });
    return Redirects.see("/approvals/" + approval);
  }
}
