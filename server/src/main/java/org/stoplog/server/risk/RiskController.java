package org.stoplog.server.risk;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.register.RegisterFormat;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Ids;
import org.stoplog.server.platform.InvalidBody;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.NamedRows;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Transactions;

/** Suppliers by risk, the reasons of each rating, and what is accepted. */
@Controller
final class RiskController {
  private static final String ONE = "/suppliers/{id}/risk";
  private static final int UNPROCESSABLE = 422;
  private static final int MOST_LINES = 500;
  private static final int SHORTEST = 10;
  private static final int LONGEST = 2_000;

  private final Pages pages;
  private final Transactions transactions;
  private final ActorNames names;
  private final ServerClock clock;
  private final Ledger ledger;

  RiskController(
      Pages pages, Transactions transactions, ActorNames names, ServerClock clock, Ledger ledger) {
    this.pages = pages;
    this.transactions = transactions;
    this.names = names;
    this.clock = clock;
    this.ledger = ledger;
  }

  LocalDate today() {
    return LocalDate.ofInstant(clock.now(), ZoneOffset.UTC);
  }

  RiskRows rows(JdbcClient jdbc) {
    return new RiskRows(jdbc, ledger.stores().keys());
  }

  /** A supplier with its rating. */
  record Rated(RiskFacts facts, Rating rating) {}

  List<Rated> rated(JdbcClient jdbc) {
    return rows(jdbc).all(today()).stream().map(one -> new Rated(one, Rating.of(one))).toList();
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping("/suppliers/risk")
  View list(
      @RequestParam(name = "name", defaultValue = "") String name,
      @RequestParam(name = "tier", defaultValue = "") String tier,
      @RequestParam(name = "sort", defaultValue = "residual") String sort) {
    return pages.view(
        "risk",
        transactions.run(
            jdbc -> {
              List<Rated> all = rated(jdbc);
              Map<Integer, Integer> accepted = rows(jdbc).acceptedOn(today());
              List<Rated> found = found(all, name, tier, sort);
              List<RiskPage.Tier> tiers = new ArrayList<>();
              for (int i = 1; i <= 4; i++) {
                int number = i;
                tiers.add(
                    new RiskPage.Tier(
                        i,
                        (int) all.stream().filter(one -> one.rating().tier() == number).count()));
              }
              return new RiskPage(
                  tiers,
                  name,
                  tier,
                  sort,
                  found.stream().limit(MOST_LINES).map(one -> line(one, accepted)).toList(),
                  found.size() <= MOST_LINES
                      ? found.size() + " of " + all.size() + " suppliers"
                      : "The first " + MOST_LINES + " of " + found.size() + "; narrow the filter");
            }));
  }

  static List<Rated> found(List<Rated> all, String name, String tier, String sort) {
    String part = name.strip().toLowerCase(Locale.ROOT);
    Comparator<Rated> order =
        switch (sort) {
          case "inherent" -> Comparator.comparingInt(one -> -one.rating().inherent());
          case "name" -> Comparator.comparing(one -> one.facts().name().toLowerCase(Locale.ROOT));
          default -> Comparator.comparingInt(one -> -one.rating().residual());
        };
    return all.stream()
        .filter(one -> one.facts().name().toLowerCase(Locale.ROOT).contains(part))
        .filter(one -> tier.isEmpty() || tier.equals("" + one.rating().tier()))
        .sorted(order)
        .toList();
  }

  private static RiskPage.Line line(Rated one, Map<Integer, Integer> accepted) {
    Integer taken = accepted.get(one.facts().supplier());
    return new RiskPage.Line(
        one.facts().supplier(),
        one.facts().name(),
        one.rating().tier(),
        one.rating().inherent(),
        one.rating().residual(),
        one.rating().reasons().stream()
            .max(Comparator.comparingInt(Rating.Reason::points))
            .map(reason -> reason.part().words() + ": " + reason.words())
            .orElse(""),
        taken == null
            ? ""
            : taken < one.rating().residual()
                ? "accepted at " + taken + ", has grown since"
                : "accepted");
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping("/suppliers/risk" + NamedRows.FORMAT)
  ResponseEntity<byte[]> file(@PathVariable("format") RegisterFormat format) {
    NamedRows table =
        new NamedRows(
            "supplier", "tier", "inherent", "residual", "rules", "part", "points", "reason");
    transactions.run(
        jdbc -> {
          for (Rated one : rated(jdbc)) {
            for (Rating.Reason reason : one.rating().reasons()) {
              table.add(
                  one.facts().name(),
                  one.rating().tier(),
                  one.rating().inherent(),
                  one.rating().residual(),
                  Rating.VERSION,
                  reason.part().words(),
                  reason.points(),
                  reason.words());
            }
          }
          return true;
        });
    return table.download(format, "risk");
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping(ONE)
  View show(@PathVariable("id") int id) {
    return show(id, null, "", "", 200);
  }

  private Rated find(JdbcClient jdbc, int id) {
    return rated(jdbc).stream()
        .filter(one -> one.facts().supplier() == id)
        .findFirst()
        .orElseThrow(
            () -> new StoplogException(Problem.PAGE_UNKNOWN, "There is no such supplier."));
  }

  private View show(int id, @Nullable String error, String words, String until, int status) {
    Map<UUID, String> known = names.names();
    boolean mayEdit = Caller.signedIn().may(Permission.EDIT_SUPPLIERS);
    LocalDate today = today();
    return pages.view(
        "supplier-risk",
        transactions.run(
            jdbc -> {
              Rated one = find(jdbc, id);
              return new SupplierRiskPage(
                  id,
                  one.facts().name(),
                  one.rating().tier(),
                  one.rating().inherent(),
                  one.rating().residual(),
                  Rating.VERSION,
                  one.rating().reasons().stream()
                      .map(
                          reason ->
                              new SupplierRiskPage.Reason(
                                  reason.part().words(),
                                  (reason.points() > 0 ? "+" : "") + reason.points(),
                                  reason.words()))
                      .toList(),
                  rows(jdbc).accepted(id).stream()
                      .map(
                          taken ->
                              new SupplierRiskPage.Accepted(
                                  "%s, %d of 100 (inherent %d, rules %d), by %s, %s"
                                      .formatted(
                                          taken.name(),
                                          taken.residual(),
                                          taken.inherent(),
                                          taken.rules(),
                                          known.getOrDefault(taken.by(), "unknown"),
                                          Times.second(taken.at())),
                                  taken.words(),
                                  today.isBefore(taken.until())
                                      ? "holds until " + taken.until()
                                      : "over since " + taken.until()))
                      .toList(),
                  mayEdit,
                  error,
                  words,
                  until);
            }),
        status);
  }

  /** Takes the risk as it is now, for a while. */
  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(ONE)
  View accept(
      @PathVariable("id") int id,
      @RequestParam(name = "words", defaultValue = "") String typed,
      @RequestParam(name = "until", defaultValue = "") String typedUntil) {
    try {
      accept(id, typed, typedUntil, Caller.signedIn().account());
    } catch (StoplogException e) {
      if (e.problem() != Problem.REQUEST_INVALID) {
        throw e;
      }
      return show(id, e.getMessage(), typed.strip(), typedUntil, UNPROCESSABLE);
    }
    return Redirects.see("/suppliers/" + id + "/risk");
  }

  /**
   * Takes the risk of a supplier as it is now. Nothing of it changes afterwards.
   *
   * @param typedUntil first day on which it holds no more, within a year
   * @throws StoplogException REQUEST_INVALID that says what is wrong; PAGE_UNKNOWN without the
   *     supplier
   */
  void accept(int id, String typed, String typedUntil, UUID by) {
    String words = typed.strip();
    LocalDate until;
    try {
      until = LocalDate.parse(typedUntil.strip());
    } catch (java.time.DateTimeException e) {
      throw InvalidBody.ofField("until", "Write the day as 2026-01-31.");
    }
    if (words.length() < SHORTEST || words.length() > LONGEST) {
      throw InvalidBody.ofField("words", "Say in 10 to 2,000 characters why it is taken.");
    }
    if (!until.isAfter(today()) || until.isAfter(today().plusYears(1))) {
      throw InvalidBody.ofField(
          "until", "It is taken until a day within a year: then somebody looks again.");
    }
    transactions.act(
        act -> {
          Rated one = find(act.jdbc(), id);
          rows(act.jdbc())
              .accept(
                  new RiskRows.Accepted(
                      Ids.next(clock.realNow()),
                      id,
                      one.facts().name(),
                      one.rating().inherent(),
                      one.rating().residual(),
                      Rating.VERSION,
                      words,
                      until,
                      by,
                      clock.now()));
          act.record(
              by,
              "supplier.risk-accepted",
              Map.of(
                  "supplier", id,
                  "residual", one.rating().residual(),
                  "until", until.toString()));
          return true;
        });
  }

  /** Of one supplier, in the caller's transaction. */
  Rating rating(JdbcClient jdbc, int supplier) {
    return find(jdbc, supplier).rating();
  }

  /** For the page of a supplier. */
  String words(JdbcClient jdbc, int supplier) {
    Rating rating = rating(jdbc, supplier);
    return "tier "
        + rating.tier()
        + ", inherent "
        + rating.inherent()
        + ", residual "
        + rating.residual()
        + " of 100";
  }
}
