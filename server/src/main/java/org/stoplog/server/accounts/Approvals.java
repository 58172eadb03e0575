package org.stoplog.server.accounts;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/**
 * Acts of two people: one asks, another looks and decides. An approval binds one content of one
 * target, and is used up by the transaction that does the act.
 */
public final class Approvals {
  private static final int LONGEST_TITLE = 200;
  private static final int MOST_FACTS = 50;
  private static final int MOST_CHARACTERS = 500_000;
  private static final int MOST_OPEN = 100;

  private final Transactions transactions;
  private final ServerClock clock;
  private final ObjectProvider<Approvable> kinds;

  Approvals(Transactions transactions, ServerClock clock, ObjectProvider<Approvable> kinds) {
    this.transactions = transactions;
    this.clock = clock;
    this.kinds = kinds;
  }

  /**
   * What is asked for.
   *
   * @param act of an {@link Approvable}
   * @param target ids and words of ours: it is in the log
   * @param title the act as an order, with its number: "Narrow the scope to 1 204 people"
   * @param facts what to know before deciding; no personal value
   * @param lines the difference, a line each, beginning with "+ " or "- " where it is in or out
   * @param editors everybody who changed the content since it was last approved; those who are
   *     known from earlier approvals of it are added
   */
  public record Request(
      UUID asker,
      String act,
      String target,
      String title,
      List<Approval.Fact> facts,
      List<String> lines,
      Set<UUID> editors) {
    public Request {
      facts = List.copyOf(facts);
      lines = lines.stream().flatMap(line -> Stream.of(line.split("\\R", -1))).toList();
      editors = Set.copyOf(editors);
      if (title.isBlank() || title.length() > LONGEST_TITLE || facts.size() > MOST_FACTS) {
        throw new IllegalArgumentException("a title of some words, and few facts");
      }
      if (lines.stream().mapToLong(line -> line.length() + 1L).sum() > MOST_CHARACTERS) {
        throw new StoplogException(
            Problem.REQUEST_INVALID, "This is too much for one person to look through at once.");
      }
    }
  }

  /**
   * Asks for an approval, in the caller's act, which must lock the target before. It is the one
   * entry of that act. An open one of the same act and target is replaced.
   *
   * @return id of the approval; its page is {@code /approvals/ID}
   * @throws StoplogException ACCESS_DENIED when the asker was shut out meanwhile, SERVER_BUSY
   */
  public UUID ask(Act act, Request request) {
    JdbcClient jdbc = act.jdbc();
    Approvable kind = kind(request.act());
    ContentHash content =
        kind.current(jdbc, request.target())
            .orElseThrow(() -> new IllegalArgumentException("nothing is there to be approved"));
    new Accounts(jdbc).requireStanding(request.asker());
    ApprovalRows rows = new ApprovalRows(jdbc);
    Instant now = clock.realNow();
    Set<UUID> editors = new HashSet<>(request.editors());
    editors.addAll(rows.editorsSinceExecuted(request.act(), request.target()));
    rows.lockedOpen(request.act(), request.target())
        .ifPresent(before -> replace(rows, before, request.asker(), now));
    UUID id = UUID.randomUUID();
    if (!rows.add(id, request, content, now, now.plus(kind.life()))) {
      throw new StoplogException(Problem.SERVER_BUSY, "Somebody asked for the same just now.");
    }
    editors.forEach(editor -> rows.addEditor(id, editor));
    act.record(
        request.asker(),
        "approval.asked",
        Map.of(
            "approval", id.toString(),
            "act", request.act(),
            "target", request.target(),
            "content", content.hex(),
            "editors", editors.size()));
    return id;
  }

  private static void replace(ApprovalRows rows, Approval before, UUID by, Instant now) {
    rows.close(
        before.id(),
        Approval.State.VOID,
        by,
        now,
        ApprovalRows.Closing.because("It was asked anew."));
  }

  /**
   * Tells that somebody changed a target, in the transaction that does it and after locking the
   * target: an open approval of it is void, and the editor may not decide on the next.
   *
   * @return the approval that is void now, for the entry of the change
   */
  public Optional<UUID> edited(JdbcClient jdbc, String act, String target, UUID editor) {
    ApprovalRows rows = new ApprovalRows(jdbc);
    Optional<Approval> open = rows.lockedOpen(act, target);
    open.ifPresent(
        approval -> {
          rows.addEditor(approval.id(), editor);
          ApprovalRows.Closing changed = ApprovalRows.Closing.because("The content was changed.");
          rows.close(approval.id(), Approval.State.VOID, editor, clock.realNow(), changed);
        });
    return open.map(Approval::id);
  }

  /** The approval that waits for this, if one does; not locked. */
  public Optional<Approval> waiting(JdbcClient jdbc, String act, String target) {
    Instant now = clock.realNow();
    return new ApprovalRows(jdbc)
        .openOf(act, target)
        .filter(found -> found.state() == Approval.State.OPEN && now.isBefore(found.expiresAt()));
  }

  /**
   * One approval, for whoever asked, edited, decided or may decide.
   *
   * @throws StoplogException PAGE_UNKNOWN for everybody else
   */
  Approval seen(Caller caller, UUID id) {
    expire();
    return transactions.run(
        jdbc -> {
          Approval approval = new ApprovalRows(jdbc).find(id).orElseThrow(Approvals::unknown);
          if (!isSeen(jdbc, caller, approval)) {
            throw unknown();
          }
          return approval;
        });
  }

  private boolean isSeen(JdbcClient jdbc, Caller caller, Approval approval) {
    UUID account = caller.account();
    return approval.askedBy().equals(account)
        || approval.editors().contains(account)
        || account.equals(approval.decidedBy())
        || (caller.may(Permission.APPROVE)
            && find(approval.act())
                .filter(kind -> caller.may(kind.approve()))
                .filter(kind -> kind.mayDecide(jdbc, account, approval.target()))
                .isPresent());
  }

  /** Those that wait and that this caller may see, the most urgent first. */
  List<Approval> open(Caller caller) {
    return transactions.run(
        jdbc ->
            new ApprovalRows(jdbc)
                .open(clock.realNow(), MOST_OPEN).stream()
                    .filter(approval -> isSeen(jdbc, caller, approval))
                    .toList());
  }

  /** Decided ones, newest first, also those that a caller may not see. */
  List<Approval> past(ApprovalRows.Query query, int size) {
    expire();
    return transactions.run(jdbc -> new ApprovalRows(jdbc).past(query, size));
  }

  /** Those of a page that this caller may see. */
  List<Approval> visible(Caller caller, List<Approval> page) {
    return transactions.run(
        jdbc -> page.stream().filter(approval -> isSeen(jdbc, caller, approval)).toList());
  }

  /** Why somebody may not decide; empty when they may. */
  Optional<String> objection(Caller caller, Approval approval) {
    if (caller.isByToken()) {
      return Optional.of("A token decides nothing.");
    }
    return transactions.run(
        jdbc ->
            Decisions.objection(
                jdbc, kind(approval.act()), approval, caller.account(), caller.permissions()));
  }

  /** Says of those whose time is over that it is. */
  private void expire() {
    Instant now = clock.realNow();
    if (transactions.run(jdbc -> new ApprovalRows(jdbc).overdue(now)).isEmpty()) {
      return;
    }
    transactions.actIf(
        act -> {
          ApprovalRows rows = new ApprovalRows(act.jdbc());
          ApprovalRows.Closing late = ApprovalRows.Closing.because("Nobody decided in time.");
          long count =
              rows.overdue(now).stream()
                  .filter(id -> rows.close(id, Approval.State.EXPIRED, null, now, late))
                  .count();
          if (count > 0) {
            act.record(null, "approvals.expired", Map.of("count", count));
          }
          return count;
        });
  }

  /** At the start: what a restored backup brought back was asked for in another life. */
  void voidRestored() {
    Instant now = clock.realNow();
    transactions.actIf(
        act -> {
          ApprovalRows rows = new ApprovalRows(act.jdbc());
          ApprovalRows.Closing restored =
              ApprovalRows.Closing.because("The record was restored from a backup since.");
          List<UUID> ids = rows.restored();
          ids.forEach(id -> rows.close(id, Approval.State.VOID, null, now, restored));
          if (!ids.isEmpty()) {
            act.record(null, "approvals.voided", Map.of("count", ids.size(), "by", "restore"));
          }
          return ids.size();
        });
  }

  /** Voids what somebody asked for who is shut out. @return how many */
  static int voidOf(JdbcClient jdbc, UUID asker, UUID by, Instant now) {
    ApprovalRows rows = new ApprovalRows(jdbc);
    List<UUID> ids = rows.openOf(asker);
    ApprovalRows.Closing out = ApprovalRows.Closing.because("Whoever asked was shut out.");
    ids.forEach(id -> rows.close(id, Approval.State.VOID, by, now, out));
    return ids.size();
  }

  Approvable kind(String act) {
    return find(act)
        .orElseThrow(() -> new IllegalStateException("no act of two people is called " + act));
  }

  /** Empty for an act that this version does not know any more. */
  Optional<Approvable> find(String act) {
    return kinds.stream().filter(kind -> kind.act().equals(act)).findFirst();
  }

  static StoplogException unknown() {
    return new StoplogException(Problem.PAGE_UNKNOWN, "There is no such approval.");
  }
}
