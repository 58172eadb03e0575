package org.stoplog.server.mail;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.Supplier;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/** The mail routes, for those who may change where mail goes. */
@Controller
final class MailController {
  static final String PATH = "/mail";
  private static final int CONFLICT = 409;
  private static final int UNPROCESSABLE = 422;

  private final Pages pages;
  private final Ledger ledger;
  private final Transactions transactions;
  private final MailRoutes routes;
  private final ServerClock clock;

  MailController(
      Pages pages, Ledger ledger, Transactions transactions, MailRoutes routes, ServerClock clock) {
    this.pages = pages;
    this.ledger = ledger;
    this.transactions = transactions;
    this.routes = routes;
    this.clock = clock;
  }

  @Access(value = Permission.MANAGE_MAIL, listener = Listener.INTERNAL)
  @GetMapping(PATH)
  View list() {
    return pages.view(
        "mail-routes", new RoutesPage(routes.all().stream().map(MailController::line).toList()));
  }

  private static RoutesPage.Line line(MailRoute route) {
    String name = route.fromName();
    return new RoutesPage.Line(
        pathOf(route.id()),
        route.name(),
        route.catcher() ? "catches, for drills" : "sends",
        route.host() + ", port " + route.port(),
        switch (route.security()) {
          case NONE -> "none, this machine only";
          case STARTTLS -> "STARTTLS";
          case TLS -> "TLS";
        },
        name == null ? route.from() : name + " <" + route.from() + ">");
  }

  /** Of the register, by name. */
  private Map<Integer, String> suppliers() {
    Map<Integer, String> names = new LinkedHashMap<>();
    ledger.inTransaction(db -> new Register(db).all()).stream()
        .sorted(Comparator.comparing(Supplier::name, String.CASE_INSENSITIVE_ORDER))
        .forEach(supplier -> names.put(supplier.id(), supplier.name()));
    return names;
  }

  static String pathOf(int id) {
    return PATH + "/" + id;
  }

  @Access(value = Permission.MANAGE_MAIL, listener = Listener.INTERNAL)
  @GetMapping(PATH + "/new")
  View ask() {
    return fresh(Map.of("kind", "sends", "security", "starttls", "port", "587"), Map.of(), 200);
  }

  private View fresh(Map<String, String> fields, Map<String, String> errors, int status) {
    return pages.view(
        "mail-route",
        new RoutePage(PATH + "/new", true, fields, errors, false, 0, null, false, "", suppliers()),
        status);
  }

  @Access(value = Permission.MANAGE_MAIL, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/new")
  View add(@RequestParam Map<String, String> fields) {
    UUID by = Caller.signedIn().account();
    RouteForm form = RouteForm.read(fields, null, suppliers().keySet());
    Integer id =
        form.errors().isEmpty()
            ? transactions.actIf(act -> add(act, by, form))
            : Integer.valueOf(0);
    return id == null || id == 0
        ? fresh(form.typed(), id == null ? taken() : form.errors(), UNPROCESSABLE)
        : Redirects.see(pathOf(id));
  }

  /** Null when another route has the name. */
  private @Nullable Integer add(Act act, UUID by, RouteForm form) {
    MailRouteRows rows = new MailRouteRows(act.jdbc(), ledger.stores().keys());
    if (rows.isTaken(form.route().name(), 0)) {
      return null;
    }
    int id = rows.add(form.route(), form.password());
    act.record(
        by,
        "mail-route.added",
        Map.of("route", id, "catcher", form.route().catcher(), "security", word(form)));
    return id;
  }

  private static String word(RouteForm form) {
    return form.route().security().word();
  }

  private static Map<String, String> taken() {
    return Map.of("name", "Another route has this name.");
  }

  @Access(value = Permission.MANAGE_MAIL, listener = Listener.INTERNAL)
  @GetMapping(PATH + "/{id}")
  View show(@PathVariable("id") int id) {
    return page(kept(id), null, "");
  }

  private MailRouteRows.Kept kept(int id) {
    return transactions
        .run(jdbc -> new MailRouteRows(jdbc, ledger.stores().keys()).find(id))
        .orElseThrow(
            () -> new StoplogException(Problem.PAGE_UNKNOWN, "There is no such mail route."));
  }

  private View page(MailRouteRows.Kept kept, TestMessage.@Nullable Outcome outcome, String to) {
    return pages.view(
        "mail-route",
        new RoutePage(
            pathOf(kept.route().id()),
            false,
            RouteForm.of(kept.route()),
            Map.of(),
            kept.sealedPassword() != null,
            kept.revision(),
            outcome == null ? null : outcome.said(),
            outcome != null && outcome.isGood(),
            to,
            suppliers()));
  }

  @Access(value = Permission.MANAGE_MAIL, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/{id}")
  View change(@PathVariable("id") int id, @RequestParam Map<String, String> fields) {
    UUID by = Caller.signedIn().account();
    MailRouteRows.Kept before = kept(id);
    RouteForm form = RouteForm.read(fields, before.route(), suppliers().keySet());
    if (!form.errors().isEmpty()) {
      return again(before, form, form.errors(), UNPROCESSABLE);
    }
    String typed = fields.getOrDefault("revision", "");
    int revision = typed.matches("[0-9]{1,9}") ? Integer.parseInt(typed) : 0;
    return transactions.actIf(act -> change(act, by, before, form, revision));
  }

  private View change(Act act, UUID by, MailRouteRows.Kept before, RouteForm form, int revision) {
    MailRouteRows rows = new MailRouteRows(act.jdbc(), ledger.stores().keys());
    MailRoute route = form.route();
    if (rows.isTaken(route.name(), route.id())) {
      return again(before, form, taken(), UNPROCESSABLE);
    }
    String password = form.password();
    byte[] sealed =
        route.user() == null
            ? null
            : password == null ? before.sealedPassword() : rows.seal(route.id(), password);
    if (before.revision() != revision || !rows.change(route, sealed, revision)) {
      String late =
          "Somebody else changed this route meanwhile. What you typed is below: look at both, then"
              + " save again.";
      return again(kept(route.id()), form, Map.of("form", late), CONFLICT);
    }
    act.record(
        by,
        "mail-route.changed",
        Map.of("route", route.id(), "security", word(form), "password", password != null));
    return Redirects.see(PATH);
  }

  /** The form again, with what was typed; never the password. */
  private View again(
      MailRouteRows.Kept before, RouteForm form, Map<String, String> errors, int status) {
    return pages.view(
        "mail-route",
        new RoutePage(
            pathOf(before.route().id()),
            false,
            form.typed(),
            errors,
            before.sealedPassword() != null,
            before.revision(),
            null,
            false,
            "",
            suppliers()),
        status);
  }

  @Access(value = Permission.MANAGE_MAIL, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/{id}/test")
  View test(@PathVariable("id") int id, @RequestParam(name = "to", defaultValue = "") String to) {
    UUID by = Caller.signedIn().account();
    MailRouteRows.Kept kept = kept(id);
    String address = to.strip();
    if (!MailAddress.isSound(address)) {
      return pages.view(
          "mail-route",
          new RoutePage(
              pathOf(id),
              false,
              RouteForm.of(kept.route()),
              Map.of("to", "This is no address that mail can be sent to."),
              kept.sealedPassword() != null,
              kept.revision(),
              null,
              false,
              address,
              suppliers()),
          UNPROCESSABLE);
    }
    TestMessage.Outcome outcome = TestMessage.send(routes, kept.route(), address, clock.realNow());
    transactions.act(
        act -> {
          act.record(by, "mail-route.tested", Map.of("route", id, "outcome", outcome.word()));
          return true;
        });
    return page(kept, outcome, address);
  }

  @Access(value = Permission.MANAGE_MAIL, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/{id}/remove")
  View remove(@PathVariable("id") int id) {
    UUID by = Caller.signedIn().account();
    transactions.act(
        act -> {
          MailRouteRows rows = new MailRouteRows(act.jdbc(), ledger.stores().keys());
          if (!rows.remove(id, clock.realNow())) {
            throw new StoplogException(Problem.PAGE_UNKNOWN, "There is no such mail route.");
          }
          act.record(by, "mail-route.removed", Map.of("route", id));
          return true;
        });
    return Redirects.see(PATH);
  }
}
