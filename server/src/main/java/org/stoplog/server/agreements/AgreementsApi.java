package org.stoplog.server.agreements;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
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
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ApiAnswers;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.InvalidBody;
import org.stoplog.server.platform.JsonBody;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Summary;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.suppliers.SupplierIds;

/** What a supplier promised, for programs. What is read can be sent again as it is. */
@Controller
final class AgreementsApi {
  private static final String PATH = ApiAnswers.ROOT + "/suppliers/{id}/agreements";
  private static final int LONGEST = 200;
  private static final int MOST_CLAUSES = 200;

  private final Transactions transactions;
  private final ServerClock clock;

  AgreementsApi(Transactions transactions, ServerClock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * A promise.
   *
   * @param kind notice, data, deletion, sub-processors, logs, audit, mfa or places
   * @param number hours of a notice, days of data, deletion, sub-processors and logs; left out for
   *     the others
   * @param event detection, confirmation, notice or end: what the number runs from; left out for
   *     what runs from nothing
   * @param words what else it says, as the places
   * @param since first day on which it holds
   * @param until first day on which it holds no more; left out while that is not set
   */
  record Promise(
      String kind,
      @Nullable Integer number,
      @Nullable String event,
      @Nullable String words,
      String since,
      @Nullable String until) {}

  /**
   * An agreement.
   *
   * @param name of 1 to 200 characters
   * @param signed day; left out while nobody knows it
   * @param ends first day on which it holds no more; left out for none
   * @param place where it lies
   */
  record Agreed(
      String name,
      @Nullable String signed,
      @Nullable String ends,
      @Nullable String place,
      List<Promise> clauses) {
    Agreed {
      clauses = List.copyOf(clauses);
    }
  }

  /** A promise to add; see {@link Promise}. */
  record NewPromise(
      String kind,
      @Nullable Integer number,
      @Nullable String event,
      @Nullable String words,
      String since,
      @Nullable String until) {}

  /** An agreement to add, as it can be read; see {@link Agreed}. */
  record NewAgreement(
      String name,
      @Nullable String signed,
      @Nullable String ends,
      @Nullable String place,
      List<NewPromise> clauses) {
    NewAgreement {
      clauses = List.copyOf(clauses);
    }
  }

  private static int supplier(JdbcClient jdbc, UUID id) {
    return new SupplierIds(jdbc)
        .find(id)
        .orElseThrow(
            () -> new StoplogException(Problem.PAGE_UNKNOWN, "There is no such supplier."));
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("The agreements with a supplier, each with its clauses, those that ended too.")
  @GetMapping(PATH)
  ResponseEntity<ApiAnswers.Page<Agreed>> list(@PathVariable("id") UUID id) {
    return ApiAnswers.ok(new ApiAnswers.Page<>(transactions.run(jdbc -> all(jdbc, id)), null));
  }

  private static List<Agreed> all(JdbcClient jdbc, UUID id) {
    int supplier = supplier(jdbc, id);
    AgreementRows rows = new AgreementRows(jdbc);
    List<Clause> clauses = rows.clauses(supplier);
    return rows.of(supplier).stream()
        .map(
            one ->
                new Agreed(
                    one.name(),
                    day(one.signed()),
                    day(one.ends()),
                    one.place().isEmpty() ? null : one.place(),
                    clauses.stream()
                        .filter(clause -> clause.agreementId() == one.id())
                        .map(clause -> promise(clause, one))
                        .toList()))
        .toList();
  }

  private static Promise promise(Clause clause, Agreement of) {
    return new Promise(
        clause.kind().word(),
        clause.number(),
        clause.event(),
        clause.words().isEmpty() ? null : clause.words(),
        clause.since().toString(),
        // That the agreement ends is said there.
        Objects.equals(clause.until(), of.ends()) ? null : day(clause.until()));
  }

  private static @Nullable String day(@Nullable LocalDate day) {
    return day == null ? null : day.toString();
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary(value = "Adds an agreement with its clauses.", status = 201)
  @PostMapping(PATH)
  ResponseEntity<ApiAnswers.Page<Agreed>> add(
      @PathVariable("id") UUID id, @JsonBody NewAgreement asked) {
    String name = asked.name().strip();
    if (name.isEmpty() || name.length() > LONGEST) {
      throw new InvalidBody("/name", "1 to 200 characters.");
    }
    String place = Objects.toString(asked.place(), "").strip();
    if (place.length() > LONGEST) {
      throw new InvalidBody("/place", "At most 200 characters.");
    }
    LocalDate signed = day("/signed", asked.signed());
    LocalDate ends = day("/ends", asked.ends());
    if (signed != null && ends != null && !signed.isBefore(ends)) {
      throw new InvalidBody("/ends", "It ends before it was signed.");
    }
    if (asked.clauses().size() > MOST_CLAUSES) {
      throw new InvalidBody("/clauses", "At most 200.");
    }
    List<ClauseForm> forms = new ArrayList<>();
    List<@Nullable LocalDate> untils = new ArrayList<>();
    for (int i = 0; i < asked.clauses().size(); i++) {
      NewPromise one = asked.clauses().get(i);
      forms.add(form("/clauses/" + i, one));
      LocalDate until = day("/clauses/" + i + "/until", one.until());
      if (until != null && until.isBefore(forms.getLast().since())) {
        throw new InvalidBody("/clauses/" + i + "/until", "It ends before it holds.");
      }
      untils.add(until);
    }
    UUID by = Caller.signedIn().account();
    List<Agreed> all =
        transactions.act(
            act -> {
              int supplier = supplier(act.jdbc(), id);
              AgreementRows rows = new AgreementRows(act.jdbc());
              int agreement = rows.add(supplier, name, signed, ends, place, by, clock.realNow());
              for (int i = 0; i < forms.size(); i++) {
                int clause = rows.addClause(agreement, forms.get(i), by, clock.realNow());
                LocalDate until = untils.get(i);
                if (until != null) {
                  rows.endClause(supplier, clause, until);
                }
              }
              act.record(
                  by,
                  "agreement.added",
                  Map.of("supplier", supplier, "agreement", agreement, "clauses", forms.size()));
              return all(act.jdbc(), id);
            });
    return ApiAnswers.created(
        PATH.replace("{id}", id.toString()), new ApiAnswers.Page<>(all, null));
  }

  private static ClauseForm form(String pointer, NewPromise one) {
    try {
      return ClauseForm.read(
          one.kind(),
          one.number() == null ? "" : one.number().toString(),
          Objects.toString(one.event(), ""),
          Objects.toString(one.words(), ""),
          one.since());
    } catch (StoplogException e) {
      throw new InvalidBody(pointer, String.valueOf(e.getMessage()));
    }
  }

  private static @Nullable LocalDate day(String pointer, @Nullable String typed) {
    try {
      return typed == null ? null : LocalDate.parse(typed);
    } catch (DateTimeException e) {
      throw new InvalidBody(pointer, "Write it as 2026-01-31.");
    }
  }
}
