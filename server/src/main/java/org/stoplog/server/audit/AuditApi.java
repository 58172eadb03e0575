package org.stoplog.server.audit;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ApiAnswers;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Summary;
import org.stoplog.server.platform.Transactions;

/** The log for programs. */
@Controller
final class AuditApi {
  private final Transactions transactions;

  AuditApi(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * An entry.
   *
   * @param at by the clock of the product
   * @param actor the account; null for the command line and the program itself
   * @param detail JSON as it was hashed: ids, counts and words of ours
   */
  record Entry(long seq, Instant at, String act, @Nullable UUID actor, String detail) {}

  @Access(value = Permission.READ_AUDIT, listener = Listener.INTERNAL, byToken = true)
  @Summary("Lists entries of the audit log, newest first.")
  @GetMapping(ApiAnswers.ROOT + "/audit")
  ResponseEntity<ApiAnswers.Page<Entry>> list(
      @RequestParam(name = "act", defaultValue = "") String act,
      @RequestParam(name = "actor", defaultValue = "") String actor,
      @RequestParam(name = "from", defaultValue = "") String from,
      @RequestParam(name = "to", defaultValue = "") String to,
      @RequestParam(name = "before", required = false) @Nullable Long before,
      @RequestParam(name = "limit", required = false) @Nullable Integer asked) {
    int limit = ApiAnswers.limit(asked);
    AuditEntries.Query query;
    try {
      query =
          AuditController.query(
              new AuditPage.Filter(act, actor, from, to), before == null ? Long.MAX_VALUE : before);
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new StoplogException(
          Problem.REQUEST_INVALID,
          "Write a time as 2026-11-25 or 2026-11-25T14:00, and the actor as an account's id.",
          e);
    }
    List<AuditEntries.Entry> found =
        transactions.run(jdbc -> new AuditEntries(jdbc).page(query, limit + 1));
    return ApiAnswers.ok(
        ApiAnswers.page(
            found,
            limit,
            one -> new Entry(one.seq(), one.at(), one.act(), one.actor(), one.detail()),
            one -> String.valueOf(one.seq())));
  }
}
