package org.stoplog.server.subprocessors;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
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

/** Which suppliers the world is told of, for programs. */
@Controller
final class SubProcessorsApi {
  private static final String ONE = ApiAnswers.ROOT + "/suppliers/{id}/sub-processor";

  /** The version of a supplier that is not on the list. */
  private static final String NOT_THERE = "none";

  private final Transactions transactions;
  private final SubProcessorActs acts;

  SubProcessorsApi(Transactions transactions, SubProcessorActs acts) {
    this.transactions = transactions;
    this.acts = acts;
  }

  /**
   * What the world reads of a supplier.
   *
   * @param domain of the register; null where none is known
   * @param data categories, in words
   * @param since day from which it works for us
   */
  record Listed(
      UUID supplier,
      String name,
      @Nullable String domain,
      String purpose,
      String data,
      String place,
      String since,
      Instant shownAt) {
    static Listed of(UUID supplier, SubProcessor one) {
      return new Listed(
          supplier,
          one.name(),
          one.domain(),
          one.purpose(),
          one.data(),
          one.place(),
          one.since().toString(),
          one.shown());
    }
  }

  /**
   * A supplier on the list, or not.
   *
   * @param listed null when it is not on it
   */
  record State(@Nullable Listed listed) {}

  /** What the world is to be told; see {@link Listed}. Each text has 1 to 300 characters. */
  record ToList(String name, String purpose, String data, String place, String since) {}

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("The list of sub-processors as the world reads it now.")
  @GetMapping(ApiAnswers.ROOT + "/sub-processors")
  ResponseEntity<ApiAnswers.Page<Listed>> list() {
    return ApiAnswers.ok(
        transactions.run(
            jdbc -> {
              Map<Integer, SupplierIds.Named> suppliers = new SupplierIds(jdbc).all();
              return new ApiAnswers.Page<>(
                  jdbc.sql(
                          """
                          select * from sub_processor where gone_at is null order by lower(name), id
                          """)
                      .query(
                          (row, number) ->
                              Listed.of(
                                  Objects.requireNonNull(suppliers.get(row.getInt("supplier")))
                                      .id(),
                                  SubProcessor.of(row)))
                      .list(),
                  null);
            }));
  }

  private int supplier(UUID id) {
    return transactions
        .run(jdbc -> new SupplierIds(jdbc).find(id))
        .orElseThrow(
            () -> new StoplogException(Problem.PAGE_UNKNOWN, "There is no such supplier."));
  }

  private static String tag(Optional<SubProcessor> shown) {
    return shown.map(one -> one.id().toString()).orElse(NOT_THERE);
  }

  private ResponseEntity<State> shown(UUID id, int supplier) {
    Optional<SubProcessor> shown = transactions.run(jdbc -> SubProcessorActs.shown(jdbc, supplier));
    return ApiAnswers.ok(new State(shown.map(one -> Listed.of(id, one)).orElse(null)), tag(shown));
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("What the world reads of a supplier, if anything. Its ETag goes with a change.")
  @GetMapping(ONE)
  ResponseEntity<State> one(@PathVariable("id") UUID id) {
    return shown(id, supplier(id));
  }

  private static void requireTag(HttpServletRequest request) {
    String given = request.getHeader(HttpHeaders.IF_MATCH);
    if (given == null || given.isBlank()) {
      ApiAnswers.requireMatch(request, NOT_THERE);
    }
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Puts a supplier on the public list, or changes what stands there; needs If-Match.")
  @PutMapping(ONE)
  ResponseEntity<State> put(
      @PathVariable("id") UUID id, @JsonBody ToList asked, HttpServletRequest request) {
    int supplier = supplier(id);
    requireTag(request);
    try {
      acts.publish(
          supplier,
          new SubProcessorActs.Typed(
              asked.name(), asked.purpose(), asked.data(), asked.place(), asked.since()),
          Caller.signedIn().account(),
          shown -> ApiAnswers.requireMatch(request, tag(shown)));
    } catch (StoplogException e) {
      throw InvalidBody.of("", e);
    }
    return shown(id, supplier);
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Takes a supplier off the public list; what readers have seen stays in its feed.")
  @PostMapping(ONE + "/remove")
  ResponseEntity<State> remove(@PathVariable("id") UUID id) {
    int supplier = supplier(id);
    acts.remove(supplier, Caller.signedIn().account());
    return shown(id, supplier);
  }
}
