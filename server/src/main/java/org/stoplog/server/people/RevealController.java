package org.stoplog.server.people;

import java.time.Instant;
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
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.directory.Contact;
import org.stoplog.server.accounts.Approval;
import org.stoplog.server.accounts.Approvals;
import org.stoplog.server.accounts.Reveals;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Transactions;

/** One person's contact values, which two people show. */
@Controller
final class RevealController {
  private static final int SHORTEST_WORDS = 10;
  private static final int LONGEST_WORDS = 500;
  private static final int UNPROCESSABLE = 422;

  private final Pages pages;
  private final Transactions transactions;
  private final Ledger ledger;
  private final Approvals approvals;
  private final Reveals reveals;
  private final ContactReveal kind;
  private final ServerClock clock;

  RevealController(
      Pages pages,
      Transactions transactions,
      Ledger ledger,
      Approvals approvals,
      Reveals reveals,
      ContactReveal kind,
      ServerClock clock) {
    this.pages = pages;
    this.transactions = transactions;
    this.ledger = ledger;
    this.approvals = approvals;
    this.reveals = reveals;
    this.kind = kind;
    this.clock = clock;
  }

  private record Row(
      UUID account,
      Instant at,
      String reasonKind,
      @Nullable String words,
      @Nullable String reason,
      boolean isErased,
      int persons) {
    boolean isOf(Caller caller) {
      return account.equals(caller.account());
    }

    boolean isFresh(ServerClock clock) {
      return at.isAfter(clock.realNow().minus(LookUps.HOUR));
    }
  }

  /** For whoever looked them up, and for whoever may decide while it is asked for or given. */
  private Row row(JdbcClient jdbc, Caller caller, UUID id) {
    Row row =
        jdbc.sql(
                """
                select account, at, reason_kind, reason, reveal_reason, subject is null, persons
                from person_lookup where id = :id
                """)
            .param("id", id)
            .query(
                (found, number) ->
                    new Row(
                        found.getObject(1, UUID.class),
                        found.getObject(2, java.time.OffsetDateTime.class).toInstant(),
                        found.getString(3),
                        found.getString(4),
                        found.getString(5),
                        found.getBoolean(6),
                        found.getInt(7)))
            .optional()
            .orElseThrow(PeopleController::gone);
    Optional<Approval> waiting = approvals.waiting(jdbc, ContactReveal.ACT, id.toString());
    boolean isAsked = waiting.isPresent() || reveals.of(jdbc, kind, id.toString()).isPresent();
    boolean isKnown =
        row.isOf(caller)
            ? isAsked || row.isFresh(clock)
            : isAsked && caller.may(Permission.APPROVE);
    if (!isKnown) {
      throw PeopleController.gone();
    }
    if (row.isErased) {
      throw new StoplogException(Problem.PERSON_UNKNOWN, "This person was erased since.");
    }
    return row;
  }

  @Access(value = Permission.LOOK_UP_PEOPLE, listener = Listener.INTERNAL)
  @GetMapping("/people/look-ups/{id}/reveal")
  View page(@PathVariable("id") UUID id) {
    return view(id, null, "", null);
  }

  private View view(
      UUID id, @Nullable List<RevealPage.Values> shown, String typed, @Nullable String error) {
    Caller caller = Caller.signedIn();
    RevealPage page =
        transactions.run(
            jdbc -> page(jdbc, caller, id, row(jdbc, caller, id), shown, typed, error));
    return pages.view("reveal", page, error == null ? 200 : UNPROCESSABLE);
  }

  private RevealPage page(
      JdbcClient jdbc,
      Caller caller,
      UUID id,
      Row row,
      @Nullable List<RevealPage.Values> shown,
      String typed,
      @Nullable String error) {
    String path = PeopleController.pathOf(id);
    Optional<Approval> waiting = approvals.waiting(jdbc, ContactReveal.ACT, id.toString());
    Optional<Reveals.Right> right =
        reveals.of(jdbc, kind, id.toString()).filter(one -> one.asker().equals(caller.account()));
    int left = right.map(Reveals.Right::uses).orElse(0);
    List<RevealPage.Values> masked =
        SealedPerson.of(jdbc, id).stream()
            .map(one -> masked(one.open(ledger.stores().keys())))
            .toList();
    String state =
        shown != null
            ? "Shown now, and never again by going back. "
                + (left == 1 ? "One look is" : left + " looks are")
                + " left."
            : waiting.isPresent()
                ? "Asked for. Another person decides."
                : right.isPresent()
                    ? left == 0
                        ? "You looked as often as was approved. Ask again if you must."
                        : "Approved. You can look "
                            + (left == 1 ? "once" : left + " times")
                            + " until "
                            + Times.second(right.get().until())
                            + "."
                    : "Not asked for yet.";
    return new RevealPage(
        path + "/reveal",
        state,
        row.isOf(caller) && row.isFresh(clock) ? path : null,
        Reason.of(row.reasonKind).map(Reason::text).orElse(row.reasonKind),
        String.valueOf(row.words),
        row.reason,
        waiting.map(one -> "/approvals/" + one.id()).orElse(null),
        masked,
        row.isOf(caller) && row.isFresh(clock) && waiting.isEmpty() && left == 0,
        shown == null ? left : 0,
        shown,
        typed,
        error);
  }

  private static RevealPage.Values masked(SealedPerson.Open open) {
    Contact contact = open.contact();
    String email = contact == null ? null : contact.email();
    return new RevealPage.Values(
        orNone(Masked.text(open.reference())),
        orNone(email == null ? "" : Masked.email(email)),
        orNone(contact == null ? "" : Masked.text(contact.name())),
        orNone(contact == null ? null : contact.language()));
  }

  private static RevealPage.Values plain(SealedPerson.Open open) {
    Contact contact = open.contact();
    return new RevealPage.Values(
        orNone(open.reference()),
        orNone(contact == null ? null : contact.email()),
        orNone(contact == null ? null : contact.name()),
        orNone(contact == null ? null : contact.language()));
  }

  private static String orNone(@Nullable String value) {
    return value == null || value.isEmpty() ? "none kept" : value;
  }

  @Access(value = Permission.LOOK_UP_PEOPLE, listener = Listener.INTERNAL)
  @PostMapping("/people/look-ups/{id}/reveal")
  View ask(
      @PathVariable("id") UUID id, @RequestParam(name = "reason", defaultValue = "") String typed) {
    Caller caller = Caller.signedIn();
    String reason = typed.strip();
    Row row = transactions.run(jdbc -> row(jdbc, caller, id));
    if (!row.isOf(caller) || !row.isFresh(clock)) {
      throw PeopleController.gone();
    }
    if (row.persons != 1) {
      throw new StoplogException(
          Problem.PERSON_UNKNOWN,
          "This is not one person. Look one of them up by our own id, or another identifier.");
    }
    if (reason.length() < SHORTEST_WORDS || reason.length() > LONGEST_WORDS) {
      return view(id, null, typed, "Say in 10 to 500 characters what you need the values for.");
    }
    UUID approval =
        transactions.act(
            act -> {
              JdbcClient jdbc = act.jdbc();
              int kept =
                  jdbc.sql(
                          """
                          update person_lookup set reveal_reason = :reason
                          where id = :id and subject is not null
                          """)
                      .param("reason", reason)
                      .param("id", id)
                      .update();
              int accounts = SealedPerson.of(jdbc, id).size();
              if (kept == 0 || accounts == 0) {
                throw new StoplogException(Problem.PERSON_UNKNOWN, "This person was erased since.");
              }
              String why = Reason.of(row.reasonKind).map(Reason::text).orElse(row.reasonKind);
              return approvals.ask(act, ContactReveal.request(caller.account(), id, why, accounts));
            });
    return Redirects.see("/approvals/" + approval);
  }

  /** The values, on this one answer. */
  @Access(value = Permission.LOOK_UP_PEOPLE, listener = Listener.INTERNAL)
  @PostMapping("/people/look-ups/{id}/reveal/show")
  View show(@PathVariable("id") UUID id) {
    Caller caller = Caller.signedIn();
    transactions.run(jdbc -> row(jdbc, caller, id));
    List<RevealPage.Values> values =
        transactions.act(
            act -> {
              JdbcClient jdbc = act.jdbc();
              Reveals.Right right = reveals.take(jdbc, caller, kind, id.toString());
              act.record(
                  caller.account(),
                  "person.revealed",
                  Map.of(
                      "lookup",
                      id.toString(),
                      "approval",
                      right.approval().toString(),
                      "people",
                      1,
                      "left",
                      right.uses()));
              return SealedPerson.of(jdbc, id).stream()
                  .map(one -> plain(one.open(ledger.stores().keys())))
                  .toList();
            });
    return view(id, values, "", null);
  }
}
