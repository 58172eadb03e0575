package org.stoplog.server.suppliers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.Element;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.register.RegisterFormat;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Counts;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.NamedRows;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Transactions;

/** What suppliers may get beside what they were seen to get, and what of it could be left out. */
@Controller
final class DeclaredController {
  private static final int MOST_ROWS = 1000;

  private final Pages pages;
  private final Transactions transactions;
  private final Ledger ledger;

  DeclaredController(Pages pages, Transactions transactions, Ledger ledger) {
    this.pages = pages;
    this.transactions = transactions;
    this.ledger = ledger;
  }

  private List<Declared> all() {
    return transactions.inTurn(db -> Declared.all(db, ledger.today()));
  }

  private String asOf() {
    return transactions.run(
        jdbc ->
            new OutlookRows(jdbc)
                .state()
                .map(state -> "As of " + Times.second(state.finishedAt()) + ".")
                .orElse("Not worked out yet; it is within a minute."));
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping("/suppliers/{id}/declared")
  View supplier(@PathVariable("id") int id) {
    String name =
        transactions
            .inTurn(db -> SupplierDetails.card(db, id))
            .orElseThrow(SupplierController::unknown)
            .supplier()
            .name();
    Counts counts = Counts.of(Caller.signedIn());
    List<DeclaredPage.Part> parts =
        all().stream()
            .filter(one -> one.supplier() == id)
            .map(
                one ->
                    new DeclaredPage.Part(
                        engagement(one),
                        one.isRecorded()
                            ? one.lines().stream().filter(line -> line.finding().isToDo()).count()
                                + " to look at."
                            : "Nothing of it was recorded or imported: nobody knows what went.",
                        rows(one, counts, false)))
            .toList();
    return pages.view(
        "declared", new DeclaredPage(asOf(), id, name + ": declared and seen", parts, List.of()));
  }

  private static String engagement(Declared one) {
    String engagement = one.engagement();
    return engagement == null ? "connections without an engagement" : engagement;
  }

  private static List<DeclaredPage.Row> rows(Declared one, Counts counts, boolean isToDoOnly) {
    return one.lines().stream()
        .filter(line -> !isToDoOnly || line.finding().isToDo())
        .map(line -> row(one, line, counts))
        .toList();
  }

  private static DeclaredPage.Row row(Declared one, Declared.Line line, Counts counts) {
    Element element = line.element();
    return new DeclaredPage.Row(
        one.supplier(),
        one.supplierName(),
        engagement(one),
        element.label(),
        element.id(),
        line.finding().words(),
        line.finding().isToDo(),
        Harm.isGrave(element),
        counts.text(line.people()));
  }

  /** What could be left out, over all suppliers. */
  private record Ranked(Declared of, Declared.Line line) {}

  private List<Ranked> ranked() {
    List<Ranked> ranked = new ArrayList<>();
    for (Declared one : all()) {
      for (Declared.Line line : one.lines()) {
        if (line.finding().isToDo()) {
          ranked.add(new Ranked(one, line));
        }
      }
    }
    ranked.sort(
        Comparator.comparingLong((Ranked one) -> one.line().people())
            .reversed()
            .thenComparing(one -> one.line().finding())
            .thenComparing(one -> one.of().supplierName())
            .thenComparing(one -> one.line().element().id()));
    return ranked;
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping("/suppliers/minimisation")
  View report() {
    Counts counts = Counts.of(Caller.signedIn());
    List<Ranked> ranked = ranked();
    return pages.view(
        "declared",
        new DeclaredPage(
            ranked.size() + " elements to look at. " + asOf(),
            null,
            "What could be left out",
            List.of(),
            ranked.stream()
                .limit(MOST_ROWS)
                .map(one -> row(one.of(), one.line(), counts))
                .toList()));
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping("/suppliers/minimisation" + NamedRows.FORMAT)
  ResponseEntity<byte[]> file(@PathVariable("format") RegisterFormat format) {
    Counts counts = Counts.of(Caller.signedIn());
    NamedRows table =
        new NamedRows("place", "supplier", "engagement", "element", "finding", "people");
    int place = 0;
    for (Ranked one : ranked()) {
      place++;
      table.add(
          place,
          one.of().supplierName(),
          engagement(one.of()),
          one.line().element().id(),
          one.line().finding().words(),
          counts.cell(one.line().people()));
    }
    return table.download(format, "minimisation");
  }
}
