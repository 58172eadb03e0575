package org.stoplog.server.agreements;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.register.RegisterFormat;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.NamedRows;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.suppliers.SupplierIds;

/** Agreements with a supplier and what it promised in them. */
@Controller
final class AgreementsController {
  private static final String PATH = "/suppliers/{id}/agreements";
  private static final int UNPROCESSABLE = 422;
  private static final int LONGEST = 200;

  private final Pages pages;
  private final Transactions transactions;
  private final ServerClock clock;

  AgreementsController(Pages pages, Transactions transactions, ServerClock clock) {
    this.pages = pages;
    this.transactions = transactions;
    this.clock = clock;
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.now(), ZoneOffset.UTC);
  }

  private static String name(JdbcClient jdbc, int supplier) {
    SupplierIds.Named found = new SupplierIds(jdbc).all().get(supplier);
    if (found == null) {
      throw new StoplogException(Problem.PAGE_UNKNOWN, "There is no such supplier.");
    }
    return found.name();
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping(PATH)
  View show(@PathVariable("id") int id) {
    return show(id, null, Map.of(), 200);
  }

  private View show(int id, @Nullable String error, Map<String, String> typed, int status) {
    LocalDate today = today();
    boolean canEdit = Caller.signedIn().may(Permission.EDIT_SUPPLIERS);
    return pages.view(
        "agreements",
        transactions.run(
            jdbc -> {
              String name = name(jdbc, id);
              AgreementRows rows = new AgreementRows(jdbc);
              List<Clause> clauses = rows.clauses(id);
              long holding = clauses.stream().filter(one -> one.holds(today)).count();
              return new AgreementsPage(
                  id,
                  name,
                  holding == 0
                      ? "No promise of it is written down."
                      : holding + (holding == 1 ? " promise holds" : " promises hold") + " today.",
                  rows.of(id).stream().map(one -> line(one, clauses, today)).toList(),
                  Arrays.stream(ClauseKind.values())
                      .filter(
                          kind ->
                              clauses.stream()
                                  .noneMatch(one -> one.kind() == kind && one.holds(today)))
                      .map(ClauseKind::words)
                      .toList(),
                  Arrays.stream(ClauseKind.values())
                      .map(kind -> new AgreementsPage.Choice(kind.word(), words(kind)))
                      .toList(),
                  List.of("detection", "confirmation", "notice", "end").stream()
                      .map(event -> new AgreementsPage.Choice(event, ClauseKind.event(event)))
                      .toList(),
                  canEdit,
                  error,
                  typed);
            }),
        status);
  }

  private static String words(ClauseKind kind) {
    return kind.words() + (kind.unit() == null ? "" : " (" + kind.unit() + ")");
  }

  private static AgreementsPage.Line line(Agreement one, List<Clause> all, LocalDate today) {
    return new AgreementsPage.Line(
        one.id(),
        one.name(),
        (one.signed() == null ? "day of signing not known" : "signed " + one.signed())
            + (one.ends() == null
                ? ""
                : (one.ends().isAfter(today) ? ", ends " : ", ended ") + one.ends()),
        one.place(),
        one.ends() == null,
        all.stream()
            .filter(clause -> clause.agreementId() == one.id())
            .map(
                clause ->
                    new AgreementsPage.Promise(
                        clause.id(),
                        clause.says(),
                        "since "
                            + clause.since()
                            + (clause.until() == null ? "" : ", until " + clause.until()),
                        clause.holds(today)))
            .toList());
  }

  /** Takes one form of the page, or shows it again with what is wrong. */
  private View change(
      int id,
      MultiValueMap<String, String> fields,
      Function<Act, Map<String, Object>> work,
      String what) {
    UUID by = Caller.signedIn().account();
    try {
      transactions.act(
          act -> {
            name(act.jdbc(), id);
            Map<String, Object> detail = new HashMap<>(work.apply(act));
            detail.put("supplier", id);
            act.record(by, what, detail);
            return true;
          });
    } catch (StoplogException e) {
      if (e.problem() != Problem.REQUEST_INVALID) {
        throw e;
      }
      return show(id, e.getMessage(), fields.toSingleValueMap(), UNPROCESSABLE);
    }
    return Redirects.see("/suppliers/" + id + "/agreements");
  }

  private static String field(MultiValueMap<String, String> fields, String name) {
    return Objects.toString(fields.getFirst(name), "").strip();
  }

  private static @Nullable LocalDate day(MultiValueMap<String, String> fields, String name) {
    String typed = field(fields, name);
    return typed.isEmpty() ? null : ClauseForm.day(typed, "the day");
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(PATH)
  View add(@PathVariable("id") int id, @RequestParam MultiValueMap<String, String> fields) {
    UUID by = Caller.signedIn().account();
    return change(
        id,
        fields,
        act -> {
          String name = field(fields, "name");
          if (name.isEmpty() || name.length() > LONGEST) {
            throw ClauseForm.wrong("Give the agreement a name of 1 to 200 characters.");
          }
          LocalDate signed = day(fields, "signed");
          LocalDate ends = day(fields, "ends");
          if (signed != null && ends != null && !signed.isBefore(ends)) {
            throw ClauseForm.wrong("It ends before it was signed.");
          }
          String place = field(fields, "place");
          if (place.length() > LONGEST) {
            throw ClauseForm.wrong("Where it lies has at most 200 characters.");
          }
          return Map.of(
              "agreement",
              new AgreementRows(act.jdbc())
                  .add(id, name, signed, ends, place, by, clock.realNow()));
        },
        "agreement.added");
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/{agreement}/clauses")
  View addClause(
      @PathVariable("id") int id,
      @PathVariable("agreement") int agreement,
      @RequestParam MultiValueMap<String, String> fields) {
    UUID by = Caller.signedIn().account();
    return change(
        id,
        fields,
        act -> {
          AgreementRows rows = new AgreementRows(act.jdbc());
          Agreement found = find(rows, id, agreement);
          ClauseForm form =
              ClauseForm.read(
                  field(fields, "kind"),
                  field(fields, "number"),
                  field(fields, "event"),
                  field(fields, "words"),
                  field(fields, "since"));
          if (found.ends() != null && !form.since().isBefore(found.ends())) {
            throw ClauseForm.wrong("The agreement ends before this clause holds.");
          }
          return Map.of(
              "agreement",
              agreement,
              "clause",
              rows.addClause(agreement, form, by, clock.realNow()),
              "kind",
              form.kind().word());
        },
        "agreement.clause-added");
  }

  private static Agreement find(AgreementRows rows, int supplier, int agreement) {
    return rows.find(supplier, agreement)
        .orElseThrow(
            () ->
                new StoplogException(Problem.PAGE_UNKNOWN, "This supplier has no such agreement."));
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/{agreement}/end")
  View end(
      @PathVariable("id") int id,
      @PathVariable("agreement") int agreement,
      @RequestParam MultiValueMap<String, String> fields) {
    return change(
        id,
        fields,
        act -> {
          LocalDate on = ClauseForm.day(field(fields, "on"), "the first day without it");
          if (!new AgreementRows(act.jdbc()).end(id, agreement, on)) {
            throw ClauseForm.wrong("It has an end already, or this day is before it was signed.");
          }
          return Map.of("agreement", agreement, "on", on.toString());
        },
        "agreement.ended");
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/{agreement}/clauses/{clause}/end")
  View endClause(
      @PathVariable("id") int id,
      @PathVariable("agreement") int agreement,
      @PathVariable("clause") int clause,
      @RequestParam MultiValueMap<String, String> fields) {
    return change(
        id,
        fields,
        act -> {
          LocalDate on = ClauseForm.day(field(fields, "on"), "the first day without it");
          if (!new AgreementRows(act.jdbc()).endClause(id, clause, on)) {
            throw ClauseForm.wrong(
                "It has an end already, or this day is before it holds. To take back a clause that was"
                    + " never agreed, end it on its first day.");
          }
          return Map.of("agreement", agreement, "clause", clause, "on", on.toString());
        },
        "agreement.clause-ended");
  }

  /** Of all suppliers, to be looked through elsewhere. */
  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping("/suppliers/agreements" + NamedRows.FORMAT)
  ResponseEntity<byte[]> file(@PathVariable("format") RegisterFormat format) {
    NamedRows table =
        new NamedRows(
            "supplier",
            "agreement",
            "signed",
            "ends",
            "place",
            "kind",
            "number",
            "event",
            "words",
            "since",
            "until");
    transactions.run(
        jdbc -> {
          AgreementRows rows = new AgreementRows(jdbc);
          new SupplierIds(jdbc)
              .all().entrySet().stream()
                  .sorted(
                      java.util.Comparator.comparing(
                          one -> one.getValue().name(), String.CASE_INSENSITIVE_ORDER))
                  .forEach(one -> lines(table, rows, one.getKey(), one.getValue().name()));
          return true;
        });
    return table.download(format, "agreements");
  }

  private static void lines(NamedRows table, AgreementRows rows, int supplier, String name) {
    List<Clause> clauses = rows.clauses(supplier);
    for (Agreement one : rows.of(supplier)) {
      boolean isBare = true;
      for (Clause clause : clauses) {
        if (clause.agreementId() == one.id()) {
          isBare = false;
          table.add(
              name,
              one.name(),
              one.signed(),
              one.ends(),
              one.place(),
              clause.kind().word(),
              clause.number(),
              clause.event(),
              clause.words(),
              clause.since(),
              clause.until());
        }
      }
      if (isBare) {
        table.add(
            name,
            one.name(),
            one.signed(),
            one.ends(),
            one.place(),
            null,
            null,
            null,
            null,
            null,
            null);
      }
    }
  }
}
