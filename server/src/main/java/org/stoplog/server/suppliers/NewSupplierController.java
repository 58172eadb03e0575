package org.stoplog.server.suppliers;

import jakarta.servlet.http.HttpServletRequest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.KnownSupplier;
import org.stoplog.catalog.KnownSuppliers;
import org.stoplog.catalog.SupplierFact;
import org.stoplog.ledger.register.Column;
import org.stoplog.ledger.register.Fault;
import org.stoplog.ledger.register.OwnSuppliers;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.RegisterEdit;
import org.stoplog.ledger.register.Row;
import org.stoplog.ledger.register.Supplier;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.Transactions;

/** Enters a supplier. What is known of common ones is offered, and taken only when chosen. */
@Controller
final class NewSupplierController {
  private static final FormKind KIND = FormKind.SUPPLIER_FACTS;

  private static final int MOST_OFFERS = 8;

  private final Pages pages;
  private final Transactions transactions;

  NewSupplierController(Pages pages, Transactions transactions) {
    this.pages = pages;
    this.transactions = transactions;
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping("/suppliers/new")
  View ask() {
    return page(Map.of(), Map.of(), List.of(), 200);
  }

  /**
   * @param known the offer that was chosen, empty when none was made yet
   */
  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping("/suppliers/new")
  View add(
      @RequestParam(name = "known", defaultValue = "") String known, HttpServletRequest request) {
    Map<Column, String> typed = FormController.typed(KIND, request);
    UUID caller = Caller.signedIn().account();
    return Edits.actIf(transactions, act -> add(act, caller, known, typed));
  }

  private View add(Act act, UUID caller, String known, Map<Column, String> typed)
      throws SQLException {
    Connection db = act.connection();
    RegisterEdit edit = RegisterEdit.begin(db);
    Register register = new Register(db);
    String name = typed.getOrDefault(Column.SUPPLIER, "");
    Optional<Supplier> there = register.find(name);
    if (there.isPresent()) {
      return page(typed, Map.of(Column.SUPPLIER, "is the name of another one"), List.of(), 422);
    }
    KnownSuppliers all = new OwnSuppliers(db).known();
    Map<Column, String> cells = filled(typed, all.find(known));
    Savepoint before = db.setSavepoint();
    List<Fault> faults = edit.apply(new Row(1, cells));
    if (!faults.isEmpty()) {
      return page(cells, RegisterActs.errors(KIND, faults), List.of(), 422);
    }
    List<FormPage.Offer> offers = offers(all, name, typed.getOrDefault(Column.DOMAIN, ""));
    if (known.isEmpty() && !offers.isEmpty()) {
      db.rollback(before);
      return page(typed, Map.of(), offers, 200);
    }
    int id = register.get(name).id();
    act.record(
        caller,
        "supplier.added",
        all.find(known).isPresent()
            ? Map.of("supplier", id, "known", known)
            : Map.of("supplier", id));
    return Redirects.see("/suppliers/" + id);
  }

  /** What was typed stays; a chosen offer fills in domains where there are none. */
  private static Map<Column, String> filled(
      Map<Column, String> typed, Optional<KnownSupplier> chosen) {
    Map<Column, String> cells = new EnumMap<>(typed);
    chosen.ifPresent(
        one -> {
          List<String> domains = one.list(SupplierFact.DOMAINS);
          if (!domains.isEmpty() && typed.getOrDefault(Column.DOMAIN, "").isEmpty()) {
            cells.put(Column.DOMAIN, domains.getFirst());
            if (typed.getOrDefault(Column.DOMAINS, "").isEmpty()) {
              cells.put(Column.DOMAINS, String.join(";", domains.subList(1, domains.size())));
            }
          }
        });
    return cells;
  }

  private static List<FormPage.Offer> offers(KnownSuppliers all, String name, String domain) {
    Set<KnownSupplier> found = new LinkedHashSet<>();
    all.byDomain(domain).ifPresent(found::add);
    if (!name.isBlank()) {
      found.addAll(all.search(name));
    }
    return found.stream().limit(MOST_OFFERS).map(NewSupplierController::offer).toList();
  }

  private static FormPage.Offer offer(KnownSupplier one) {
    List<String> domains = one.list(SupplierFact.DOMAINS);
    List<String> elements = one.list(SupplierFact.USUAL_ELEMENTS);
    return new FormPage.Offer(
        one.id(),
        one.name(),
        one.kind(),
        domains.isEmpty() ? SupplierFact.UNKNOWN : String.join(", ", domains),
        one.certainty(SupplierFact.DOMAINS).words(),
        elements.isEmpty() ? SupplierFact.UNKNOWN : String.join(", ", elements));
  }

  private View page(
      Map<Column, String> values,
      Map<Column, String> errors,
      List<FormPage.Offer> offers,
      int status) {
    return pages.view(
        "supplier-form",
        new FormPage(
            "New supplier",
            "Begin with its name. What is known of common suppliers is offered next.",
            "/suppliers/new",
            "/suppliers/register",
            "",
            "Add the supplier",
            new FormFields(KIND, values, errors, List.of()).all(),
            List.of(),
            offers,
            null),
        status);
  }
}
