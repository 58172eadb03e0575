package org.stoplog.server.suppliers;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Counts;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Transactions;

/** The page of one supplier. */
@Controller
final class SupplierController {
  private final Pages pages;
  private final Transactions transactions;
  private final Ledger ledger;
  private final TonightWords words;
  private final List<Glance.Source> sources;

  SupplierController(
      Pages pages, Transactions transactions, Ledger ledger, List<Glance.Source> sources) {
    this.pages = pages;
    this.transactions = transactions;
    this.ledger = ledger;
    this.words = new TonightWords(ledger);
    this.sources = sources.stream().sorted(Comparator.comparingInt(Glance.Source::order)).toList();
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping("/suppliers/{id}")
  View supplier(@PathVariable("id") int id) {
    Caller caller = Caller.signedIn();
    TonightPage.Line tonight = tonight(id, Counts.of(caller));
    List<Glance> glances = glances(caller, id);
    return transactions
        .inTurn(
            db ->
                SupplierDetails.read(
                    db,
                    id,
                    ledger.today(),
                    caller.may(Permission.EDIT_SUPPLIERS),
                    tonight,
                    glances))
        .map(page -> pages.view("supplier", page))
        .orElseThrow(SupplierController::unknown);
  }

  private List<Glance> glances(Caller caller, int id) {
    return transactions.run(
        jdbc ->
            new SupplierIds(jdbc).all().containsKey(id)
                ? sources.stream()
                    .flatMap(source -> source.look().of(jdbc, caller, id).stream())
                    .toList()
                : List.of());
  }

  private TonightPage.@Nullable Line tonight(int id, Counts counts) {
    List<OutlookRow> all =
        transactions.run(jdbc -> new OutlookRows(jdbc).all(TonightWords.COUNTRIES));
    Tonight list = Tonight.of(all, new Tonight.Asked("", Tonight.Only.ALL, Tonight.Sort.HARM));
    Instant now = ledger.stores().clock().instant();
    return all.stream()
        .filter(row -> row.supplier() == id)
        .map(row -> words.line(row, list.places().getOrDefault(id, 0), counts, now))
        .findFirst()
        .orElse(null);
  }

  static StoplogException unknown() {
    return new StoplogException(Problem.PAGE_UNKNOWN, "There is no such supplier.");
  }
}
