package org.stoplog.server.severance;

import jakarta.servlet.http.HttpServletRequest;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.Elements;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Numbers;
import org.stoplog.ledger.register.Predicate;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/** Writes down what the credentials of a connection could read. */
@Controller
final class ReachController {
  private static final String PATH = SeverancesController.PATH + "/connections/{id}/reach";
  private static final int UNPROCESSABLE = 422;
  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_COHORT = 500;

  private final Pages pages;
  private final Transactions transactions;
  private final ServerClock clock;

  ReachController(Pages pages, Transactions transactions, ServerClock clock) {
    this.pages = pages;
    this.transactions = transactions;
    this.clock = clock;
  }

  static String path(int connection) {
    return SeverancesController.PATH + "/connections/" + connection + "/reach";
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping(PATH)
  View reach(@PathVariable("id") int id) {
    return page(id, Filled.EMPTY, List.of(), 200);
  }

  private View page(int id, Filled form, List<String> chosen, int status) {
    ReachPage page =
        transactions.inTurn(
            db -> {
              JdbcClient jdbc = SupplierView.client(db);
              Line line = new Inventory(db, jdbc).find(id).orElseThrow(ReachController::unknown);
              List<Reach> reached = new ReachRows(jdbc).ofConnection(id);
              return new ReachPage(
                  id,
                  line.supplier(),
                  Suppliers.name(jdbc, line.supplier()) + ", " + line.name(),
                  reached.isEmpty()
                      ? "Unknown reach: nobody wrote it down. That does not mean that it reaches"
                          + " nobody."
                      : Numbers.of(reached.size(), "line") + " written down.",
                  reached.stream()
                      .map(
                          one ->
                              new ReachPage.Line(
                                  one.id().toString(),
                                  one.credential(),
                                  one.words(),
                                  one.systemId(),
                                  one.system(),
                                  one.isRecorded()))
                      .toList(),
                  credentials(line),
                  jdbc.sql("select name from supplier order by lower(name)")
                      .query(String.class)
                      .list(),
                  Elements.catalogue().all().stream()
                      .map(
                          one ->
                              new ReachPage.Choice(
                                  one.id(), one.label(), chosen.contains(one.id())))
                      .toList(),
                  form);
            });
    return pages.view("severance-reach", page, status);
  }

  private static List<String> credentials(Line line) {
    List<String> credentials = new ArrayList<>();
    line.credentials().forEach(one -> credentials.add(one.kind() + ": " + one.name()));
    if (!line.scopes().isEmpty()) {
      credentials.add("access granted: " + String.join(", ", line.scopes()));
    }
    return credentials;
  }

  private static StoplogException unknown() {
    return new StoplogException(Problem.PAGE_UNKNOWN, "There is no such connection.");
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(PATH)
  View add(@PathVariable("id") int id, HttpServletRequest request) {
    UUID by = Caller.signedIn().account();
    Typed typed = new Typed(request);
    String credential =
        typed.needed("credential", LONGEST_NAME, "Name the credential or grant, never its value.");
    String system = typed.needed("system", LONGEST_NAME, "Say where it could read.");
    String cohort = typed.text("cohort", LONGEST_COHORT);
    if (cohort != null) {
      try {
        Predicate.parse(cohort);
      } catch (StoplogException e) {
        typed.wrong("cohort", String.valueOf(e.getMessage()));
      }
    }
    LocalDate since = day(typed, "since");
    LocalDate until = day(typed, "until");
    if (since != null && until != null && until.isBefore(since)) {
      typed.wrong("until", "This day is before the first one.");
    }
    String[] sent = request.getParameterValues("element");
    List<String> elements = sent == null ? List.of() : List.of(sent).stream().distinct().toList();
    if (elements.stream().anyMatch(one -> Elements.catalogue().find(one).isEmpty())) {
      typed.wrong("elements", "Choose elements of the list.");
    }
    if (typed.isWrong()) {
      return page(id, Filled.of(typed), elements, UNPROCESSABLE);
    }
    return transactions.actIf(
        act -> {
          JdbcClient jdbc = act.jdbc();
          if (Inventory.supplierOf(jdbc, id).isEmpty()) {
            throw unknown();
          }
          Integer where =
              jdbc.sql("select id from supplier where lower(name) = lower(:name)")
                  .param("name", system)
                  .query(Integer.class)
                  .optional()
                  .orElse(null);
          ReachRows rows = new ReachRows(jdbc);
          if (where == null) {
            typed.wrong(
                "system",
                "The register has no such system. Add it there, also when it is one of ours.");
          } else if (rows.ofConnection(id).size() >= ReachRows.MOST) {
            typed.wrong("credential", "Write down at most " + ReachRows.MOST + ".");
          }
          if (where == null || typed.isWrong()) {
            return page(id, Filled.of(typed), elements, UNPROCESSABLE);
          }
          rows.add(id, credential, where, elements, cohort, since, until, by, clock.now());
          act.record(
              by,
              "connection.reach-added",
              Map.of("connection", id, "system", where, "elements", elements.size()));
          return Redirects.see(path(id));
        });
  }

  private static @Nullable LocalDate day(Typed typed, String field) {
    String text = typed.raw(field).strip();
    if (text.isEmpty()) {
      return null;
    }
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      typed.wrong(field, "Write a day as 2025-11-08, or leave it empty when nobody knows.");
      return null;
    }
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/{reach}/remove")
  View remove(@PathVariable("id") int id, @PathVariable("reach") UUID reach) {
    UUID by = Caller.signedIn().account();
    transactions.actIf(
        act -> {
          boolean isThere = new ReachRows(act.jdbc()).remove(id, reach);
          if (isThere) {
            act.record(
                by,
                "connection.reach-removed",
                Map.of("connection", id, "reach", reach.toString()));
          }
          return isThere;
        });
    return Redirects.see(path(id));
  }
}
