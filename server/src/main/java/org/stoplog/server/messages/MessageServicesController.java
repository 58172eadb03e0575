package org.stoplog.server.messages;

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
import org.stoplog.ledger.Numbers;
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
import org.stoplog.server.platform.Tokens;
import org.stoplog.server.platform.Transactions;

/** The message services, for those who may change where messages to people go. */
@Controller
final class MessageServicesController {
  static final String PATH = "/mail/services";
  private static final int CONFLICT = 409;
  private static final int UNPROCESSABLE = 422;
  private static final int LONGEST_ID = 200;

  private final Pages pages;
  private final Ledger ledger;
  private final Transactions transactions;
  private final MessageServices services;
  private final ServerClock clock;

  MessageServicesController(
      Pages pages,
      Ledger ledger,
      Transactions transactions,
      MessageServices services,
      ServerClock clock) {
    this.pages = pages;
    this.ledger = ledger;
    this.transactions = transactions;
    this.services = services;
    this.clock = clock;
  }

  @Access(value = Permission.MANAGE_MAIL, listener = Listener.INTERNAL)
  @GetMapping(PATH)
  View list() {
    return pages.view(
        "message-services",
        new ServicesPage(
            services.all().stream()
                .map(
                    one ->
                        new ServicesPage.Line(
                            pathOf(one.id()),
                            one.name(),
                            one.kind().words(),
                            one.catcher() ? "catches, for drills" : "sends",
                            one.url().toString(),
                            Numbers.grouped(one.longest())))
                .toList()));
  }

  private static String pathOf(int id) {
    return PATH + "/" + id;
  }

  /** Of the register, by name. */
  private Map<Integer, String> suppliers() {
    Map<Integer, String> names = new LinkedHashMap<>();
    ledger.inTransaction(db -> new Register(db).all()).stream()
        .sorted(Comparator.comparing(Supplier::name, String.CASE_INSENSITIVE_ORDER))
        .forEach(supplier -> names.put(supplier.id(), supplier.name()));
    return names;
  }

  @Access(value = Permission.MANAGE_MAIL, listener = Listener.INTERNAL)
  @GetMapping(PATH + "/new")
  View ask() {
    return fresh(ServiceForm.FIRST, Map.of(), 200);
  }

  private View fresh(Map<String, String> fields, Map<String, String> errors, int status) {
    return pages.view(
        "message-service",
        new ServicePage(PATH + "/new", true, fields, errors, 0, null, false, "", suppliers()),
        status);
  }

  @Access(value = Permission.MANAGE_MAIL, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/new")
  View add(@RequestParam Map<String, String> fields) {
    UUID by = Caller.signedIn().account();
    ServiceForm form = ServiceForm.read(fields, null, suppliers().keySet());
    if (!form.errors().isEmpty()) {
      return fresh(form.typed(), form.errors(), UNPROCESSABLE);
    }
    byte[] secret = Tokens.random();
    Integer id = transactions.actIf(act -> add(act, by, form, secret));
    return id == null
        ? fresh(form.typed(), taken(), UNPROCESSABLE)
        : shown(id, form.service(), secret);
  }

  /** Null when another service has the name. */
  private @Nullable Integer add(Act act, UUID by, ServiceForm form, byte[] secret) {
    MessageServiceRows rows = rows(act);
    if (rows.isTaken(form.service().name(), 0)) {
      return null;
    }
    int id = rows.add(form.service(), secret);
    act.record(
        by,
        "message-service.added",
        Map.of(
            "service", id,
            "kind", form.service().kind().word(),
            "catcher", form.service().catcher()));
    return id;
  }

  private View shown(int id, MessageService service, byte[] secret) {
    return pages.view(
        "message-secret",
        new ServicePage.Secret(pathOf(id), service.name(), WebhookSignature.text(secret)));
  }

  private MessageServiceRows rows(Act act) {
    return new MessageServiceRows(act.jdbc(), ledger.stores().keys());
  }

  private static Map<String, String> taken() {
    return Map.of("name", "Another service has this name.");
  }

  @Access(value = Permission.MANAGE_MAIL, listener = Listener.INTERNAL)
  @GetMapping(PATH + "/{id}")
  View show(@PathVariable("id") int id) {
    MessageServiceRows.Kept kept = kept(id);
    return page(kept, ServiceForm.of(kept.service()), Map.of(), null, "", 200);
  }

  private MessageServiceRows.Kept kept(int id) {
    return transactions
        .run(jdbc -> new MessageServiceRows(jdbc, ledger.stores().keys()).find(id))
        .orElseThrow(MessageServicesController::unknown);
  }

  private static StoplogException unknown() {
    return new StoplogException(Problem.PAGE_UNKNOWN, "There is no such message service.");
  }

  private View page(
      MessageServiceRows.Kept kept,
      Map<String, String> fields,
      Map<String, String> errors,
      TestCall.@Nullable Outcome outcome,
      String to,
      int status) {
    return pages.view(
        "message-service",
        new ServicePage(
            pathOf(kept.service().id()),
            false,
            fields,
            errors,
            kept.revision(),
            outcome == null ? null : outcome.said(),
            outcome != null && outcome.isGood(),
            to,
            suppliers()),
        status);
  }

  @Access(value = Permission.MANAGE_MAIL, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/{id}")
  View change(@PathVariable("id") int id, @RequestParam Map<String, String> fields) {
    UUID by = Caller.signedIn().account();
    MessageServiceRows.Kept before = kept(id);
    ServiceForm form = ServiceForm.read(fields, before.service(), suppliers().keySet());
    if (!form.errors().isEmpty()) {
      return page(before, again(before, form), form.errors(), null, "", UNPROCESSABLE);
    }
    String typed = fields.getOrDefault("revision", "");
    int revision = typed.matches("[0-9]{1,9}") ? Integer.parseInt(typed) : 0;
    return transactions.actIf(act -> change(act, by, before, form, revision));
  }

  /** What was typed, and what never changes. */
  private static Map<String, String> again(MessageServiceRows.Kept before, ServiceForm form) {
    Map<String, String> fields = new LinkedHashMap<>(form.typed());
    fields.put("kind", before.service().kind().word());
    fields.put("use", before.service().catcher() ? "catcher" : "sends");
    return fields;
  }

  private View change(
      Act act, UUID by, MessageServiceRows.Kept before, ServiceForm form, int revision) {
    MessageServiceRows rows = rows(act);
    if (rows.isTaken(form.service().name(), form.service().id())) {
      return page(before, again(before, form), taken(), null, "", UNPROCESSABLE);
    }
    if (before.revision() != revision || !rows.change(form.service(), revision)) {
      String late =
          "Somebody else changed this service meanwhile. What you typed is below: look at both, then"
              + " save again.";
      return page(
          kept(before.service().id()),
          again(before, form),
          Map.of("form", late),
          null,
          "",
          CONFLICT);
    }
    act.record(by, "message-service.changed", Map.of("service", form.service().id()));
    return Redirects.see(PATH);
  }

  @Access(value = Permission.MANAGE_MAIL, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/{id}/secret")
  View renew(@PathVariable("id") int id) {
    UUID by = Caller.signedIn().account();
    MessageServiceRows.Kept kept = kept(id);
    byte[] secret = Tokens.random();
    transactions.act(
        act -> {
          if (!rows(act).setSecret(id, secret)) {
            throw unknown();
          }
          act.record(by, "message-service.secret-made", Map.of("service", id));
          return true;
        });
    return shown(id, kept.service(), secret);
  }

  @Access(value = Permission.MANAGE_MAIL, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/{id}/test")
  View test(@PathVariable("id") int id, @RequestParam(name = "to", defaultValue = "") String to) {
    UUID by = Caller.signedIn().account();
    MessageServiceRows.Kept kept = kept(id);
    Map<String, String> fields = ServiceForm.of(kept.service());
    boolean isSms = kept.service().kind() == MessageKind.SMS;
    String address =
        kept.service().kind() == MessageKind.TEAM
            ? MessageKind.TEAM.word()
            : isSms ? PhoneNumber.plain(to) : to.strip();
    if (isSms
        ? !PhoneNumber.isSound(address)
        : address.isEmpty() || address.length() > LONGEST_ID) {
      String error =
          isSms
              ? "Write the number with its country: +49 and the number without its first 0."
              : "Type your own id in the app.";
      return page(kept, fields, Map.of("to", error), null, to, UNPROCESSABLE);
    }
    TestCall.Outcome outcome = TestCall.send(services, kept.service(), address, clock.realNow());
    transactions.act(
        act -> {
          act.record(
              by, "message-service.tested", Map.of("service", id, "outcome", outcome.word()));
          return true;
        });
    return page(kept, fields, Map.of(), outcome, to, 200);
  }

  @Access(value = Permission.MANAGE_MAIL, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/{id}/remove")
  View remove(@PathVariable("id") int id) {
    UUID by = Caller.signedIn().account();
    transactions.act(
        act -> {
          if (!rows(act).remove(id, clock.realNow())) {
            throw unknown();
          }
          act.record(by, "message-service.removed", Map.of("service", id));
          return true;
        });
    return Redirects.see(PATH);
  }
}
