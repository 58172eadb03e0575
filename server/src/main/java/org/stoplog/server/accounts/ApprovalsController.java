package org.stoplog.server.accounts;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
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
import org.stoplog.server.platform.Times;

/** What another person decides on. */
@Controller
final class ApprovalsController {
  static final int PAGE = 50;
  private static final int LONGEST_REASON = 500;
  private static final int WRONG = 401;
  private static final int CONFLICT = 409;
  private static final int UNPROCESSABLE = 422;
  private static final int LOCKED = 429;

  private final Pages pages;
  private final Approvals approvals;
  private final Decisions decisions;
  private final Proof proof;
  private final ActorNames names;

  ApprovalsController(
      Pages pages, Approvals approvals, Decisions decisions, Proof proof, ActorNames names) {
    this.pages = pages;
    this.approvals = approvals;
    this.decisions = decisions;
    this.proof = proof;
    this.names = names;
  }

  @Access(value = Permission.WORK, listener = Listener.INTERNAL)
  @GetMapping("/approvals")
  View list(
      @RequestParam(name = "state", defaultValue = "") String state,
      @RequestParam(name = "before", defaultValue = "9223372036854775807") long before) {
    Caller caller = Caller.signedIn();
    Approval.State wanted =
        state.isEmpty()
            ? null
            : decided().stream()
                .filter(one -> one.word().equals(state))
                .findFirst()
                .orElseThrow(
                    () -> new StoplogException(Problem.REQUEST_INVALID, "There is no such state."));
    UUID of = caller.may(Permission.APPROVE) ? null : caller.account();
    List<Approval> found = approvals.past(new ApprovalRows.Query(wanted, of, before), PAGE + 1);
    List<Approval> page = found.subList(0, Math.min(PAGE, found.size()));
    Map<Boolean, List<Approval>> open =
        approvals.open(caller).stream()
            .collect(Collectors.partitioningBy(one -> approvals.objection(caller, one).isEmpty()));
    Map<UUID, String> known = names.names();
    ApprovalsPage shown =
        new ApprovalsPage(
            lines(Objects.requireNonNull(open.get(true)), known),
            lines(Objects.requireNonNull(open.get(false)), known),
            lines(approvals.visible(caller, page), known),
            state,
            decided().stream().map(Approval.State::word).toList(),
            before == Long.MAX_VALUE,
            found.size() > PAGE
                ? "/approvals?state=%s&before=%d".formatted(state, page.getLast().number())
                : null);
    return pages.view("approvals", shown);
  }

  private static List<Approval.State> decided() {
    return Arrays.stream(Approval.State.values())
        .filter(state -> state != Approval.State.OPEN)
        .toList();
  }

  private static List<ApprovalsPage.Line> lines(List<Approval> found, Map<UUID, String> known) {
    return found.stream().map(one -> line(one, known)).toList();
  }

  private static ApprovalsPage.Line line(Approval one, Map<UUID, String> known) {
    Instant when = one.decidedAt() == null ? one.expiresAt() : one.decidedAt();
    UUID by = one.decidedBy();
    return new ApprovalsPage.Line(
        one.id(),
        one.number(),
        one.title(),
        name(one.askedBy(), known),
        one.state().word(),
        Times.second(when),
        by == null ? "" : name(by, known));
  }

  private static String name(UUID account, Map<UUID, String> known) {
    return known.getOrDefault(account, "unknown");
  }

  @Access(value = Permission.WORK, listener = Listener.INTERNAL)
  @GetMapping("/approvals/{id}")
  View show(@PathVariable("id") UUID id) {
    return page(id, "", null, 200);
  }

  private View page(UUID id, String typed, @Nullable String error, int status) {
    Caller caller = Caller.signedIn();
    Approval approval = approvals.seen(caller, id);
    Map<UUID, String> known = names.names();
    boolean isOpen = approval.state() == Approval.State.OPEN;
    ApprovalPage shown =
        new ApprovalPage(
            id,
            approval.number(),
            approval.title(),
            words(approval, known),
            isOpen,
            name(approval.askedBy(), known),
            Times.second(approval.askedAt()),
            approval.editors().stream()
                .map(editor -> name(editor, known))
                .sorted()
                .collect(Collectors.joining(", ")),
            approval.facts(),
            approval.lines().stream().map(ApprovalPage.Line::of).toList(),
            approval.content().hex(),
            approvals.find(approval.act()).map(kind -> kind.pathOf(approval.target())).orElse(null),
            approval.reason(),
            approval.resultPath(),
            isOpen ? approvals.objection(caller, approval).orElse(null) : null,
            isOpen && approval.askedBy().equals(caller.account()),
            typed,
            proof.form(caller, about(id, approval.content().hex()), "/approvals/" + id),
            error);
    return pages.view("approval", shown, status);
  }

  /** What a passkey signs: this content of this approval and no other. */
  private static String about(UUID id, String content) {
    return "approval " + id + " " + content;
  }

  private static String words(Approval approval, Map<UUID, String> known) {
    Instant at = approval.decidedAt();
    UUID by = approval.decidedBy();
    String when = at == null ? "" : " on " + Times.second(at);
    String who = (by == null ? "" : " by " + name(by, known)) + when;
    return switch (approval.state()) {
      case OPEN -> "Waits for another person until " + Times.second(approval.expiresAt()) + ".";
      case EXECUTED -> "Approved and done" + who + ".";
      case REFUSED -> "Refused" + who + ".";
      case WITHDRAWN -> "Taken back" + who + ".";
      case VOID -> "Void since" + (at == null ? " the restore" : when.replace(" on ", " ")) + ".";
      case EXPIRED -> "Nobody decided until " + Times.second(approval.expiresAt()) + ".";
    };
  }

  @Access(value = Permission.APPROVE, listener = Listener.INTERNAL)
  @PostMapping("/approvals/{id}/approve")
  View approve(
      @PathVariable("id") UUID id,
      @RequestParam("content") String content,
      @RequestParam(name = "password", defaultValue = "") String password,
      @RequestParam(name = "code", defaultValue = "") String code,
      @RequestParam(name = "passkey", defaultValue = "") String passkey,
      HttpServletRequest request) {
    Caller caller = Caller.signedIn();
    Approval approval = approvals.seen(caller, id);
    if (!content.equals(approval.content().hex())) {
      throw new StoplogException(
          Problem.REQUEST_INVALID, "The form is not the one of this approval.");
    }
    if (approval.state() != Approval.State.OPEN) {
      return late(id);
    }
    approvals
        .objection(caller, approval)
        .ifPresent(
            why -> {
              throw new StoplogException(Problem.ACCESS_DENIED, why);
            });
    Proof.Given given = new Proof.Given(password, code, passkey);
    return switch (proof.toApprove(caller, given, about(id, content), request)) {
      case Proof.Outcome.Shown shown -> answer(id, decisions.approve(caller, shown, id));
      case Proof.Outcome.Wrong() -> page(id, "", ProofForm.WRONG, WRONG);
      case Proof.Outcome.Locked(Instant until) ->
          page(
              id,
              "",
              "Too many attempts from this browser or address. Try again after "
                  + Times.minute(until)
                  + ".",
              LOCKED);
    };
  }

  private View late(UUID id) {
    return page(id, "", "It is not open any more.", CONFLICT);
  }

  private View answer(UUID id, Decisions.Outcome outcome) {
    return switch (outcome) {
      case Decisions.Outcome.Done() -> Redirects.see("/approvals/" + id);
      case Decisions.Outcome.Changed() ->
          page(id, "", "What is there now is not what was asked for, so this is void.", CONFLICT);
      case Decisions.Outcome.Late() -> late(id);
    };
  }

  @Access(value = Permission.APPROVE, listener = Listener.INTERNAL)
  @PostMapping("/approvals/{id}/refuse")
  View refuse(@PathVariable("id") UUID id, @RequestParam("reason") String reason) {
    Caller caller = Caller.signedIn();
    approvals.seen(caller, id);
    String objection = objection(reason);
    return objection != null
        ? page(id, reason, objection, UNPROCESSABLE)
        : answer(id, decisions.refuse(caller, id, reason.strip()));
  }

  @Access(value = Permission.WORK, listener = Listener.INTERNAL)
  @PostMapping("/approvals/{id}/withdraw")
  View withdraw(@PathVariable("id") UUID id, @RequestParam("reason") String reason) {
    Caller caller = Caller.signedIn();
    approvals.seen(caller, id);
    String objection = objection(reason);
    return objection != null
        ? page(id, reason, objection, UNPROCESSABLE)
        : answer(id, decisions.withdraw(caller, id, reason.strip()));
  }

  private static @Nullable String objection(String reason) {
    if (reason.isBlank()) {
      return "Say why, in a few words.";
    }
    return reason.length() > LONGEST_REASON
        ? "The reason has more than " + LONGEST_REASON + " characters."
        : null;
  }
}
