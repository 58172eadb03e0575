package org.stoplog.server.mail;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Transactions;

/** Keys that sign messages of a route, and what the DNS says of the sender's domain. */
@Controller
final class SigningController {
  private static final String PATH = MailController.PATH + "/{id}/signing";
  private static final int UNPROCESSABLE = 422;

  private final Pages pages;
  private final Ledger ledger;
  private final Transactions transactions;
  private final MailRoutes routes;
  private final ServerClock clock;

  SigningController(
      Pages pages, Ledger ledger, Transactions transactions, MailRoutes routes, ServerClock clock) {
    this.pages = pages;
    this.ledger = ledger;
    this.transactions = transactions;
    this.routes = routes;
    this.clock = clock;
  }

  @Access(value = Permission.MANAGE_MAIL, listener = Listener.INTERNAL)
  @GetMapping(PATH)
  View show(@PathVariable("id") int id) {
    return page(found(id), null, 200);
  }

  private MailRoute found(int id) {
    return routes
        .find(id)
        .orElseThrow(
            () -> new StoplogException(Problem.PAGE_UNKNOWN, "There is no such mail route."));
  }

  private View page(MailRoute route, @Nullable String error, int status) {
    List<RouteKey> keys = routes.keys(route);
    MailRouteRows.Checked checked =
        transactions.run(
            jdbc -> new MailRouteRows(jdbc, ledger.stores().keys()).checked(route.id()));
    boolean canAsk = transactions.run(jdbc -> new ResolverRows(jdbc).find()).isPresent();
    Instant at = checked.at();
    return pages.view(
        "mail-signing",
        new SigningPage(
            pathOf(route.id()),
            MailController.pathOf(route.id()),
            route.name(),
            RouteKeyRows.domainOf(route.from()),
            keys.stream().anyMatch(RouteKey::signs),
            error,
            keys.stream()
                .map(
                    key ->
                        new SigningPage.Key(
                            key.name(),
                            key.record(),
                            key.algorithm() == DkimSigner.Algorithm.RSA
                                ? "RSA, 2048 bits"
                                : "Ed25519"))
                .toList(),
            canAsk,
            at == null ? null : Times.second(at),
            checked.findings()),
        status);
  }

  private static String pathOf(int id) {
    return MailController.pathOf(id) + "/signing";
  }

  @Access(value = Permission.MANAGE_MAIL, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/make")
  View make(@PathVariable("id") int id) {
    MailRoute route = found(id);
    if (!routes.keys(route).isEmpty()) {
      return page(route, "This route has keys already; remove them first.", UNPROCESSABLE);
    }
    return change(route, "mail-key.made", (rows, now) -> rows.make(route, now));
  }

  /** Signatures whose key nobody finds make a message worse than none: they count as broken. */
  @Access(value = Permission.MANAGE_MAIL, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/on")
  View on(@PathVariable("id") int id) {
    MailRoute route = found(id);
    List<RouteKey> keys = routes.keys(route);
    String domain = RouteKeyRows.domainOf(route.from());
    if (keys.isEmpty() || keys.stream().anyMatch(key -> !key.domain().equals(domain))) {
      return page(
          route,
          "These keys are not for " + domain + ", which messages come from. Make new ones.",
          UNPROCESSABLE);
    }
    boolean isMissing =
        routes.check(route, clock.realNow()).stream()
            .anyMatch(
                one -> one.level() == SenderDomain.Level.BAD && one.text().startsWith("DKIM: "));
    if (isMissing) {
      return page(
          route,
          "Not switched on: the DNS does not have these records yet. Publish them, wait, and try"
              + " again.",
          UNPROCESSABLE);
    }
    return change(route, "mail-key.signs", (rows, now) -> rows.sign(id, true));
  }

  @Access(value = Permission.MANAGE_MAIL, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/off")
  View off(@PathVariable("id") int id) {
    return change(found(id), "mail-key.rests", (rows, now) -> rows.sign(id, false));
  }

  @Access(value = Permission.MANAGE_MAIL, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/remove")
  View remove(@PathVariable("id") int id) {
    return change(found(id), "mail-key.removed", (rows, now) -> rows.remove(id, now));
  }

  @Access(value = Permission.MANAGE_MAIL, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/check")
  View check(@PathVariable("id") int id) {
    routes.check(found(id), clock.realNow());
    return Redirects.see(pathOf(id));
  }

  private View change(MailRoute route, String entry, BiConsumer<RouteKeyRows, Instant> change) {
    UUID by = Caller.signedIn().account();
    transactions.act(
        act -> {
          change.accept(new RouteKeyRows(act.jdbc(), ledger.stores().keys()), clock.realNow());
          act.record(by, entry, Map.of("route", route.id()));
          return true;
        });
    return Redirects.see(pathOf(route.id()));
  }
}
