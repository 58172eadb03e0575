package org.stoplog.server.sightings;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.suppliers.SupplierIds;

/** The security.txt of a supplier: what it said, and to have it read. */
@Controller
final class SecurityTxtController {
  private static final String PATH = "/suppliers/{supplier}/security-txt";
  private static final int UNPROCESSABLE = 422;
  private static final int MOST_READINGS = 20;

  private final Pages pages;
  private final Transactions transactions;
  private final SecurityTxtActs acts;
  private final ServerClock clock;

  SecurityTxtController(
      Pages pages, Transactions transactions, SecurityTxtActs acts, ServerClock clock) {
    this.pages = pages;
    this.transactions = transactions;
    this.acts = acts;
    this.clock = clock;
  }

  static String path(int supplier) {
    return PATH.replace("{supplier}", Integer.toString(supplier));
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping(PATH)
  View show(@PathVariable("supplier") int supplier) {
    return show(supplier, null, null, 200);
  }

  private View show(int supplier, @Nullable String typed, @Nullable String error, int status) {
    return pages.view(
        "security-txt", transactions.run(jdbc -> page(jdbc, supplier, typed, error)), status);
  }

  /**
   * @throws StoplogException PAGE_UNKNOWN when there is no such supplier
   */
  private static String name(JdbcClient jdbc, int supplier) {
    SupplierIds.Named named = new SupplierIds(jdbc).all().get(supplier);
    if (named == null) {
      throw new StoplogException(Problem.PAGE_UNKNOWN, "There is no such supplier.");
    }
    return named.name();
  }

  private SecurityTxtPage page(
      JdbcClient jdbc, int supplier, @Nullable String typed, @Nullable String error) {
    String name = name(jdbc, supplier);
    SecurityTxtRows rows = acts.rows(jdbc);
    List<SecurityTxtRows.Reading> readings = rows.of(supplier, MOST_READINGS);
    SecurityTxtRows.Reading last = rows.last(supplier).orElse(null);
    SecurityTxt file = last == null ? null : SecurityTxtActs.file(last);
    String host =
        typed != null
            ? typed
            : readings.isEmpty() ? rows.domain(supplier) : readings.getFirst().host();
    return new SecurityTxtPage(
        path(supplier),
        supplier,
        name,
        last == null
            ? readings.isEmpty() ? "It was never read." : "None was found yet."
            : "As it was at " + last.host() + ", " + Times.second(last.at()) + ".",
        error,
        host,
        file == null ? List.of() : SecurityTxtActs.facts(file),
        file == null ? List.of() : file.faults(clock.realNow()),
        readings.stream()
            .map(
                one ->
                    new LookoutPage.Look(
                        Times.second(one.at()),
                        one.host(),
                        one.failure() == null,
                        Objects.requireNonNullElse(one.failure(), "read")))
            .toList(),
        Caller.signedIn().may(Permission.EDIT_SUPPLIERS),
        LookoutActs.mayLookInside(Caller.signedIn()));
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(PATH)
  View read(
      @PathVariable("supplier") int supplier,
      @RequestParam(name = "host", defaultValue = "") String host,
      @RequestParam(name = "inside", defaultValue = "false") boolean isInside) {
    transactions.run(jdbc -> Map.of("name", name(jdbc, supplier)));
    try {
      acts.read(Caller.signedIn(), supplier, host, isInside);
      return Redirects.see(path(supplier));
    } catch (StoplogException e) {
      if (e.problem() != Problem.REQUEST_INVALID) {
        throw e;
      }
      return show(supplier, host, Objects.toString(e.getMessage(), ""), UNPROCESSABLE);
    }
  }
}
