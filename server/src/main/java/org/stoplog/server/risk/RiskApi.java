package org.stoplog.server.risk;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ApiAnswers;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.InvalidBody;
import org.stoplog.server.platform.JsonBody;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Summary;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.suppliers.SupplierIds;

/** The rating of a supplier, for programs. */
@Controller
final class RiskApi {
  private static final Comparator<Line> ORDER =
      Comparator.comparingInt((Line one) -> -one.residual())
          .thenComparing(one -> one.name().toLowerCase(Locale.ROOT))
          .thenComparing(Line::supplier);

  private final Transactions transactions;
  private final RiskController risk;

  RiskApi(Transactions transactions, RiskController risk) {
    this.transactions = transactions;
    this.risk = risk;
  }

  /**
   * Why.
   *
   * @param part data, people, access, replacing, assessment, documents or findings
   * @param points that it adds, or takes off
   */
  record Why(String part, int points, String words) {}

  /** That somebody took the risk; {@code until} is the first day on which that holds no more. */
  record Taken(int inherent, int residual, int rules, String words, String until, Instant at) {}

  /**
   * A rating.
   *
   * @param tier 1 to 4; 1 is looked at most often
   * @param rules version of the rules
   */
  record Rated(
      int tier, int inherent, int residual, int rules, List<Why> reasons, List<Taken> accepted) {
    Rated {
      reasons = List.copyOf(reasons);
      accepted = List.copyOf(accepted);
    }
  }

  /**
   * A supplier in the list.
   *
   * @param worst the reason with most points
   * @param acceptedAt residual risk that is accepted today; null for none
   */
  record Line(
      UUID supplier,
      String name,
      int tier,
      int inherent,
      int residual,
      String worst,
      @Nullable Integer acceptedAt) {}

  /**
   * Why it is taken.
   *
   * @param words of 10 to 2,000 characters
   * @param until first day on which it holds no more, within a year
   */
  record Taking(String words, String until) {}

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("How a supplier is rated, with the reasons, and what was accepted.")
  @GetMapping(ApiAnswers.ROOT + "/suppliers/{id}/risk")
  ResponseEntity<Rated> one(@PathVariable("id") UUID id) {
    return ApiAnswers.ok(read(id));
  }

  private int supplier(UUID id) {
    return transactions
        .run(jdbc -> new SupplierIds(jdbc).find(id))
        .orElseThrow(
            () -> new StoplogException(Problem.PAGE_UNKNOWN, "There is no such supplier."));
  }

  private Rated read(UUID id) {
    int supplier = supplier(id);
    return transactions.run(
        jdbc -> {
          Rating rating = risk.rating(jdbc, supplier);
          return new Rated(
              rating.tier(),
              rating.inherent(),
              rating.residual(),
              Rating.VERSION,
              rating.reasons().stream()
                  .map(one -> new Why(one.part().word(), one.points(), one.words()))
                  .toList(),
              risk.rows(jdbc).accepted(supplier).stream()
                  .map(
                      one ->
                          new Taken(
                              one.inherent(),
                              one.residual(),
                              one.rules(),
                              one.words(),
                              one.until().toString(),
                              one.at()))
                  .toList());
        });
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary(
      "All suppliers by their residual risk, the highest first. tier: 1 to 4; left out for all.")
  @GetMapping(ApiAnswers.ROOT + "/risk")
  ResponseEntity<ApiAnswers.Page<Line>> list(
      @RequestParam(name = "tier", required = false) @Nullable Integer tier,
      @RequestParam(name = "after", required = false) @Nullable UUID after,
      @RequestParam(name = "limit", required = false) @Nullable Integer asked) {
    int limit = ApiAnswers.limit(asked);
    return ApiAnswers.ok(
        transactions.run(
            jdbc -> {
              Map<Integer, SupplierIds.Named> suppliers = new SupplierIds(jdbc).all();
              Map<Integer, Integer> accepted = risk.rows(jdbc).acceptedOn(risk.today());
              List<Line> all =
                  risk.rated(jdbc).stream()
                      .filter(one -> tier == null || tier == one.rating().tier())
                      .map(one -> line(one, suppliers, accepted))
                      .sorted(ORDER)
                      .toList();
              return ApiAnswers.page(
                  all.stream().skip(beyond(all, after)).limit(limit + 1L).toList(),
                  limit,
                  one -> one,
                  one -> one.supplier().toString());
            }));
  }

  /** How many stand up to a supplier; all where it is not among them any more. */
  private static int beyond(List<Line> all, @Nullable UUID after) {
    if (after == null) {
      return 0;
    }
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).supplier().equals(after)) {
        return i + 1;
      }
    }
    return all.size();
  }

  private static Line line(
      RiskController.Rated one,
      Map<Integer, SupplierIds.Named> suppliers,
      Map<Integer, Integer> accepted) {
    return new Line(
        Objects.requireNonNull(suppliers.get(one.facts().supplier())).id(),
        one.facts().name(),
        one.rating().tier(),
        one.rating().inherent(),
        one.rating().residual(),
        one.rating().reasons().stream()
            .max(Comparator.comparingInt(Rating.Reason::points))
            .map(reason -> reason.part().word() + ": " + reason.words())
            .orElse(""),
        accepted.get(one.facts().supplier()));
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary(
      value = "Takes the risk of a supplier as it is now, for at most a year; never changed after.",
      status = 201)
  @PostMapping(ApiAnswers.ROOT + "/suppliers/{id}/risk")
  ResponseEntity<Rated> accept(@PathVariable("id") UUID id, @JsonBody Taking asked) {
    int supplier = supplier(id);
    try {
      risk.accept(supplier, asked.words(), asked.until(), Caller.signedIn().account());
    } catch (StoplogException e) {
      throw InvalidBody.of("", e);
    }
    return ApiAnswers.created(ApiAnswers.ROOT + "/suppliers/" + id + "/risk", read(id));
  }
}
