package org.stoplog.server.people;

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
import org.stoplog.server.accounts.Approval;
import org.stoplog.server.accounts.Approvals;
import org.stoplog.server.accounts.Reveals;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Transactions;

/** Whom to tell at an organisation, which two people show. */
@Controller
final class OrganisationRevealController {
  private static final String PATH = OrganisationsController.PATH + "/contacts/{id}/reveal";
  private static final int SHORTEST_WORDS = 10;
  private static final int LONGEST_WORDS = 500;
  private static final int UNPROCESSABLE = 422;

  private final Pages pages;
  private final Transactions transactions;
  private final Organisations organisations;
  private final Approvals approvals;
  private final Reveals reveals;
  private final OrganisationReveal kind;

  OrganisationRevealController(
      Pages pages,
      Transactions transactions,
      Organisations organisations,
      Approvals approvals,
      Reveals reveals,
      OrganisationReveal kind) {
    this.pages = pages;
    this.transactions = transactions;
    this.organisations = organisations;
    this.approvals = approvals;
    this.reveals = reveals;
    this.kind = kind;
  }

  @Access(value = Permission.LOOK_UP_PEOPLE, listener = Listener.INTERNAL)
  @GetMapping(PATH)
  View page(@PathVariable("id") UUID id) {
    return view(id, null, "", null);
  }

  private View view(UUID id, @Nullable Contact shown, String typed, @Nullable String error) {
    Caller caller = Caller.signedIn();
    Map<Integer, String> names = organisations.names();
    OrganisationRevealPage page =
        transactions.run(jdbc -> page(jdbc, caller, id, names, shown, typed, error));
    return pages.view("organisation-reveal", page, error == null ? 200 : UNPROCESSABLE);
  }

  private OrganisationRevealPage page(
      JdbcClient jdbc,
      Caller caller,
      UUID id,
      Map<Integer, String> names,
      @Nullable Contact shown,
      String typed,
      @Nullable String error) {
    Organisations.KeptContact kept = contact(jdbc, id);
    Optional<Approval> waiting = approvals.waiting(jdbc, OrganisationReveal.ACT, id.toString());
    Optional<Reveals.Right> right =
        reveals.of(jdbc, kind, id.toString()).filter(one -> one.asker().equals(caller.account()));
    int left = right.map(Reveals.Right::uses).orElse(0);
    boolean isTheirs =
        right.isPresent()
            || waiting.filter(one -> one.askedBy().equals(caller.account())).isPresent();
    boolean decides = waiting.isPresent() && caller.may(Permission.APPROVE);
    Contact masked = kept.contact();
    return new OrganisationRevealPage(
        OrganisationReveal.pathTo(id),
        OrganisationsController.PATH + "/" + kept.organisation(),
        names.getOrDefault(kept.organisation(), "unknown"),
        state(shown != null, waiting.isPresent(), right),
        isTheirs || decides ? organisations.reason(jdbc, id) : null,
        waiting.map(one -> "/approvals/" + one.id()).orElse(null),
        shown == null
            ? values(
                Masked.text(masked.name()),
                masked.email().isEmpty() ? "" : Masked.email(masked.email()),
                Masked.phone(masked.phone()))
            : values(shown.name(), shown.email(), shown.phone()),
        shown != null,
        waiting.isEmpty() && left == 0,
        shown == null ? left : 0,
        typed,
        error);
  }

  private static String state(boolean isShown, boolean waits, Optional<Reveals.Right> right) {
    int left = right.map(Reveals.Right::uses).orElse(0);
    if (isShown) {
      return "Shown now, and never again by going back. "
          + (left == 1 ? "One look is" : left + " looks are")
          + " left.";
    }
    if (waits) {
      return "Asked for. Another person decides.";
    }
    if (right.isEmpty()) {
      return "Not asked for yet.";
    }
    return left == 0
        ? "You looked as often as was approved. Ask again if you must."
        : "Approved. You can look "
            + (left == 1 ? "once" : left + " times")
            + " until "
            + Times.second(right.get().until())
            + ".";
  }

  private static OrganisationRevealPage.Values values(String name, String email, String phone) {
    return new OrganisationRevealPage.Values(name, orNone(email), orNone(phone));
  }

  private static String orNone(String value) {
    return value.isEmpty() ? "none kept" : value;
  }

  private Organisations.KeptContact contact(JdbcClient jdbc, UUID id) {
    return organisations
        .contact(jdbc, id)
        .orElseThrow(() -> new StoplogException(Problem.PAGE_UNKNOWN, "There is no such contact."));
  }

  @Access(value = Permission.LOOK_UP_PEOPLE, listener = Listener.INTERNAL)
  @PostMapping(PATH)
  View ask(
      @PathVariable("id") UUID id, @RequestParam(name = "reason", defaultValue = "") String typed) {
    Caller caller = Caller.signedIn();
    String reason = typed.strip();
    transactions.run(jdbc -> contact(jdbc, id));
    if (reason.length() < SHORTEST_WORDS || reason.length() > LONGEST_WORDS) {
      return view(id, null, typed, "Say in 10 to 500 characters what you need the contact for.");
    }
    UUID approval =
        transactions.act(
            act -> {
              if (!organisations.putReason(act.jdbc(), id, reason)) {
                throw new StoplogException(Problem.PAGE_UNKNOWN, "There is no such contact.");
              }
              return approvals.ask(act, OrganisationReveal.request(caller.account(), id));
            });
    return Redirects.see("/approvals/" + approval);
  }

  /** The values, on this one answer. */
  @Access(value = Permission.LOOK_UP_PEOPLE, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/show")
  View show(@PathVariable("id") UUID id) {
    Caller caller = Caller.signedIn();
    Contact shown =
        transactions.act(
            act -> {
              Reveals.Right right = reveals.take(act.jdbc(), caller, kind, id.toString());
              act.record(
                  caller.account(),
                  "organisation.contact-revealed",
                  Map.of(
                      "contact",
                      id.toString(),
                      "approval",
                      right.approval().toString(),
                      "people",
                      1,
                      "left",
                      right.uses()));
              return contact(act.jdbc(), id).contact();
            });
    return view(id, shown, "", null);
  }
}
