package org.stoplog.server.assessments;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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
import org.stoplog.catalog.expectations.Expectation;
import org.stoplog.catalog.expectations.ExpectationSet;
import org.stoplog.catalog.expectations.ExpectationSets;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.platform.Access;
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

/** Assessments, for programs. What stands in {@code content} can be sent again as it is. */
@Controller
final class AssessmentsApi {
  private static final String ASSESSMENTS = ApiAnswers.ROOT + "/suppliers/{id}/assessments";
  private static final String ALL = ApiAnswers.ROOT + "/assessments";
  private static final String ONE = ALL + "/{assessment}";
  private static final int LONGEST_WHY = 500;
  private static final int LONGEST_TITLE = 200;
  private static final int MOST_ANSWERS = 5_000;

  private final Transactions transactions;
  private final ServerClock clock;
  private final Desk desk;
  private final AssessmentActs acts;

  AssessmentsApi(Transactions transactions, ServerClock clock, Desk desk, AssessmentActs acts) {
    this.transactions = transactions;
    this.clock = clock;
    this.desk = desk;
    this.acts = acts;
  }

  /**
   * @throws StoplogException PAGE_UNKNOWN when there is none
   */
  static int supplier(JdbcClient jdbc, UUID id) {
    return new SupplierIds(jdbc)
        .find(id)
        .orElseThrow(
            () -> new StoplogException(Problem.PAGE_UNKNOWN, "There is no such supplier."));
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("The assessments of all suppliers with their scores, newest first. only: open or all.")
  @GetMapping(ALL)
  ResponseEntity<ApiAnswers.Page<AssessmentJson.Line>> list(
      @RequestParam(name = "only", defaultValue = "all") String only,
      @RequestParam(name = "before", required = false) @Nullable UUID before,
      @RequestParam(name = "limit", required = false) @Nullable Integer asked) {
    int limit = ApiAnswers.limit(asked);
    LocalDate today = desk.today();
    return ApiAnswers.ok(
        transactions.run(
            jdbc -> {
              AssessmentRows rows = desk.assessments(jdbc);
              List<Assessment> found = rows.newest(null, only.equals("open"), before, limit + 1);
              Map<UUID, Scoring> scorings =
                  rows.scorings(found.stream().map(Assessment::id).toList());
              Map<Integer, SupplierIds.Named> suppliers = Desk.suppliers(jdbc);
              return ApiAnswers.page(
                  found,
                  limit,
                  one -> AssessmentJson.line(one, scorings.get(one.id()), suppliers, today),
                  one -> one.id().toString());
            }));
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("An assessment with its questions, the last answer to each, and what they come to.")
  @GetMapping(ONE)
  ResponseEntity<AssessmentJson.Whole> one(@PathVariable("assessment") UUID id) {
    return ApiAnswers.ok(transactions.run(jdbc -> whole(jdbc, id)));
  }

  private AssessmentJson.Whole whole(JdbcClient jdbc, UUID id) {
    Assessment one = desk.find(jdbc, id);
    Scoring scoring = desk.assessments(jdbc).scoring(id);
    return new AssessmentJson.Whole(
        AssessmentJson.line(one, scoring, Desk.suppliers(jdbc), desk.today()),
        one.why(),
        one.version(),
        Scoring.VERSION,
        scoring.lines().stream().map(AssessmentJson.Item::of).toList());
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Adds answers to an open assessment: all of them, or none when one cannot be taken.")
  @PostMapping(ONE + "/answers")
  ResponseEntity<AssessmentJson.Whole> answer(
      @PathVariable("assessment") UUID id, @JsonBody AssessmentJson.NewAnswers asked) {
    UUID by = Caller.signedIn().account();
    if (asked.answers().isEmpty() || asked.answers().size() > MOST_ANSWERS) {
      throw new InvalidBody("/answers", "1 to 5,000.");
    }
    return ApiAnswers.ok(
        transactions.act(
            act -> {
              desk.open(act.jdbc(), id);
              answers(desk.assessments(act.jdbc()), id, asked.answers(), by);
              act.record(
                  by,
                  "assessment.answered",
                  Map.of("assessment", id.toString(), "answers", asked.answers().size()));
              return whole(act.jdbc(), id);
            }));
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Closes an assessment: nothing of it changes any more.")
  @PostMapping(ONE + "/close")
  ResponseEntity<AssessmentJson.Whole> close(@PathVariable("assessment") UUID id) {
    acts.close(id, Caller.signedIn().account());
    return ApiAnswers.ok(transactions.run(jdbc -> whole(jdbc, id)));
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("The assessments of a supplier, each with its answers and score, newest first.")
  @GetMapping(ASSESSMENTS)
  ResponseEntity<ApiAnswers.Page<AssessmentJson.Assessed>> assessments(
      @PathVariable("id") UUID id,
      @RequestParam(name = "before", required = false) @Nullable UUID before,
      @RequestParam(name = "limit", required = false) @Nullable Integer asked) {
    int limit = ApiAnswers.limit(asked);
    return ApiAnswers.ok(transactions.run(jdbc -> page(jdbc, supplier(jdbc, id), before, limit)));
  }

  private ApiAnswers.Page<AssessmentJson.Assessed> page(
      JdbcClient jdbc, int supplier, @Nullable UUID before, int limit) {
    AssessmentRows rows = desk.assessments(jdbc);
    List<Assessment> found = rows.newest(supplier, false, before, limit + 1);
    List<Assessment> shown = found.subList(0, Math.min(limit, found.size()));
    return new ApiAnswers.Page<>(
        AssessmentJson.of(rows, shown),
        found.size() > limit ? shown.getLast().id().toString() : null);
  }

  static LocalDate day(String field, @Nullable String typed) {
    try {
      return LocalDate.parse(Objects.toString(typed, ""));
    } catch (java.time.DateTimeException e) {
      throw new InvalidBody(field, "A day such as 2026-01-31.");
    }
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary(value = "Adds an assessment with its answers, by the set as it is now.", status = 201)
  @PostMapping(ASSESSMENTS)
  ResponseEntity<ApiAnswers.Page<AssessmentJson.Assessed>> add(
      @PathVariable("id") UUID id, @JsonBody AssessmentJson.NewAssessment asked) {
    Set set = set(asked);
    LocalDate due = day("/due", asked.due());
    String why = asked.why().strip();
    if (why.isEmpty() || why.length() > LONGEST_WHY) {
      throw new InvalidBody("/why", "1 to 500 characters.");
    }
    UUID by = Caller.signedIn().account();
    UUID assessment = Ids.next(clock.realNow());
    ApiAnswers.Page<AssessmentJson.Assessed> all =
        transactions.act(
            act -> {
              int supplier = supplier(act.jdbc(), id);
              AssessmentRows rows = desk.assessments(act.jdbc());
              rows.add(
                  new Assessment(
                      assessment,
                      supplier,
                      asked.set(),
                      set.version(),
                      set.title(),
                      due,
                      why,
                      by,
                      clock.now(),
                      null),
                  set.expectations());
              answers(rows, assessment, asked.answers(), by);
              if (asked.closed()) {
                rows.close(assessment, by, clock.now());
              }
              act.record(
                  by,
                  "assessment.begun",
                  Map.of(
                      "assessment", assessment.toString(),
                      "supplier", supplier,
                      "set", set.id(),
                      "answers", asked.answers().size()));
              return page(act.jdbc(), supplier, null, ApiAnswers.USUAL_PAGE);
            });
    return ApiAnswers.created(ALL + "/" + assessment, all);
  }

  /**
   * What is asked.
   *
   * @param id for the log
   */
  private record Set(String id, String version, String title, List<Expectation> expectations) {}

  static boolean isWorkbook(String set) {
    return set.startsWith(WorkbookController.SET);
  }

  private static Set set(AssessmentJson.NewAssessment asked) {
    List<AssessmentJson.NewAsked> questions = asked.questions();
    if (isWorkbook(asked.set()) && questions != null) {
      return workbook(asked, questions);
    }
    ExpectationSet set =
        ExpectationSets.find(asked.set())
            .orElseThrow(() -> new InvalidBody("/set", "There is no such set of expectations."));
    if (questions != null || asked.title() != null) {
      throw new InvalidBody("/questions", "Questions and title of our sets are known.");
    }
    return new Set(set.id(), set.version(), set.title(), set.expectations());
  }

  private static Set workbook(
      AssessmentJson.NewAssessment asked, List<AssessmentJson.NewAsked> questions) {
    String title = Objects.toString(asked.title(), "").strip();
    if (title.isEmpty() || title.length() > LONGEST_TITLE || asked.set().length() > LONGEST_TITLE) {
      throw new InvalidBody("/title", "1 to 200 characters.");
    }
    if (questions.isEmpty() || questions.size() > WorkbookGuess.MOST_QUESTIONS) {
      throw new InvalidBody("/questions", "1 to 1,500.");
    }
    List<Expectation> expectations = new ArrayList<>();
    java.util.Set<String> ids = new HashSet<>();
    for (int i = 0; i < questions.size(); i++) {
      AssessmentJson.NewAsked one = questions.get(i);
      if (one.id().isBlank() || one.id().length() > LONGEST_TITLE || !ids.add(one.id())) {
        throw new InvalidBody(
            "/questions/" + i + "/id", "1 to 200 characters that no other question has.");
      }
      if (one.text().isBlank() || one.text().length() > AnswerForm.LONGEST) {
        throw new InvalidBody("/questions/" + i + "/text", "1 to 5,000 characters.");
      }
      expectations.add(WorkbookController.expectation(one.id(), one.text(), "sent by a program"));
    }
    return new Set(WorkbookController.SET.strip(), "sent", title, expectations);
  }

  private void answers(
      AssessmentRows rows, UUID assessment, List<AssessmentJson.NewSaid> answers, UUID by) {
    Map<String, Question> questions = new HashMap<>();
    rows.questions(assessment).forEach(one -> questions.put(one.asks().id(), one));
    for (int i = 0; i < answers.size(); i++) {
      AssessmentJson.NewSaid one = answers.get(i);
      Question question = questions.get(one.question());
      if (question == null) {
        throw new InvalidBody("/answers/" + i + "/question", "The set has no such question.");
      }
      String said = Objects.toString(one.answer(), "");
      try {
        rows.add(
            assessment,
            AnswerForm.read(
                question,
                said.equals(Answer.SAID) ? "" : said,
                Objects.toString(one.words(), ""),
                by,
                clock.now()));
      } catch (StoplogException e) {
        throw new InvalidBody("/answers/" + i, String.valueOf(e.getMessage()));
      }
    }
  }
}
