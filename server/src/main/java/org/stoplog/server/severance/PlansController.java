package org.stoplog.server.severance;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.SupplierFact;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.accounts.Approval;
import org.stoplog.server.accounts.Approvals;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Ids;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Transactions;

/** What to know of a connection before it is cut, and cuts of it that were made elsewhere. */
@Controller
final class PlansController {
  private static final String PATH = SeverancesController.PATH + "/connections/{id}";
  private static final int UNPROCESSABLE = 422;
  private static final int CONFLICT = 409;
  private static final int LONGEST = InventoryCsv.LONGEST;
  private static final int LONGEST_LINK = InventoryCsv.LONGEST_LINK;
  private static final int MOST_CREDENTIALS = InventoryCsv.MOST_CREDENTIALS;
  private static final int LONGEST_CREDENTIAL = InventoryCsv.LONGEST_NAME;
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd['T'][' ']HH:mm['Z']", Locale.ROOT);
  private static final DateTimeFormatter SHOWN =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Pages pages;
  private final Transactions transactions;
  private final ServerClock clock;
  private final Approvals approvals;

  PlansController(Pages pages, Transactions transactions, ServerClock clock, Approvals approvals) {
    this.pages = pages;
    this.transactions = transactions;
    this.clock = clock;
    this.approvals = approvals;
  }

  /** A connection, its supplier's name, and how it is cut as far as that is known. */
  private record Found(Line line, String supplier, @Nullable String how) {
    String title() {
      return supplier + ", " + line.name();
    }
  }

  private Found found(int id) {
    return transactions.inTurn(
        db -> {
          JdbcClient jdbc = SupplierView.client(db);
          int supplier = Inventory.supplierOf(jdbc, id).orElseThrow(PlansController::unknown);
          SupplierView view = new SupplierView(db, supplier, clock.now(), Map.of());
          Line line =
              view.lines().stream()
                  .filter(one -> one.id() == id)
                  .findFirst()
                  .orElseThrow(PlansController::unknown);
          return new Found(line, view.name(), view.known(SupplierFact.CUT_HOW));
        });
  }

  private static StoplogException unknown() {
    return new StoplogException(Problem.PAGE_UNKNOWN, "There is no such connection.");
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping(PATH + "/plan")
  View plan(@PathVariable("id") int id) {
    Found found = found(id);
    Line.Plan plan = found.line().plan();
    Map<String, String> values = new HashMap<>();
    values.put("revision", String.valueOf(plan.revision()));
    put(values, "owner", plan.owner());
    put(values, "link", plan.link());
    put(values, "effect", plan.effect());
    put(values, "dependency", plan.dependency());
    put(values, "fallback", plan.fallback());
    values.put(
        "credentials",
        found.line().credentials().stream()
            .map(one -> one.kind() + ": " + one.name())
            .collect(Collectors.joining("\n")));
    return plan(found, new Filled(values, Map.of()), 200);
  }

  private static void put(Map<String, String> values, String field, @Nullable String value) {
    values.put(field, value == null ? "" : value);
  }

  private View plan(Found found, Filled form, int status) {
    return pages.view(
        "severance-plan",
        new SupplierCutPage.Plan(
            found.line().id(), found.line().supplier(), found.title(), found.how(), form),
        status);
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/plan")
  View savePlan(@PathVariable("id") int id, HttpServletRequest request) {
    Found found = found(id);
    UUID by = Caller.signedIn().account();
    Typed typed = new Typed(request);
    String revision = typed.raw("revision");
    String owner = typed.text("owner", LONGEST_CREDENTIAL);
    String link = typed.text("link", LONGEST_LINK);
    if (link != null && !InventoryCsv.isLink(link)) {
      typed.wrong("link", "Write an address that begins with https://");
    }
    String effect = typed.text("effect", LONGEST);
    String dependency = typed.text("dependency", LONGEST);
    String fallback = typed.text("fallback", LONGEST);
    List<Line.Credential> credentials = credentials(typed);
    if (!revision.matches("[0-9]{1,15}")) {
      typed.wrong("owner", "The form is not whole: load the page again.");
    }
    if (typed.isWrong()) {
      return plan(found, Filled.of(typed), UNPROCESSABLE);
    }
    Line.Plan plan =
        new Line.Plan(owner, link, effect, dependency, fallback, Long.parseLong(revision));
    boolean isSaved =
        transactions.actIf(
            act -> {
              boolean isDone = Inventory.save(act.jdbc(), id, plan, credentials);
              if (isDone) {
                act.record(
                    by,
                    "connection.plan-changed",
                    Map.of("connection", id, "credentials", credentials.size()));
              }
              return isDone;
            });
    if (!isSaved) {
      typed.wrong("owner", "Somebody else changed it meanwhile. Save again to put yours there.");
      Map<String, String> values = new HashMap<>(typed.values());
      values.put("revision", String.valueOf(found(id).line().plan().revision()));
      return plan(found, new Filled(values, typed.errors()), CONFLICT);
    }
    return Redirects.see(Severance.pathOf(found.line().supplier()) + "#connections");
  }

  /** A line each: kind, colon, name. */
  private static List<Line.Credential> credentials(Typed typed) {
    List<Line.Credential> credentials = new ArrayList<>();
    for (String text : typed.raw("credentials").lines().map(String::strip).toList()) {
      if (text.isEmpty()) {
        continue;
      }
      String[] parts = text.split(":", 2);
      String kind = parts[0].strip();
      String name = parts.length < 2 ? "" : parts[1].strip();
      if (kind.isEmpty() || name.isEmpty() || text.length() > LONGEST_CREDENTIAL) {
        typed.wrong("credentials", "Write each as KIND: NAME in a line of its own.");
      }
      credentials.add(new Line.Credential(kind, name));
    }
    if (credentials.size() > MOST_CREDENTIALS) {
      typed.wrong("credentials", "Write down at most " + MOST_CREDENTIALS + ".");
    }
    return credentials;
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping(PATH + "/elsewhere")
  View elsewhere(@PathVariable("id") int id) {
    return elsewhere(
        found(id),
        new Filled(Map.of("cut-by", "us", "cut-at", SHOWN.format(clock.now())), Map.of()),
        200);
  }

  private View elsewhere(Found found, Filled form, int status) {
    OutsideCut cut = found.line().outside();
    UUID approval =
        cut == null
            ? null
            : transactions
                .run(jdbc -> approvals.waiting(jdbc, Reauthorising.ACT, cut.id().toString()))
                .map(Approval::id)
                .orElse(null);
    return pages.view(
        "severance-elsewhere",
        new SupplierCutPage.Elsewhere(
            found.line().id(),
            found.line().supplier(),
            found.title(),
            found.line().plan().link(),
            found.how(),
            cut == null
                ? null
                : "Cut by %s (%s) on %s. How we know: %s"
                    .formatted(
                        cut.isByOthers() ? "others" : "us",
                        cut.who(),
                        Times.minute(cut.cutAt()),
                        cut.proof()),
            approval,
            form),
        status);
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/elsewhere")
  View noteElsewhere(@PathVariable("id") int id, HttpServletRequest request) {
    Found found = found(id);
    UUID by = Caller.signedIn().account();
    Instant now = clock.now();
    Typed typed = new Typed(request);
    String cutBy = typed.raw("cut-by");
    if (!cutBy.equals("us") && !cutBy.equals("others")) {
      typed.wrong("cut-by", "Choose who cut it.");
    }
    String who = typed.needed("who", LONGEST_CREDENTIAL, "Say who cut it.");
    Optional<Instant> at = time(typed.raw("cut-at").strip());
    if (at.isEmpty()) {
      typed.wrong("cut-at", "Write a time in UTC as 2025-11-08 14:30.");
    } else if (at.get().isAfter(now.plusSeconds(60))) {
      typed.wrong("cut-at", "This time is not there yet.");
    }
    String proof = typed.needed("proof", LONGEST, "Say how we know that it is cut.");
    if (found.line().outside() != null) {
      typed.wrong("who", "It is written down already that it was cut.");
    }
    if (typed.isWrong()) {
      return elsewhere(found, Filled.of(typed), UNPROCESSABLE);
    }
    boolean isNoted =
        transactions.actIf(
            act -> {
              Line line =
                  new Inventory(act.connection(), act.jdbc())
                      .find(id)
                      .orElseThrow(PlansController::unknown);
              lock(act.jdbc(), id);
              OutsideRows rows = new OutsideRows(act.jdbc());
              if (rows.lock(id).isPresent()) {
                return false;
              }
              UUID severance = covering(act.jdbc(), line);
              OutsideCut cut =
                  new OutsideCut(
                      Ids.next(now),
                      id,
                      severance,
                      cutBy.equals("others"),
                      who,
                      proof,
                      at.get(),
                      by,
                      now);
              rows.add(cut);
              if (severance != null) {
                approvals.edited(act.jdbc(), Restoring.ACT, severance.toString(), by);
              }
              act.record(
                  by,
                  "connection.cut-elsewhere",
                  Map.of("connection", id, "cut", cut.id().toString(), "by", cutBy));
              return true;
            });
    if (!isNoted) {
      typed.wrong("who", "Somebody else wrote it down just now.");
      return elsewhere(found(id), Filled.of(typed), CONFLICT);
    }
    return Redirects.see(Severance.pathOf(found.line().supplier()) + "#connections");
  }

  private static void lock(JdbcClient jdbc, int connection) {
    jdbc.sql("select id from connection where id = :id for update")
        .param("id", connection)
        .query(Integer.class)
        .single();
  }

  /** The newest cut that holds and covers it. */
  private static @Nullable UUID covering(JdbcClient jdbc, Line line) {
    return new SeveranceRows(jdbc)
        .of(line.supplier()).stream()
            .filter(Severance::holds)
            .filter(one -> one.covers(line))
            .map(Severance::id)
            .findFirst()
            .orElse(null);
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(LocalDateTime.parse(text, MINUTE).toInstant(ZoneOffset.UTC));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** Asks for what two people decide. */
  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/reauthorise")
  View reauthorise(@PathVariable("id") int id, HttpServletRequest request) {
    Found found = found(id);
    UUID by = Caller.signedIn().account();
    Typed typed = new Typed(request);
    String why = typed.needed("why", LONGEST, "Say why, in up to " + LONGEST + " characters.");
    if (typed.isWrong()) {
      return elsewhere(found, Filled.of(typed), UNPROCESSABLE);
    }
    UUID approval =
        transactions.act(
            act -> {
              OutsideCut cut =
                  new OutsideRows(act.jdbc())
                      .lock(id)
                      .orElseThrow(
                          () ->
                              new StoplogException(
                                  Problem.REQUEST_INVALID, "Nothing was cut elsewhere."));
              return approvals.ask(
                  act, Reauthorising.request(by, found.supplier(), found.line(), cut, why));
            });
    return Redirects.see("/approvals/" + approval);
  }
}
