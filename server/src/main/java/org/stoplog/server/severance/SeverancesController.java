package org.stoplog.server.severance;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.SupplierFact;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Numbers;
import org.stoplog.server.accounts.Approval;
import org.stoplog.server.accounts.Approvals;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Transactions;

/** All that is cut, and one cut: looking at it, our own copy, opening it again. */
@Controller
final class SeverancesController {
  static final String PATH = "/severances";
  private static final int UNPROCESSABLE = 422;

  private final Pages pages;
  private final Transactions transactions;
  private final ServerClock clock;
  private final Severing severing;
  private final Approvals approvals;
  private final ActorNames names;
  private final Actions actions;

  SeverancesController(
      Pages pages,
      Transactions transactions,
      ServerClock clock,
      Severing severing,
      Approvals approvals,
      ActorNames names,
      Actions actions) {
    this.actions = actions;
    this.pages = pages;
    this.transactions = transactions;
    this.clock = clock;
    this.severing = severing;
    this.approvals = approvals;
    this.names = names;
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping(PATH)
  View all() {
    Caller caller = Caller.signedIn();
    Instant now = clock.now();
    SupplierCutPage.All page =
        transactions.inTurn(
            db -> {
              JdbcClient jdbc = SupplierView.client(db);
              List<SupplierCutPage.Row> rows = new ArrayList<>();
              for (Severance one : new SeveranceRows(jdbc).holding()) {
                List<Line> lines = new Inventory(db, jdbc).of(one.supplier());
                Silence silence = new SilenceRows(jdbc).of(one, lines, now);
                rows.add(
                    new SupplierCutPage.Row(
                        one.supplier(),
                        Suppliers.name(jdbc, one.supplier()),
                        SeveranceWords.scope(jdbc, one),
                        SeveranceRows.word(one.state()),
                        Times.second(one.at()),
                        SeveranceWords.silence(silence),
                        silence.isSilent(),
                        SeveranceWords.progress(new RotationRows(jdbc).of(one.id()))));
              }
              List<SupplierCutPage.AlarmOf> alarms =
                  new AlarmRows(jdbc)
                      .open().stream()
                          .map(
                              one ->
                                  new SupplierCutPage.AlarmOf(
                                      one.supplier(),
                                      Suppliers.name(jdbc, one.supplier()),
                                      one.words(),
                                      Times.second(one.at())))
                          .toList();
              return new SupplierCutPage.All(
                  state(rows, alarms), alarms, rows, caller.may(Permission.EDIT_SUPPLIERS));
            });
    return pages.view("severances", page);
  }

  private static String state(
      List<SupplierCutPage.Row> rows, List<SupplierCutPage.AlarmOf> alarms) {
    if (rows.isEmpty()) {
      return "No supplier is cut.";
    }
    long silent = rows.stream().filter(SupplierCutPage.Row::isSilent).count();
    return "%s, %d silent.%s"
        .formatted(
            Numbers.of(rows.size(), "cut"),
            silent,
            alarms.isEmpty() ? "" : " " + Numbers.of(alarms.size(), "alarm") + ".");
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping(PATH + "/{id}")
  View one(@PathVariable("id") UUID id) {
    return page(id, Filled.EMPTY, 200);
  }

  private View page(UUID id, Filled form, int status) {
    Caller caller = Caller.signedIn();
    Map<UUID, String> known = names.names();
    SupplierCutPage.One page =
        transactions.inTurn(
            db -> {
              JdbcClient jdbc = SupplierView.client(db);
              Severance one = new SeveranceRows(jdbc).find(id).orElseThrow(Severance::unknown);
              SupplierView view = new SupplierView(db, one.supplier(), clock.now(), known);
              boolean isOwn = one.by().equals(caller.account());
              return new SupplierCutPage.One(
                  one.supplier(),
                  view.name(),
                  view.cut(one),
                  one.holds(),
                  one.isWhole(),
                  caller.may(Permission.WORK_ON_INCIDENTS),
                  caller.may(Permission.APPROVE) && !isOwn && one.reviewedBy() == null,
                  SupplierCutController.copies(),
                  view.known(SupplierFact.EXPORT_HOW),
                  approvals
                      .waiting(jdbc, Restoring.ACT, id.toString())
                      .map(Approval::id)
                      .orElse(null),
                  actions.choices(false),
                  actions.of(jdbc, id, known),
                  form);
            });
    return pages.view("severance", page, status);
  }

  @Access(value = Permission.APPROVE, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/{id}/review")
  View review(@PathVariable("id") UUID id) {
    severing.review(id, Caller.signedIn().account());
    return Redirects.see(Severance.pathOf(id));
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/{id}/own-copy")
  View ownCopy(@PathVariable("id") UUID id, HttpServletRequest request) {
    UUID by = Caller.signedIn().account();
    Typed typed = new Typed(request);
    OwnCopy copy = OwnCopy.of(typed.raw("own-copy")).orElse(null);
    if (copy == null) {
      typed.wrong("own-copy", "Choose one.");
    }
    String words =
        typed.needed(
            "own-copy-words",
            SupplierCutController.LONGEST,
            "Say in a line where it is, or why not.");
    if (typed.isWrong() || copy == null) {
      return page(id, Filled.of(typed), UNPROCESSABLE);
    }
    transactions.act(
        act -> {
          SeveranceRows rows = new SeveranceRows(act.jdbc());
          Severance one = rows.lock(id).orElseThrow(Severance::unknown);
          rows.setOwnCopy(one.id(), copy, words);
          act.record(
              by,
              "supplier.own-copy-noted",
              Map.of("severance", id.toString(), "copy", copy.word()));
          return true;
        });
    return Redirects.see(Severance.pathOf(id));
  }

  /** Does something outside of gateways that the server's owner allowed. */
  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/{id}/actions")
  View act(@PathVariable("id") UUID id, HttpServletRequest request) {
    Typed typed = new Typed(request);
    String name =
        typed.needed("action", SupplierCutController.LONGEST, "Choose what is to be done.");
    if (typed.isWrong()) {
      return page(id, Filled.of(typed), UNPROCESSABLE);
    }
    actions.run(id, name, Caller.signedIn().account());
    return Redirects.see(Severance.pathOf(id) + "#actions");
  }

  /** Asks for what two people decide. */
  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/{id}/restore")
  View restore(@PathVariable("id") UUID id, HttpServletRequest request) {
    Typed typed = new Typed(request);
    String why =
        typed.needed(
            "why",
            SupplierCutController.LONGEST,
            "Say why, in up to " + SupplierCutController.LONGEST + " characters.");
    if (typed.isWrong()) {
      return page(id, Filled.of(typed), UNPROCESSABLE);
    }
    return Redirects.see("/approvals/" + severing.askRestore(id, Caller.signedIn().account(), why));
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/alarms/{id}/seen")
  View seen(@PathVariable("id") UUID id) {
    UUID by = Caller.signedIn().account();
    int supplier =
        transactions.actIf(
            act -> {
              AlarmRows rows = new AlarmRows(act.jdbc());
              int of =
                  rows.lock(id)
                      .orElseThrow(
                          () ->
                              new StoplogException(
                                  Problem.PAGE_UNKNOWN, "There is no such alarm."));
              if (rows.see(id, by, clock.now())) {
                act.record(by, "supplier.alarm-seen", Map.of("alarm", id.toString()));
              }
              return of;
            });
    return Redirects.see(Severance.pathOf(supplier));
  }
}
