package org.stoplog.server.incidents;

import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Numbers;
import org.stoplog.ledger.register.Register;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.severance.SupplierReach;

/** Tokens were taken, and no data that we know of: what could be read with them. */
@Controller
final class DerivingController {
  private static final String PATH = "/incidents/{id}/reach";

  private final Pages pages;
  private final Incidents incidents;
  private final Ledger ledger;
  private final Claiming claiming;

  DerivingController(Pages pages, Incidents incidents, Facts facts, Ledger ledger) {
    this.pages = pages;
    this.incidents = incidents;
    this.ledger = ledger;
    this.claiming = new Claiming(facts);
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping(PATH)
  View reach(@PathVariable("id") UUID id) {
    Caller caller = Caller.signedIn();
    boolean mayRead = caller.may(Permission.READ_SUPPLIERS);
    return pages.view(
        "incident-reach", incidents.read(caller, id, inside -> page(inside, caller, mayRead)));
  }

  private ReachOfIncidentPage page(Incidents.Inside inside, Caller caller, boolean mayRead) {
    Integer supplier = inside.incident().supplier();
    SupplierReach reach =
        supplier == null || !mayRead
            ? new SupplierReach(List.of(), List.of())
            : SupplierReach.of(inside.jdbc(), supplier);
    String name = supplier == null ? "the supplier" : name(supplier);
    long fresh =
        DerivedClaims.of(name, reach, DerivedClaims.taken(inside)).stream()
            .filter(one -> !one.isThere())
            .count();
    return new ReachOfIncidentPage(
        inside.incident().path(),
        inside.incident().name(),
        name,
        state(supplier != null, mayRead, reach),
        reach.known(),
        reach.unknown(),
        (int) fresh,
        mayRead && inside.member().works() && caller.may(Permission.WORK_ON_INCIDENTS),
        caller.may(Permission.EDIT_SUPPLIERS));
  }

  private static String state(boolean hasSupplier, boolean mayRead, SupplierReach reach) {
    if (!hasSupplier) {
      return "Unknown: nobody said which supplier it is about. Record a claim first.";
    }
    if (!mayRead) {
      return "You may not read the register, which this is worked out from.";
    }
    if (reach.known().isEmpty()) {
      return "Unknown reach: nobody wrote down what its credentials could read. That does not mean"
          + " nobody.";
    }
    return "Of %s we know what could be read, of %s we do not."
        .formatted(
            Numbers.of(reach.known().size(), "credential"),
            Numbers.grouped(reach.unknown().size()));
  }

  private String name(int supplier) {
    return ledger.inTransaction(db -> new Register(db).get(supplier).name());
  }

  /** Records what is not recorded yet. Nobody is in by it before the scope is decided. */
  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping(PATH)
  View derive(@PathVariable("id") UUID id) {
    Caller caller = Caller.signedIn();
    if (!caller.may(Permission.READ_SUPPLIERS)) {
      throw new StoplogException(
          Problem.ACCESS_DENIED,
          "What credentials could read is in the register; ask who may read it.");
    }
    incidents.change(
        caller,
        id,
        change -> {
          Integer supplier = change.incident().supplier();
          if (supplier == null) {
            throw new StoplogException(
                Problem.REQUEST_INVALID, "Say first which supplier it is about, with a claim.");
          }
          List<Claiming.Said> fresh =
              DerivedClaims.of(
                      change
                          .jdbc()
                          .sql("select name from supplier where id = :id")
                          .param("id", supplier)
                          .query(String.class)
                          .single(),
                      SupplierReach.of(change.jdbc(), supplier),
                      DerivedClaims.taken(change.inside()))
                  .stream()
                  .filter(one -> !one.isThere())
                  .map(DerivedClaims.Derived::said)
                  .toList();
          if (fresh.isEmpty()) {
            throw new StoplogException(
                Problem.REQUEST_INVALID, "All of it is recorded already; nothing was changed.");
          }
          return claiming.add(change, fresh);
        });
    return Redirects.see("/incidents/" + id + "/scope");
  }
}
