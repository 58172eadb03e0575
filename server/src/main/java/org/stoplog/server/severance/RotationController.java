package org.stoplog.server.severance;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Arrays;
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
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
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

/** One thing that has to be rotated or revoked: whose it is, and how it was done. */
@Controller
final class RotationController {
  private static final String PATH = SeverancesController.PATH + "/items/{id}";
  private static final int UNPROCESSABLE = 422;
  private static final int LONGEST_OWNER = 200;

  private final Pages pages;
  private final Transactions transactions;
  private final ServerClock clock;
  private final ActorNames names;
  private final Actions actions;

  RotationController(
      Pages pages,
      Transactions transactions,
      ServerClock clock,
      ActorNames names,
      Actions actions) {
    this.actions = actions;
    this.pages = pages;
    this.transactions = transactions;
    this.clock = clock;
    this.names = names;
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping(PATH)
  View item(@PathVariable("id") UUID id) {
    return page(id, null, 200);
  }

  private View page(UUID id, @Nullable Filled form, int status) {
    Caller caller = Caller.signedIn();
    Map<UUID, String> known = names.names();
    SupplierCutPage.Rotation page =
        transactions.run(
            jdbc -> {
              RotationItem one =
                  new RotationRows(jdbc).find(id).orElseThrow(RotationController::unknown);
              int supplier = supplierOf(jdbc, one);
              UUID closer = one.closedBy();
              Instant closed = one.closedAt();
              String owner = one.owner();
              return new SupplierCutPage.Rotation(
                  id,
                  supplier,
                  Suppliers.name(jdbc, supplier),
                  one.what(),
                  one.kind().words(),
                  connection(jdbc, one),
                  SupplierView.orUnknown(owner),
                  SupplierView.state(one),
                  one.words(),
                  closer == null || closed == null
                      ? null
                      : known.getOrDefault(closer, "unknown") + ", " + Times.second(closed),
                  caller.may(Permission.WORK_ON_INCIDENTS),
                  ways(),
                  actions.choices(true),
                  actions.ofItem(jdbc, id, known),
                  form != null
                      ? form
                      : new Filled(Map.of("owner", owner == null ? "" : owner), Map.of()));
            });
    return pages.view("severance-item", page, status);
  }

  private static List<SupplierCutPage.Choice> ways() {
    return Arrays.stream(RotationItem.Closed.values())
        .map(one -> new SupplierCutPage.Choice(one.word(), one.label()))
        .toList();
  }

  private static int supplierOf(JdbcClient jdbc, RotationItem one) {
    return new SeveranceRows(jdbc).find(one.severance()).orElseThrow(Severance::unknown).supplier();
  }

  private static String connection(JdbcClient jdbc, RotationItem one) {
    return one.connection() == null
        ? "none of the register"
        : jdbc.sql("select name from connection where id = :id")
            .param("id", one.connection())
            .query(String.class)
            .single();
  }

  static StoplogException unknown() {
    return new StoplogException(Problem.PAGE_UNKNOWN, "There is no such item.");
  }

  /** Says whose it is, and how it was closed. */
  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping(PATH)
  View close(@PathVariable("id") UUID id, HttpServletRequest request) {
    UUID by = Caller.signedIn().account();
    Typed typed = new Typed(request);
    String owner = typed.text("owner", LONGEST_OWNER);
    String how = typed.raw("how");
    RotationItem.Closed closed = RotationItem.Closed.of(how).orElse(null);
    if (closed == null && !how.isEmpty()) {
      typed.wrong("how", "Choose how it was done. That it is unused closes nothing.");
    }
    String words = typed.text("words", SupplierCutController.LONGEST);
    boolean isSeen = typed.raw("seen-to-fail").equals("yes");
    if (closed != null && words == null) {
      typed.wrong(
          "words",
          closed == RotationItem.Closed.NOT_NEEDED
              ? "Say why it is not needed."
              : "Say how we know: a ticket, a time, what was seen.");
    }
    if (typed.isWrong()) {
      return page(id, Filled.of(typed), UNPROCESSABLE);
    }
    int supplier =
        transactions.act(
            act -> {
              RotationRows rows = new RotationRows(act.jdbc());
              RotationItem one = rows.lock(id).orElseThrow(RotationController::unknown);
              rows.setOwner(id, owner);
              if (closed == null || words == null) {
                act.record(by, "rotation.owner-named", Map.of("item", id.toString()));
              } else {
                // What a probe saw before stands, also where the box was left empty.
                boolean isProven = isSeen || one.isSeenToFail();
                rows.close(id, closed, words, isProven, by, clock.now());
                act.record(
                    by,
                    "rotation.item-closed",
                    Map.of("item", id.toString(), "how", closed.word(), "seenToFail", isProven));
              }
              return supplierOf(act.jdbc(), one);
            });
    return Redirects.see(Severance.pathOf(supplier) + "#rotation");
  }

  /** Tries with the old credential, by a command that the owner allowed. */
  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/probe")
  View probe(@PathVariable("id") UUID id, HttpServletRequest request) {
    Typed typed = new Typed(request);
    String name = typed.needed("action", LONGEST_OWNER, "Choose a probe.");
    if (typed.isWrong()) {
      return page(id, Filled.of(typed), UNPROCESSABLE);
    }
    actions.probe(id, name, Caller.signedIn().account());
    return Redirects.see(SeverancesController.PATH + "/items/" + id);
  }
}
