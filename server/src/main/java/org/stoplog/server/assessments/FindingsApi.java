package org.stoplog.server.assessments;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
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
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.ApiAnswers;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Ids;
import org.stoplog.server.platform.InvalidBody;
import org.stoplog.server.platform.JsonBody;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Summary;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.suppliers.SupplierIds;

/** Findings, for programs. What stands in {@code content} can be sent again as it is. */
@Controller
final class FindingsApi {
  private static final String FINDINGS = ApiAnswers.ROOT + "/suppliers/{id}/findings";
  private static final String ALL = ApiAnswers.ROOT + "/findings";
  private static final String ONE = ALL + "/{finding}";
  private static final int LONGEST_TITLE = 200;
  private static final int MOST_EVENTS = 200;
  private static final Comparator<Finding> ORDER =
      Comparator.comparing(Finding::due).thenComparing(one -> one.id().toString());

  private final Transactions transactions;
  private final ActorNames names;
  private final ServerClock clock;
  private final Desk desk;
  private final FindingActs acts;

  FindingsApi(
      Transactions transactions, ActorNames names, ServerClock clock, Desk desk, FindingActs acts) {
    this.transactions = transactions;
    this.names = names;
    this.clock = clock;
    this.desk = desk;
    this.acts = acts;
  }

  /**
   * Something that happened to a finding.
   *
   * @param kind note, remedied, good, bad, accepted or dropped
   * @param until of an acceptance, the first day on which it holds no more; left out for the others
   */
  record Happened(String kind, String words, @Nullable String until) {}

  /**
   * What a finding is made of.
   *
   * @param weight low, medium or high
   * @param due day
   */
  record FindingContent(String title, String weight, String due, List<Happened> events) {
    FindingContent {
      events = List.copyOf(events);
    }
  }

  /**
   * A finding.
   *
   * @param state open, to be tested again, accepted or closed
   */
  record Found(UUID id, String state, boolean late, Instant madeAt, FindingContent content) {}

  /**
   * A finding with what it is about.
   *
   * @param assessment that led to it; null for none
   * @param question number within the assessment; null for all of it
   * @param owner account that sees to it
   */
  record Whole(
      Found finding,
      UUID supplier,
      String supplierName,
      @Nullable UUID assessment,
      @Nullable Integer question,
      UUID owner,
      String ownerName) {}

  /**
   * A finding that an assessment led to.
   *
   * @param question its id within the set; left out for all of the assessment
   * @param weight low, medium or high
   * @param due day
   * @param owner account; left out for the token's
   */
  record Gap(
      @Nullable String question, String title, String weight, String due, @Nullable UUID owner) {}

  /** An event to add; see {@link Happened}. */
  record NewHappened(String kind, String words, @Nullable String until) {}

  /** A finding to add, as {@code content} can be read; see {@link FindingContent}. */
  record NewFinding(String title, String weight, String due, List<NewHappened> events) {
    NewFinding {
      events = List.copyOf(events);
    }
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("The findings about a supplier, each with what became of it.")
  @GetMapping(FINDINGS)
  ResponseEntity<ApiAnswers.Page<Found>> findings(@PathVariable("id") UUID id) {
    return ApiAnswers.ok(
        new ApiAnswers.Page<>(
            transactions.run(jdbc -> found(jdbc, AssessmentsApi.supplier(jdbc, id))), null));
  }

  private List<Found> found(JdbcClient jdbc, int supplier) {
    LocalDate today = desk.today();
    return desk.findings(jdbc).of(supplier).stream().map(one -> found(one, today)).toList();
  }

  private static Found found(Finding one, LocalDate today) {
    return new Found(
        one.id(),
        one.state(today).words(),
        one.isLate(today),
        one.madeAt(),
        new FindingContent(
            one.title(),
            one.weight().word(),
            one.due().toString(),
            one.events().stream()
                .map(
                    event ->
                        new Happened(
                            event.kind().word(),
                            event.words(),
                            event.until() == null ? null : event.until().toString()))
                .toList()));
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary(value = "Adds a finding with what became of it; whoever sends it owns it.", status = 201)
  @PostMapping(FINDINGS)
  ResponseEntity<ApiAnswers.Page<Found>> add(
      @PathVariable("id") UUID id, @JsonBody NewFinding asked) {
    String title = asked.title().strip();
    if (title.isEmpty() || title.length() > LONGEST_TITLE) {
      throw new InvalidBody("/title", "1 to 200 characters.");
    }
    Finding.Weight weight =
        Finding.Weight.of(asked.weight())
            .orElseThrow(() -> new InvalidBody("/weight", "low, medium or high."));
    LocalDate due = AssessmentsApi.day("/due", asked.due());
    UUID by = Caller.signedIn().account();
    List<Finding.Event> events = events(asked.events(), by);
    UUID finding = Ids.next(clock.realNow());
    List<Found> all =
        transactions.act(
            act -> {
              int supplier = AssessmentsApi.supplier(act.jdbc(), id);
              FindingRows rows = desk.findings(act.jdbc());
              rows.add(
                  new Finding(
                      finding,
                      supplier,
                      null,
                      null,
                      title,
                      weight,
                      by,
                      due,
                      by,
                      clock.now(),
                      List.of()));
              events.forEach(one -> rows.add(finding, one));
              act.record(
                  by,
                  "finding.opened",
                  Map.of("finding", finding.toString(), "supplier", supplier));
              return found(act.jdbc(), supplier);
            });
    return ApiAnswers.created(
        FINDINGS.replace("{id}", id.toString()), new ApiAnswers.Page<>(all, null));
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("The findings about all suppliers, the earliest due first. only: open, late or all.")
  @GetMapping(ALL)
  ResponseEntity<ApiAnswers.Page<Whole>> list(
      @RequestParam(name = "only", defaultValue = "open") String only,
      @RequestParam(name = "after", required = false) @Nullable UUID after,
      @RequestParam(name = "limit", required = false) @Nullable Integer asked) {
    int limit = ApiAnswers.limit(asked);
    LocalDate today = desk.today();
    Map<UUID, String> known = names.names();
    return ApiAnswers.ok(
        transactions.run(
            jdbc -> {
              Map<Integer, SupplierIds.Named> suppliers = Desk.suppliers(jdbc);
              FindingRows rows = desk.findings(jdbc);
              Finding last =
                  after == null ? null : rows.find(after).orElseThrow(FindingActs::unknown);
              return ApiAnswers.page(
                  rows.all().stream()
                      .filter(one -> FindingsController.isAmong(one, only, today))
                      .filter(one -> last == null || ORDER.compare(one, last) > 0)
                      .sorted(ORDER)
                      .limit(limit + 1L)
                      .toList(),
                  limit,
                  one -> whole(one, suppliers, known, today),
                  one -> one.id().toString());
            }));
  }

  private static Whole whole(
      Finding one,
      Map<Integer, SupplierIds.Named> suppliers,
      Map<UUID, String> known,
      LocalDate today) {
    SupplierIds.Named supplier = Objects.requireNonNull(suppliers.get(one.supplier()));
    return new Whole(
        found(one, today),
        supplier.id(),
        supplier.name(),
        one.assessment(),
        one.question(),
        one.owner(),
        known.getOrDefault(one.owner(), "unknown"));
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("A finding with what became of it.")
  @GetMapping(ONE)
  ResponseEntity<Whole> one(@PathVariable("finding") UUID id) {
    return ApiAnswers.ok(read(id));
  }

  private Whole read(UUID id) {
    Map<UUID, String> known = names.names();
    return transactions.run(
        jdbc ->
            whole(
                desk.findings(jdbc).find(id).orElseThrow(FindingActs::unknown),
                Desk.suppliers(jdbc),
                known,
                desk.today()));
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Says what happened to a finding: note, remedied, good, bad, accepted or dropped.")
  @PostMapping(ONE + "/events")
  ResponseEntity<Whole> happened(@PathVariable("finding") UUID id, @JsonBody NewHappened asked) {
    try {
      acts.add(id, asked.kind(), asked.words(), asked.until(), Caller.signedIn().account());
    } catch (StoplogException e) {
      throw InvalidBody.of("", e);
    }
    return ApiAnswers.ok(read(id));
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary(
      value = "Opens a finding that an assessment, or one of its questions, led to.",
      status = 201)
  @PostMapping(ApiAnswers.ROOT + "/assessments/{assessment}/findings")
  ResponseEntity<Whole> open(@PathVariable("assessment") UUID assessment, @JsonBody Gap asked) {
    UUID by = Caller.signedIn().account();
    FindingActs.Typed typed =
        new FindingActs.Typed(
            number(assessment, asked.question()),
            asked.title(),
            asked.weight(),
            Objects.toString(asked.owner(), by.toString()),
            asked.due());
    try {
      UUID id = acts.open(assessment, typed, by);
      return ApiAnswers.created(ALL + "/" + id, read(id));
    } catch (StoplogException e) {
      throw InvalidBody.of("", e);
    }
  }

  private int number(UUID assessment, @Nullable String question) {
    if (question == null) {
      return 0;
    }
    return transactions.run(
        jdbc -> {
          desk.find(jdbc, assessment);
          return desk.assessments(jdbc).questions(assessment).stream()
              .filter(one -> one.asks().id().equals(question))
              .map(Question::number)
              .findFirst()
              .orElseThrow(
                  () -> new InvalidBody("/question", "The assessment has no such question."));
        });
  }

  private List<Finding.Event> events(List<NewHappened> asked, UUID by) {
    if (asked.size() > MOST_EVENTS) {
      throw new InvalidBody("/events", "At most 200.");
    }
    List<Finding.Event> events = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      NewHappened one = asked.get(i);
      String at = "/events/" + i;
      Finding.Kind kind =
          Finding.Kind.of(String.valueOf(one.kind()))
              .orElseThrow(() -> new InvalidBody(at + "/kind", "There is no such kind."));
      if (one.words() == null
          || one.words().isBlank()
          || one.words().length() > AnswerForm.LONGEST) {
        throw new InvalidBody(at + "/words", "1 to 5,000 characters.");
      }
      if (kind.needsDay() != (one.until() != null)) {
        throw new InvalidBody(at + "/until", "An acceptance has a day, and nothing else has.");
      }
      events.add(
          new Finding.Event(
              kind,
              one.words().strip(),
              one.until() == null ? null : AssessmentsApi.day(at + "/until", one.until()),
              by,
              clock.now()));
    }
    return events;
  }
}
