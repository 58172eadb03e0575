package org.stoplog.server.assessments;

import java.time.Instant;
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

/**
 * Assessments and findings of a supplier, for programs. What stands in {@code content} can be sent
 * again as it is.
 */
@Controller
final class AssessmentsApi {
  private static final String ASSESSMENTS = ApiAnswers.ROOT + "/suppliers/{id}/assessments";
  private static final String FINDINGS = ApiAnswers.ROOT + "/suppliers/{id}/findings";
  private static final int LONGEST_WHY = 500;
  private static final int LONGEST_TITLE = 200;
  private static final int MOST_EVENTS = 200;

  private final Transactions transactions;
  private final ServerClock clock;
  private final Desk desk;

  AssessmentsApi(Transactions transactions, ServerClock clock, Desk desk) {
    this.transactions = transactions;
    this.clock = clock;
    this.desk = desk;
  }

  /**
   * An answer, or how the words of one were read.
   *
   * @param question its id within the set: {@code notice-hours}
   * @param answer yes, partly, unknown, no, not-applicable, a number, said, read-well, read-partly
   *     or read-badly
   * @param words with it; left out for none
   */
  record Said(String question, String answer, @Nullable String words) {}

  /** A question of a workbook that a supplier filled in. */
  record Asked(String id, String text) {}

  /**
   * What an assessment is made of.
   *
   * @param set id of the set of expectations; of a workbook that a supplier filled in it begins
   *     with {@code workbook}
   * @param title of a workbook; left out for our sets
   * @param questions of a workbook; left out for our sets
   * @param due day
   * @param why what it is made for
   * @param closed whether nothing of it changes any more
   * @param answers in the order in which they were given; the last one of a question holds
   */
  record Content(
      String set,
      @Nullable String title,
      String due,
      String why,
      boolean closed,
      @Nullable List<Asked> questions,
      List<Said> answers) {
    Content {
      questions = questions == null ? null : List.copyOf(questions);
      answers = List.copyOf(answers);
    }
  }

  /**
   * An assessment.
   *
   * @param version of the set when it began
   * @param score of 100; null when nothing is in the sum
   */
  record Assessed(
      UUID id,
      String title,
      String version,
      @Nullable Integer score,
      Instant madeAt,
      Content content) {}

  /** An answer to add; see {@link Said}. */
  record NewSaid(String question, String answer, @Nullable String words) {}

  /** A question of a workbook to add. */
  record NewAsked(String id, String text) {}

  /** An assessment to add, as {@code content} can be read; see {@link Content}. */
  record NewAssessment(
      String set,
      @Nullable String title,
      String due,
      String why,
      boolean closed,
      @Nullable List<NewAsked> questions,
      List<NewSaid> answers) {
    NewAssessment {
      questions = questions == null ? null : List.copyOf(questions);
      answers = List.copyOf(answers);
    }
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

  /** An event to add; see {@link Happened}. */
  record NewHappened(String kind, String words, @Nullable String until) {}

  /** A finding to add, as {@code content} can be read; see {@link FindingContent}. */
  record NewFinding(String title, String weight, String due, List<NewHappened> events) {
    NewFinding {
      events = List.copyOf(events);
    }
  }

  private static int supplier(JdbcClient jdbc, UUID id) {
    return new SupplierIds(jdbc)
        .find(id)
        .orElseThrow(
            () -> new StoplogException(Problem.PAGE_UNKNOWN, "There is no such supplier."));
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("The assessments of a supplier, each with its answers and score.")
  @GetMapping(ASSESSMENTS)
  ResponseEntity<ApiAnswers.Page<Assessed>> assessments(@PathVariable("id") UUID id) {
    return ApiAnswers.ok(
        new ApiAnswers.Page<>(transactions.run(jdbc -> all(jdbc, supplier(jdbc, id))), null));
  }

  private List<Assessed> all(JdbcClient jdbc, int supplier) {
    AssessmentRows rows = desk.assessments(jdbc);
    return rows.of(supplier).stream().map(one -> assessed(rows, one)).toList();
  }

  private static Assessed assessed(AssessmentRows rows, Assessment one) {
    List<Question> questions = rows.questions(one.id());
    List<Answer> answers = rows.answers(one.id());
    Map<Integer, String> keys = new HashMap<>();
    questions.forEach(question -> keys.put(question.number(), question.asks().id()));
    return new Assessed(
        one.id(),
        one.title(),
        one.version(),
        Scoring.of(questions, answers).percent(),
        one.madeAt(),
        new Content(
            one.set(),
            isWorkbook(one.set()) ? one.title() : null,
            one.due().toString(),
            one.why(),
            !one.isOpen(),
            isWorkbook(one.set())
                ? questions.stream()
                    .map(question -> new Asked(question.asks().id(), question.asks().question()))
                    .toList()
                : null,
            answers.stream()
                .map(
                    answer ->
                        new Said(
                            String.valueOf(keys.get(answer.question())),
                            answer.answer(),
                            answer.words().isEmpty() ? null : answer.words()))
                .toList()));
  }

  private static LocalDate day(String field, @Nullable String typed) {
    try {
      return LocalDate.parse(Objects.toString(typed, ""));
    } catch (java.time.DateTimeException e) {
      throw new InvalidBody(field, "A day such as 2026-01-31.");
    }
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary(value = "Adds an assessment with its answers, by the set as it is now.", status = 201)
  @PostMapping(ASSESSMENTS)
  ResponseEntity<ApiAnswers.Page<Assessed>> add(
      @PathVariable("id") UUID id, @JsonBody NewAssessment asked) {
    Set set = set(asked);
    LocalDate due = day("/due", asked.due());
    String why = asked.why().strip();
    if (why.isEmpty() || why.length() > LONGEST_WHY) {
      throw new InvalidBody("/why", "1 to 500 characters.");
    }
    UUID by = Caller.signedIn().account();
    UUID assessment = Ids.next(clock.realNow());
    List<Assessed> all =
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
              return all(act.jdbc(), supplier);
            });
    return ApiAnswers.created(
        ASSESSMENTS.replace("{id}", id.toString()), new ApiAnswers.Page<>(all, null));
  }

  /**
   * What is asked.
   *
   * @param id for the log
   */
  private record Set(String id, String version, String title, List<Expectation> expectations) {}

  private static boolean isWorkbook(String set) {
    return set.startsWith(WorkbookController.SET);
  }

  private static Set set(NewAssessment asked) {
    List<NewAsked> questions = asked.questions();
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

  private static Set workbook(NewAssessment asked, List<NewAsked> questions) {
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
      NewAsked one = questions.get(i);
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

  private void answers(AssessmentRows rows, UUID assessment, List<NewSaid> answers, UUID by) {
    Map<String, Question> questions = new HashMap<>();
    rows.questions(assessment).forEach(one -> questions.put(one.asks().id(), one));
    for (int i = 0; i < answers.size(); i++) {
      NewSaid one = answers.get(i);
      Question question = questions.get(one.question());
      if (question == null) {
        throw new InvalidBody("/answers/" + i + "/question", "The set has no such question.");
      }
      try {
        rows.add(
            assessment,
            AnswerForm.read(
                question,
                one.answer().equals(Answer.SAID) ? "" : one.answer(),
                Objects.toString(one.words(), ""),
                by,
                clock.now()));
      } catch (StoplogException e) {
        throw new InvalidBody("/answers/" + i, String.valueOf(e.getMessage()));
      }
    }
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("The findings about a supplier, each with what became of it.")
  @GetMapping(FINDINGS)
  ResponseEntity<ApiAnswers.Page<Found>> findings(@PathVariable("id") UUID id) {
    return ApiAnswers.ok(
        new ApiAnswers.Page<>(transactions.run(jdbc -> found(jdbc, supplier(jdbc, id))), null));
  }

  private List<Found> found(JdbcClient jdbc, int supplier) {
    LocalDate today = desk.today();
    return desk.findings(jdbc).all().stream()
        .filter(one -> one.supplier() == supplier)
        .map(
            one ->
                new Found(
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
                            .toList())))
        .toList();
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
    LocalDate due = day("/due", asked.due());
    UUID by = Caller.signedIn().account();
    List<Finding.Event> events = events(asked.events(), by);
    UUID finding = Ids.next(clock.realNow());
    List<Found> all =
        transactions.act(
            act -> {
              int supplier = supplier(act.jdbc(), id);
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

  private List<Finding.Event> events(List<NewHappened> asked, UUID by) {
    if (asked.size() > MOST_EVENTS) {
      throw new InvalidBody("/events", "At most 200.");
    }
    List<Finding.Event> events = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      NewHappened one = asked.get(i);
      String at = "/events/" + i;
      Finding.Kind kind =
          Finding.Kind.of(one.kind())
              .orElseThrow(() -> new InvalidBody(at + "/kind", "There is no such kind."));
      if (one.words().isBlank() || one.words().length() > AnswerForm.LONGEST) {
        throw new InvalidBody(at + "/words", "1 to 5,000 characters.");
      }
      if (kind.needsDay() != (one.until() != null)) {
        throw new InvalidBody(at + "/until", "An acceptance has a day, and nothing else has.");
      }
      events.add(
          new Finding.Event(
              kind,
              one.words().strip(),
              one.until() == null ? null : day(at + "/until", one.until()),
              by,
              clock.now()));
    }
    return events;
  }
}
