package org.stoplog.server.gateways;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.stoplog.gateway.policy.ConnectionMode;
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
    return page(id, Typed.NOTHING, Typed.NOTHING, 200);
  }

  /** The page, for whoever has to say better why something is to become of held requests. */
  View heldAgain(int id, String why, String error) {
    return page(id, Typed.NOTHING, new Typed(why, error), UNPROCESSABLE);
  }

  /** What was typed into a form of the page, and what is wrong with it. */
  private record Typed(String why, @Nullable String error) {
    static final Typed NOTHING = new Typed("", null);
  }

  private View page(int id, Typed restoring, Typed deciding, int status) {
    Caller caller = Caller.signedIn();
    Map<UUID, String> known = names.names();
    ConnectionPage page =
        transactions.run(jdbc -> page(jdbc, id, caller, known, restoring, deciding));
    return pages.view("gateway-connection", page, status);
  }

  private ConnectionPage page(
      JdbcClient jdbc,
      int id,
      Caller caller,
      Map<UUID, String> known,
      Typed restoring,
      Typed deciding) {
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
        held(jdbc, id, deciding),
        waiting(jdbc, Restoring.ACT, id),
        restoring.why(),
        restoring.error());
  }

  private @Nullable UUID waiting(JdbcClient jdbc, String act, int connection) {
    return approvals.waiting(jdbc, act, String.valueOf(connection)).map(Approval::id).orElse(null);
  }

  private ConnectionPage.@Nullable Held held(JdbcClient jdbc, int id, Typed deciding) {
    List<HeldRows.Count> counts = new HeldRows(jdbc).of(id);
    return counts.isEmpty()
        ? null
        : new ConnectionPage.Held(
            HeldDecision.sentences(counts),
            counts.stream().anyMatch(count -> count.state().equals("held")),
            waiting(jdbc, HeldDecision.RELEASE, id),
            waiting(jdbc, HeldDecision.DESTROY, id),
            deciding.why(),
            deciding.error());
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
    return form(transactions.run(jdbc -> row(jdbc, id)), "", "", new Typed("", null), 200);
  }

  private View form(ConnectionRow row, String chosen, String reply, Typed reason, int status) {
    List<String> states = states(row);
    return pages.view(
        "gateway-cut",
        new ConnectionPage.CutForm(
            row.connection(),
            ConnectionsController.title(row),
            states,
            effect(row),
            states.contains(chosen) ? chosen : states.isEmpty() ? "" : states.getFirst(),
            replies(row),
            reply,
            reason.why(),
            reason.error()),
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

  /** Whom to tell what; a copy has nobody who waits for an answer. */
  private static List<PolicyPage.Choice> replies(ConnectionRow row) {
    Through through = row.through();
    if (through == null || through.mode() != ConnectionMode.REVERSE) {
      return List.of();
    }
    List<PolicyPage.Choice> replies = new ArrayList<>();
    replies.add(new PolicyPage.Choice("", "as its policy says: " + Words.of(through.whenCut())));
    replies.addAll(PolicyPage.REPLIES);
    return replies;
  }

  private static List<String> effect(ConnectionRow row) {
    if (!row.isThrough()) {
      return List.of(
          "It does not go through a gateway, so nothing of ours can hold it back.",
          "Cut it where it begins: in the application, or at the supplier.");
    }
    return List.of(
        row.isHeldByCuts()
            ? "All gateways send nothing more on, within a second. What is under way ends too."
            : "Gateways get copies of it only: the application itself goes on sending. Cut it there.",
        told(row) + (row.isReverse() ? " Or choose below." : ""),
        "What the supplier has already stays there, and other ways to it stay open.",
        "You do it alone and at once; another person looks at it afterwards.",
        "To undo it takes two people.");
  }

  /** Whoever comes by the proxy's port has nobody who could be told that all is well. */
  private static String told(ConnectionRow row) {
    Through through = row.through();
    CutReply reply =
        through == null
            ? CutReply.REFUSE
            : through.mode() == ConnectionMode.REVERSE ? through.whenCut() : CutReply.SINK;
    return switch (reply) {
      case SINK ->
          "Whoever sends to a gateway is told that all is well, and goes on without noticing.";
      case REFUSE ->
          "Whoever sends to a gateway gets an error that it does not repeat the request for.";
      case HOLD ->
          "Whoever sends to a gateway is told that all is well. What it sends is kept, encrypted,"
              + " for 28 days: two people release it once the connection is open again, or destroy"
              + " it.";
    };
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/gateways/connections/{id}/cut")
  View cut(
      @PathVariable("id") int id,
      @RequestParam("state") String state,
      @RequestParam(name = "reply", defaultValue = "") String reply,
      @RequestParam("reason") String reason) {
    UUID by = Caller.signedIn().account();
    String why = reason.replace("\0", "").strip();
    return transactions.actIf(
        act -> {
          Policies.lock(act.jdbc());
          ConnectionRow row =
              new ConnectionRows(act.jdbc()).lock(id).orElseThrow(ConnectionsController::unknown);
          if (!states(row).contains(state)) {
            String error = "It is cut so already, or cannot be.";
            return form(row, state, reply, new Typed(reason, error), UNPROCESSABLE);
          }
          Optional<CutReply> told = ManyCuts.reply(reply);
          if (told.isEmpty() && !reply.isEmpty()) {
            String error = "Choose what senders are told.";
            return form(row, state, "", new Typed(reason, error), UNPROCESSABLE);
          }
          if (why.isEmpty() || why.length() > LONGEST_REASON) {
            String error = "Say why, in up to " + LONGEST_REASON + " characters.";
            return form(row, state, reply, new Typed(reason, error), UNPROCESSABLE);
          }
          ConnectionState to = Words.stored(ConnectionState.values(), state);
          ConnectionCuts.Order order =
              new ConnectionCuts.Order(row.supplier(), id, to, why, told.orElse(null), by);
          return cuts.cut(act, order)
              ? Redirects.see(Restoring.pathOf(id))
              : form(row, state, reply, new Typed(reason, "It is cut so already."), UNPROCESSABLE);
        });
  }

  /** Asks for what two people decide. */
  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/gateways/connections/{id}/restore")
  View restore(@PathVariable("id") int id, @RequestParam("why") String why) {
    UUID by = Caller.signedIn().account();
    String reason = why.replace("\0", "").strip();
    if (reason.isEmpty() || reason.length() > LONGEST_REASON) {
      return page(
          id,
          new Typed(why, "Say why, in up to " + LONGEST_REASON + " characters."),
          Typed.NOTHING,
          UNPROCESSABLE);
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
