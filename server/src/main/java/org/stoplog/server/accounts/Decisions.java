package org.stoplog.server.accounts;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/**
 * What becomes of an approval. Everybody locks in one order, so that nobody waits in a circle: the
 * target, then accounts, then the approval.
 */
final class Decisions {
  private final Approvals approvals;
  private final Transactions transactions;
  private final ServerClock clock;

  Decisions(Approvals approvals, Transactions transactions, ServerClock clock) {
    this.approvals = approvals;
    this.transactions = transactions;
    this.clock = clock;
  }

  /** What came of it. */
  sealed interface Outcome {
    record Done() implements Outcome {}

    /** It is void now: what is there is not what was asked for. */
    record Changed() implements Outcome {}

    /** Somebody decided before, or its time is over. */
    record Late() implements Outcome {}
  }

  /**
   * Approves and does the act.
   *
   * @param proof that it is the caller, given with this very form
   * @throws StoplogException ACCESS_DENIED when it is not for this account to decide, or not any
   *     more
   */
  Outcome approve(Caller caller, Proof.Outcome.Shown proof, UUID id) {
    if (caller.isByToken() || !proof.account().id().equals(caller.account())) {
      throw new StoplogException(Problem.ACCESS_DENIED, "Only you in person can approve.");
    }
    return transactions.actIf(
        act -> {
          Outcome outcome = approve(act, caller, proof, id);
          Attempts.forgive(act.jdbc(), proof.sources());
          return outcome;
        });
  }

  private Outcome approve(Act act, Caller caller, Proof.Outcome.Shown proof, UUID id) {
    JdbcClient jdbc = act.jdbc();
    ApprovalRows rows = new ApprovalRows(jdbc);
    Approval asked = rows.find(id).orElseThrow(Approvals::unknown);
    if (asked.state() != Approval.State.OPEN) {
      return new Outcome.Late();
    }
    Approvable kind = approvals.kind(asked.act());
    Optional<ContentHash> content = kind.current(jdbc, asked.target());
    Accounts.Credentials approver = new Accounts(jdbc).requireStanding(caller.account());
    if (!proof.isStill(jdbc, approver)) {
      throw new StoplogException(
          Problem.ACCESS_DENIED, "Your password, code or passkeys changed meanwhile.");
    }
    Approval approval = rows.locked(id).orElseThrow(Approvals::unknown);
    Instant now = clock.realNow();
    if (approval.state() != Approval.State.OPEN || !isInTime(approval, now)) {
      return new Outcome.Late();
    }
    objection(jdbc, kind, approval, approver.id(), approver.role().permissions())
        .ifPresent(
            why -> {
              throw new StoplogException(Problem.ACCESS_DENIED, why);
            });
    Map<String, Object> detail = detail(approval);
    if (!content.equals(Optional.of(approval.content()))) {
      ApprovalRows.Closing changed =
          ApprovalRows.Closing.because("The content is not the one that was asked for.");
      rows.close(id, Approval.State.VOID, null, now, changed);
      detail.put("by", "content");
      act.record(approver.id(), "approval.voided", detail);
      return new Outcome.Changed();
    }
    Approvable.Done done = kind.execute(act, approval);
    rows.close(
        id,
        Approval.State.EXECUTED,
        approver.id(),
        now,
        new ApprovalRows.Closing(null, done.path()));
    detail.put("approver", approver.id().toString());
    detail.putAll(done.detail());
    act.record(approver.id(), done.entry(), detail);
    return new Outcome.Done();
  }

  /** A clock that was set back gives no more time. */
  private static boolean isInTime(Approval approval, Instant now) {
    return now.isBefore(approval.expiresAt())
        && !now.isBefore(approval.askedAt().minus(Sessions.CORRECTION));
  }

  private static Map<String, Object> detail(Approval approval) {
    Map<String, Object> detail = new HashMap<>();
    detail.put("approval", approval.id().toString());
    detail.put("asker", approval.askedBy().toString());
    detail.put("target", approval.target());
    detail.put("content", approval.content().hex());
    return detail;
  }

  /** Says no. It takes nothing but the session: it only stops. */
  Outcome refuse(Caller caller, UUID id, String reason) {
    return transactions.actIf(
        act -> {
          JdbcClient jdbc = act.jdbc();
          ApprovalRows rows = new ApprovalRows(jdbc);
          Accounts.Credentials by = new Accounts(jdbc).requireStanding(caller.account());
          Approval approval = rows.locked(id).orElseThrow(Approvals::unknown);
          Approvable kind = approvals.kind(approval.act());
          objection(jdbc, kind, approval, by.id(), by.role().permissions())
              .ifPresent(
                  why -> {
                    throw new StoplogException(Problem.ACCESS_DENIED, why);
                  });
          return close(act, approval, Approval.State.REFUSED, by.id(), reason);
        });
  }

  /** Takes back what one asked for. */
  Outcome withdraw(Caller caller, UUID id, String reason) {
    return transactions.actIf(
        act -> {
          Approval approval =
              new ApprovalRows(act.jdbc()).locked(id).orElseThrow(Approvals::unknown);
          if (!approval.askedBy().equals(caller.account())) {
            throw new StoplogException(
                Problem.ACCESS_DENIED, "Only whoever asked for it takes it back.");
          }
          return close(act, approval, Approval.State.WITHDRAWN, caller.account(), reason);
        });
  }

  private Outcome close(Act act, Approval approval, Approval.State state, UUID by, String reason) {
    Instant now = clock.realNow();
    if (approval.state() != Approval.State.OPEN || !isInTime(approval, now)) {
      return new Outcome.Late();
    }
    ApprovalRows.Closing closing = ApprovalRows.Closing.because(reason);
    new ApprovalRows(act.jdbc()).close(approval.id(), state, by, now, closing);
    act.record(by, "approval." + state.word(), detail(approval));
    return new Outcome.Done();
  }

  /** Why it is not for an account to decide; empty when it is. */
  static Optional<String> objection(
      JdbcClient jdbc,
      Approvable kind,
      Approval approval,
      UUID account,
      Set<Permission> permissions) {
    if (approval.askedBy().equals(account)) {
      return Optional.of("You asked for this, so another person decides.");
    }
    if (approval.editors().contains(account)) {
      return Optional.of("You worked on what is to be approved, so another person decides.");
    }
    if (!permissions.contains(Permission.APPROVE)
        || !permissions.contains(kind.approve())
        || !kind.mayDecide(jdbc, account, approval.target())) {
      return Optional.of("Your role does not decide on this.");
    }
    return Optional.empty();
  }
}
