package org.stoplog.server.risk;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ApiAnswers;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Summary;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.suppliers.SupplierIds;

/** The rating of a supplier, for programs. */
@Controller
final class RiskApi {
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

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("How a supplier is rated, with the reasons, and what was accepted.")
  @GetMapping(ApiAnswers.ROOT + "/suppliers/{id}/risk")
  ResponseEntity<Rated> one(@PathVariable("id") UUID id) {
    return ApiAnswers.ok(
        transactions.run(
            jdbc -> {
              int supplier =
                  new SupplierIds(jdbc)
                      .find(id)
                      .orElseThrow(
                          () ->
                              new StoplogException(
                                  Problem.PAGE_UNKNOWN, "There is no such supplier."));
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
            }));
  }
}
