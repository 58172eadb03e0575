package org.stoplog.server.sightings;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Numbers;
import org.stoplog.ledger.register.RegisterFormat;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.NamedRows;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.suppliers.SupplierIds;

/** Sightings: the list, each of them, and what is made of it. */
@Controller
final class SightingsController {
  static final String PATH = "/suppliers/sightings";
  private static final String ONE = PATH + "/{sighting}";
  private static final int UNPROCESSABLE = 422;
  private static final int MOST = 100;
  private static final int MOST_IN_FILE = 10_000;

  private final Pages pages;
  private final Transactions transactions;
  private final Looking looking;
  private final SightingActs acts;
  private final LookoutView view;

  SightingsController(
      Pages pages,
      Transactions transactions,
      Looking looking,
      SightingActs acts,
      LookoutView view) {
    this.pages = pages;
    this.transactions = transactions;
    this.looking = looking;
    this.acts = acts;
    this.view = view;
  }

  /** What a list is asked for; words that mean nothing filter nothing. */
  private record Filter(
      @Nullable Kind kind, @Nullable Integer supplier, Sighting.@Nullable State state) {
    static Filter of(String kind, String supplier, String state) {
      return new Filter(
          Kind.of(kind).orElse(null),
          supplier.matches("[0-9]{1,9}") ? Integer.valueOf(supplier) : null,
          Sighting.State.of(state).orElse(null));
    }

    String query() {
      List<String> parts = new ArrayList<>();
      if (kind != null) {
        parts.add("kind=" + kind.word());
      }
      if (supplier != null) {
        parts.add("supplier=" + supplier);
      }
      if (state != null) {
        parts.add("state=" + state.word());
      }
      return String.join("&", parts);
    }
  }

  private List<Sighting> find(JdbcClient jdbc, Filter filter, long before, int most) {
    return looking
        .sightings(jdbc)
        .list(
            new SightingRows.Asked(
                filter.kind(),
                filter.supplier(),
                filter.state(),
                before,
                most,
                acts.incidents(jdbc, Caller.signedIn().account())));
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping(PATH)
  View list(
      @RequestParam(name = "kind", defaultValue = "") String kind,
      @RequestParam(name = "supplier", defaultValue = "") String supplier,
      @RequestParam(name = "state", defaultValue = "") String state,
      @RequestParam(name = "before", defaultValue = "") String before) {
    Filter filter = Filter.of(kind, supplier, state);
    long from = before.matches("[0-9]{1,9}") ? Long.parseLong(before) : Long.MAX_VALUE;
    return pages.view("sightings", transactions.run(jdbc -> page(jdbc, filter, from)));
  }

  private SightingsPage page(JdbcClient jdbc, Filter filter, long from) {
    List<Sighting> all = find(jdbc, filter, from, MOST + 1);
    String query = filter.query();
    long waiting = looking.sightings(jdbc).waiting(null);
    Integer supplier = filter.supplier();
    return new SightingsPage(
        waiting == 0
            ? "None waits for a look."
            : Numbers.of(Numbers.grouped(waiting), "sighting waits", "sightings wait")
                + " for a look.",
        Arrays.stream(Kind.values())
            .map(one -> new SightingsPage.Choice(one.word(), one.words(), one == filter.kind()))
            .toList(),
        Arrays.stream(Sighting.State.values())
            .map(one -> new SightingsPage.Choice(one.word(), one.words(), one == filter.state()))
            .toList(),
        supplier == null ? "" : supplier.toString(),
        supplier == null ? "" : LookoutView.name(new SupplierIds(jdbc).all(), supplier),
        view.lines(jdbc, all.subList(0, Math.min(MOST, all.size()))),
        query.isEmpty() ? "" : "?" + query,
        all.size() > MOST
            ? PATH
                + "?"
                + (query.isEmpty() ? "" : query + "&")
                + "before="
                + all.get(MOST - 1).number()
            : null,
        looking.lookouts(jdbc).count() > 0,
        Caller.signedIn().may(Permission.EDIT_SUPPLIERS));
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping(PATH + NamedRows.FORMAT)
  ResponseEntity<byte[]> file(
      @PathVariable("format") RegisterFormat format,
      @RequestParam(name = "kind", defaultValue = "") String kind,
      @RequestParam(name = "supplier", defaultValue = "") String supplier,
      @RequestParam(name = "state", defaultValue = "") String state) {
    Filter filter = Filter.of(kind, supplier, state);
    NamedRows table =
        new NamedRows(
            "number",
            "seen",
            "kind",
            "supplier",
            "title",
            "grave",
            "again",
            "state",
            "words",
            "detail");
    transactions.run(
        jdbc -> {
          Map<Integer, SupplierIds.Named> suppliers = new SupplierIds(jdbc).all();
          for (Sighting one : find(jdbc, filter, Long.MAX_VALUE, MOST_IN_FILE)) {
            Sighting.Said said = one.said();
            table.add(
                one.number(),
                one.seenAt(),
                one.kind().word(),
                one.supplier() == null ? null : LookoutView.name(suppliers, one.supplier()),
                one.title(),
                one.isGrave(),
                one.isAgain(),
                one.state().word(),
                said == null ? null : said.words(),
                String.join("\n", one.detail()));
          }
          return true;
        });
    return table.download(format, "sightings");
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping(ONE)
  View show(@PathVariable("sighting") UUID id) {
    return show(id, null, "", 200);
  }

  private View show(UUID id, @Nullable String error, String typed, int status) {
    Caller caller = Caller.signedIn();
    return pages.view(
        "sighting",
        transactions.run(
            jdbc -> view.sighting(jdbc, caller, acts.find(jdbc, caller, id), error, typed)),
        status);
  }

  private View say(UUID id, Sighting.State state, String words) {
    try {
      acts.say(Caller.signedIn(), id, state, words);
      return Redirects.see(PATH + "/" + id);
    } catch (StoplogException e) {
      return show(id, said(e), words, UNPROCESSABLE);
    }
  }

  private static String said(StoplogException e) {
    if (e.problem() != Problem.REQUEST_INVALID) {
      throw e;
    }
    return Objects.toString(e.getMessage(), "");
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(ONE + "/looked-at")
  View lookedAt(
      @PathVariable("sighting") UUID id,
      @RequestParam(name = "words", defaultValue = "") String words) {
    return say(id, Sighting.State.LOOKED_AT, words);
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(ONE + "/not-ours")
  View notOurs(
      @PathVariable("sighting") UUID id,
      @RequestParam(name = "words", defaultValue = "") String words) {
    return say(id, Sighting.State.NOT_OURS, words);
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping(ONE + "/incident")
  View open(
      @PathVariable("sighting") UUID id,
      @RequestParam(name = "title", defaultValue = "") String title,
      @RequestParam(name = "source", defaultValue = "") String source) {
    try {
      return Redirects.see("/incidents/" + acts.open(Caller.signedIn(), id, title, source));
    } catch (StoplogException e) {
      return show(id, said(e), "", UNPROCESSABLE);
    }
  }
}
