package org.stoplog.server.severance;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.SupplierFact;
import org.stoplog.gateway.policy.ConnectionState;
import org.stoplog.gateway.policy.CutReply;
import org.stoplog.ledger.Numbers;
import org.stoplog.server.gateways.ManyCuts;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/** How a supplier is cut, and cutting it: by one person at once. */
@Controller
final class SupplierCutController {
  static final int LONGEST = 500;
  private static final int UNPROCESSABLE = 422;
  private static final int LONGEST_NAME = 200;
  private static final int MOST_QUIET_DAYS = 365;

  private final Pages pages;
  private final Transactions transactions;
  private final ServerClock clock;
  private final Severing severing;
  private final ActorNames names;

  SupplierCutController(
      Pages pages,
      Transactions transactions,
      ServerClock clock,
      Severing severing,
      ActorNames names) {
    this.pages = pages;
    this.transactions = transactions;
    this.clock = clock;
    this.severing = severing;
    this.names = names;
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping("/suppliers/{id}/severance")
  View supplier(@PathVariable("id") int id) {
    return page(id, Filled.EMPTY, 200);
  }

  private View page(int id, Filled form, int status) {
    Caller caller = Caller.signedIn();
    Map<UUID, String> known = names.names();
    SupplierCutPage page =
        transactions.inTurn(db -> new SupplierView(db, id, clock.now(), known).page(caller, form));
    return pages.view("supplier-severance", page, status);
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping("/suppliers/{id}/severance/cut")
  View ask(@PathVariable("id") int id) {
    return ask(id, new Filled(Map.of("what", "all", "state", "paused"), Map.of()), 200);
  }

  private View ask(int id, Filled form, int status) {
    SupplierCutPage.Ask page =
        transactions.inTurn(
            db -> {
              SupplierView view = new SupplierView(db, id, clock.now(), Map.of());
              List<SupplierCutPage.Choice> scopes = new ArrayList<>();
              scopes.add(new SupplierCutPage.Choice("all", "the whole supplier"));
              Suppliers.engagements(SupplierView.client(db), id)
                  .forEach(
                      (engagement, name) ->
                          scopes.add(
                              new SupplierCutPage.Choice(
                                  "engagement-" + engagement, "engagement " + name)));
              for (Line line : view.lines()) {
                scopes.add(
                    new SupplierCutPage.Choice(
                        "connection-" + line.id(), "connection " + line.name()));
              }
              return new SupplierCutPage.Ask(
                  id,
                  view.name(),
                  scopes,
                  states(),
                  replies(),
                  copies(),
                  effect(view.lines()),
                  view.company(),
                  view.known(SupplierFact.EXPORT_HOW),
                  form);
            });
    return pages.view("supplier-severance-cut", page, status);
  }

  private static List<SupplierCutPage.Choice> states() {
    return List.of(
        new SupplierCutPage.Choice("paused", "pause it: cut for now"),
        new SupplierCutPage.Choice("removed", "remove it: it is not meant to come back"),
        new SupplierCutPage.Choice(
            "terminated", "terminate it: the supplier is to delete what it has"));
  }

  private static List<SupplierCutPage.Choice> replies() {
    return List.of(
        new SupplierCutPage.Choice("", "what the policy of each connection says"),
        new SupplierCutPage.Choice("sink", "all is well: the application goes on"),
        new SupplierCutPage.Choice("refuse", "an error that it does not repeat the request for"),
        new SupplierCutPage.Choice(
            "hold", "all is well, and what it sends is kept until two people decide"));
  }

  static List<SupplierCutPage.Choice> copies() {
    return Arrays.stream(OwnCopy.values())
        .map(one -> new SupplierCutPage.Choice(one.word(), one.words()))
        .toList();
  }

  private static List<String> effect(List<Line> lines) {
    long atGateways = lines.stream().filter(Line::isCutByGateways).count();
    long elsewhere = lines.size() - atGateways;
    List<String> effect = new ArrayList<>();
    effect.add(
        atGateways == 0
            ? "No connection of it can be held back by a gateway."
            : "Gateways can hold back %s: they send nothing more on, within a second."
                .formatted(Numbers.of(atGateways, "connection")));
    if (elsewhere > 0) {
      effect.add(
          "%s to be cut by somebody elsewhere. You get the list, with where to go."
              .formatted(elsewhere == 1 ? "1 connection has" : elsewhere + " connections have"));
    }
    for (Line line : lines) {
      String effects = line.plan().effect();
      String dependency = line.plan().dependency();
      if (effects != null || dependency != null) {
        effect.add(
            line.name()
                + ": "
                + (effects == null ? "" : effects)
                + (effects != null && dependency != null ? "; " : "")
                + (dependency == null ? "" : "needed by: " + dependency));
      }
    }
    effect.add("What the supplier has already stays there.");
    effect.add("You do it alone and at once; another person looks at it afterwards.");
    effect.add("To undo it takes two people.");
    return effect;
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/suppliers/{id}/severance/cut")
  View cut(@PathVariable("id") int id, HttpServletRequest request) {
    Typed typed = new Typed(request);
    String what = typed.raw("what");
    Optional<ConnectionState> state = state(typed.raw("state"));
    if (state.isEmpty()) {
      typed.wrong("state", "Choose how.");
    }
    Optional<CutReply> reply = ManyCuts.reply(typed.raw("reply"));
    if (reply.isEmpty() && !typed.raw("reply").isEmpty()) {
      typed.wrong("reply", "Choose what senders are told.");
    }
    Optional<OwnCopy> copy = OwnCopy.of(typed.raw("own-copy"));
    String words = typed.text("own-copy-words", LONGEST);
    if (copy.isPresent() && words == null) {
      typed.wrong("own-copy-words", "Say in a line where it is, or why not.");
    }
    String reason =
        typed.needed("reason", LONGEST, "Say why, in up to " + LONGEST + " characters.");
    Integer engagement = part(what, "engagement-");
    Integer connection = part(what, "connection-");
    if (!what.equals("all") && engagement == null && connection == null) {
      typed.wrong("what", "Choose what to cut.");
    }
    if (typed.isWrong()) {
      return ask(id, Filled.of(typed), UNPROCESSABLE);
    }
    Optional<Severance> done =
        severing.cut(
            new Severing.Order(
                id,
                engagement,
                connection,
                state.orElseThrow(),
                reason,
                reply.orElse(null),
                copy.orElse(null),
                copy.isPresent() ? words : null,
                Caller.signedIn().account()));
    if (done.isEmpty()) {
      typed.wrong("state", "It is cut so far already.");
      return ask(id, Filled.of(typed), UNPROCESSABLE);
    }
    return Redirects.see(Severance.pathOf(id));
  }

  private static @Nullable Integer part(String what, String before) {
    String number = what.startsWith(before) ? what.substring(before.length()) : "";
    return number.matches("[0-9]{1,9}") ? Integer.valueOf(number) : null;
  }

  /** Empty for what is no cut. */
  static Optional<ConnectionState> state(String word) {
    return Arrays.stream(ConnectionState.values())
        .filter(ConnectionState::isCut)
        .filter(one -> SeveranceRows.word(one).equals(word))
        .findFirst();
  }

  /** Adds a secret that could be read with another. */
  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/suppliers/{id}/severance/items")
  View addItem(@PathVariable("id") int id, HttpServletRequest request) {
    UUID by = Caller.signedIn().account();
    Typed typed = new Typed(request);
    String what =
        typed.needed("item", LONGEST_NAME, "Name the secret. Never write down its value.");
    String owner = typed.text("owner", LONGEST_NAME);
    if (typed.isWrong()) {
      return page(id, Filled.of(typed), UNPROCESSABLE);
    }
    return transactions.actIf(
        act -> {
          Optional<Severance> newest =
              new SeveranceRows(act.jdbc()).of(id).stream().filter(Severance::holds).findFirst();
          RotationRows rows = new RotationRows(act.jdbc());
          if (newest.isEmpty() || rows.ofSupplier(id).size() >= RotationRows.MOST) {
            typed.wrong("item", newest.isEmpty() ? "Cut it first." : "The list is full.");
            return page(id, Filled.of(typed), UNPROCESSABLE);
          }
          UUID item = rows.add(newest.get(), null, RotationItem.Kind.SECOND_ORDER, what, owner, by);
          act.record(by, "rotation.item-added", Map.of("supplier", id, "item", item.toString()));
          return Redirects.see(Severance.pathOf(id) + "#rotation");
        });
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping("/suppliers/{id}/severance/quiet-days")
  View quietDays(@PathVariable("id") int id, HttpServletRequest request) {
    UUID by = Caller.signedIn().account();
    Typed typed = new Typed(request);
    String text = typed.needed("quiet-days", 3, "Write a number of days.");
    int days = text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : 0;
    if (days < 1 || days > MOST_QUIET_DAYS) {
      typed.wrong("quiet-days", "Write a number from 1 to " + MOST_QUIET_DAYS + ".");
      return page(id, Filled.of(typed), UNPROCESSABLE);
    }
    transactions.act(
        act -> {
          Suppliers.name(act.jdbc(), id);
          new SeveranceRows(act.jdbc()).setQuietDays(id, days);
          act.record(by, "supplier.quiet-days-set", Map.of("supplier", id, "days", days));
          return true;
        });
    return Redirects.see(Severance.pathOf(id));
  }
}
