package org.stoplog.server.assessments;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.stoplog.catalog.expectations.Expectation;
import org.stoplog.catalog.expectations.ExpectationSet;
import org.stoplog.catalog.expectations.ExpectationSets;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.CsvLines;
import org.stoplog.server.platform.Ids;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Transactions;

/** Assessments of suppliers: begun from a set, answered, scored, closed. */
@Controller
final class AssessmentsController {
  private static final String OF_SUPPLIER = "/suppliers/{id}/assessments";
  private static final String ONE = "/assessments/{assessment}";
  private static final int UNPROCESSABLE = 422;
  private static final int LONGEST = 500;
  private static final String NOT_VERIFIED =
      "Not verified: what was missing in which breach is from notes, and nobody read the reports for"
          + " it";

  private final Pages pages;
  private final Transactions transactions;
  private final ActorNames names;
  private final ServerClock clock;
  private final Desk desk;

  AssessmentsController(
      Pages pages, Transactions transactions, ActorNames names, ServerClock clock, Desk desk) {
    this.pages = pages;
    this.transactions = transactions;
    this.names = names;
    this.clock = clock;
    this.desk = desk;
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping("/assessments")
  View all() {
    return list(null, null, "", "", 200);
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping(OF_SUPPLIER)
  View ofSupplier(@PathVariable("id") int id) {
    return list(id, null, "", "", 200);
  }

  private View list(
      @Nullable Integer supplier, @Nullable String error, String due, String why, int status) {
    LocalDate today = desk.today();
    boolean canEdit = supplier != null && Caller.signedIn().may(Permission.EDIT_SUPPLIERS);
    return pages.view(
        "assessments",
        transactions.run(
            jdbc -> {
              AssessmentRows rows = desk.assessments(jdbc);
              List<Assessment> found = supplier == null ? rows.all() : rows.of(supplier);
              String name = supplier == null ? null : Desk.name(jdbc, supplier);
              long open = found.stream().filter(Assessment::isOpen).count();
              return new AssessmentsPage(
                  supplier,
                  name == null ? "Assessments" : "Assessments of " + name,
                  found.isEmpty()
                      ? "None was begun yet."
                      : open + " open, " + (found.size() - open) + " closed.",
                  found.stream().map(one -> line(jdbc, rows, one, today)).toList(),
                  ExpectationSets.all().stream().map(AssessmentsController::set).toList(),
                  canEdit,
                  error,
                  due,
                  why);
            }),
        status);
  }

  private static AssessmentsPage.Set set(ExpectationSet one) {
    return new AssessmentsPage.Set(
        one.id(),
        one.title(),
        one.expectations().size()
            + " questions; "
            + one.source()
            + "; "
            + one.licence()
            + (one.isVerified() ? "" : "; " + NOT_VERIFIED));
  }

  private static AssessmentsPage.Line line(
      JdbcClient jdbc, AssessmentRows rows, Assessment one, LocalDate today) {
    return new AssessmentsPage.Line(
        one.path(),
        Desk.name(jdbc, one.supplier()),
        one.title(),
        one.due().toString(),
        one.isOpen() && today.isAfter(one.due()),
        one.isOpen(),
        rows.scoring(one.id()).words());
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(OF_SUPPLIER)
  View begin(
      @PathVariable("id") int id,
      @RequestParam(name = "set", defaultValue = "") String chosen,
      @RequestParam(name = "due", defaultValue = "") String typedDue,
      @RequestParam(name = "why", defaultValue = "") String typedWhy) {
    UUID by = Caller.signedIn().account();
    Optional<ExpectationSet> set = ExpectationSets.find(chosen);
    UUID assessment = Ids.next(clock.realNow());
    try {
      if (set.isEmpty()) {
        throw Desk.wrong("Choose a set of expectations.");
      }
      LocalDate due = Desk.day(typedDue);
      if (due.isBefore(desk.today())) {
        throw Desk.wrong("It is due on a day that is still to come.");
      }
      String why = typedWhy.strip();
      if (why.isEmpty() || why.length() > LONGEST) {
        throw Desk.wrong("Say in 1 to 500 characters what it is made for.");
      }
      transactions.act(
          act -> {
            Desk.name(act.jdbc(), id);
            desk.assessments(act.jdbc())
                .add(
                    new Assessment(
                        assessment,
                        id,
                        set.get().id(),
                        set.get().version(),
                        set.get().title(),
                        due,
                        why,
                        by,
                        clock.now(),
                        null),
                    set.get().expectations());
            act.record(
                by,
                "assessment.begun",
                Map.of("assessment", assessment.toString(), "supplier", id, "set", set.get().id()));
            return true;
          });
    } catch (StoplogException e) {
      if (e.problem() != Problem.REQUEST_INVALID) {
        throw e;
      }
      return list(id, e.getMessage(), typedDue, typedWhy, UNPROCESSABLE);
    }
    return Redirects.see("/assessments/" + assessment);
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping(ONE)
  View show(@PathVariable("assessment") UUID id) {
    return show(id, null, 0, "", 200);
  }

  private View show(
      UUID id, @Nullable String error, int typedQuestion, String typedWords, int status) {
    Map<UUID, String> known = names.names();
    boolean mayEdit = Caller.signedIn().may(Permission.EDIT_SUPPLIERS);
    LocalDate today = desk.today();
    return pages.view(
        "assessment",
        transactions.run(
            jdbc -> {
              Assessment one = desk.find(jdbc, id);
              AssessmentRows rows = desk.assessments(jdbc);
              Scoring scoring = rows.scoring(id);
              Map<String, Answer> before = before(rows, one);
              return new AssessmentPage(
                  one.path(),
                  one.supplier(),
                  Desk.name(jdbc, one.supplier()),
                  one.title(),
                  scoring.words(),
                  (one.isOpen() ? "Due " + one.due() : "Closed")
                      + ". Made for: "
                      + one.why()
                      + ". Version "
                      + one.version()
                      + " of the set, rules "
                      + Scoring.VERSION
                      + " of the score."
                      + (ExpectationSets.find(one.set())
                              .filter(set -> !set.isVerified())
                              .isPresent()
                          ? " " + NOT_VERIFIED + "."
                          : ""),
                  scoring.lines().stream().map(line -> line(line, before, known)).toList(),
                  desk.findings(jdbc).all().stream()
                      .filter(finding -> id.equals(finding.assessment()))
                      .map(
                          finding ->
                              new AssessmentPage.Found(
                                  finding.path(), finding.title(), finding.state(today).words()))
                      .toList(),
                  known.entrySet().stream()
                      .sorted(Map.Entry.comparingByValue())
                      .map(
                          account ->
                              new AssessmentPage.Choice(
                                  account.getKey().toString(), account.getValue()))
                      .toList(),
                  mayEdit && one.isOpen(),
                  error,
                  typedQuestion,
                  typedWords);
            }),
        status);
  }

  /** What was answered last time to the same question of the set, by its id. */
  private static Map<String, Answer> before(AssessmentRows rows, Assessment one) {
    Optional<Assessment> last =
        rows.of(one.supplier()).stream()
            .filter(other -> other.set().equals(one.set()) && !other.isOpen())
            .filter(other -> other.madeAt().isBefore(one.madeAt()))
            .findFirst();
    Map<String, Answer> before = new HashMap<>();
    last.ifPresent(
        found ->
            rows.scoring(found.id())
                .lines()
                .forEach(
                    line -> {
                      Answer answer = line.answer();
                      if (answer != null) {
                        before.put(line.question().asks().id(), answer);
                      }
                    }));
    return before;
  }

  private static AssessmentPage.Line line(
      Scoring.Line line, Map<String, Answer> before, Map<UUID, String> known) {
    Question question = line.question();
    Expectation asks = question.asks();
    Answer answer = line.answer();
    Answer last = before.get(asks.id());
    return new AssessmentPage.Line(
        question.number(),
        asks.title(),
        asks.question(),
        asks.why(),
        asks.source(),
        question.wanted(),
        asks.weight(),
        asks.isProved(),
        answer == null ? null : said(answer, asks) + ", " + who(answer, known),
        answer == null ? "" : answer.words(),
        last == null || answer != null
            ? null
            : said(last, asks) + (last.words().isEmpty() ? "" : ": " + last.words()),
        line.verdict().words(),
        line.verdict().isGap(),
        line.verdict() != Scoring.Verdict.NOT_ASKED,
        line.verdict() == Scoring.Verdict.UNREAD,
        question.form());
  }

  private static String said(Answer answer, Expectation asks) {
    return answer.answer().matches("[0-9]+")
        ? answer.answer() + " " + asks.unit()
        : answer.answer().equals(Answer.SAID) ? "in words" : answer.answer().replace('-', ' ');
  }

  private static String who(Answer answer, Map<UUID, String> known) {
    String who = known.getOrDefault(answer.by(), "unknown") + ", " + Times.second(answer.at());
    return answer.claimed() == null
        ? who
        : "said by the supplier on " + Times.second(answer.claimed()) + ", taken over by " + who;
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(ONE)
  View answer(
      @PathVariable("assessment") UUID id,
      @RequestParam(name = "question", defaultValue = "0") int number,
      @RequestParam(name = "answer", defaultValue = "") String typed,
      @RequestParam(name = "words", defaultValue = "") String typedWords) {
    UUID by = Caller.signedIn().account();
    try {
      transactions.act(
          act -> {
            desk.open(act.jdbc(), id);
            AssessmentRows rows = desk.assessments(act.jdbc());
            Question question =
                rows.questions(id).stream()
                    .filter(one -> one.number() == number)
                    .findFirst()
                    .orElseThrow(() -> Desk.wrong("There is no such question."));
            Answer answer = AnswerForm.read(question, typed, typedWords, by, clock.now());
            rows.add(id, answer);
            act.record(
                by,
                "assessment.answered",
                Map.of("assessment", id.toString(), "question", number, "answer", answer.answer()));
            return true;
          });
    } catch (StoplogException e) {
      if (e.problem() != Problem.REQUEST_INVALID) {
        throw e;
      }
      return show(id, e.getMessage(), number, typedWords, UNPROCESSABLE);
    }
    return Redirects.see("/assessments/" + id + "#q" + number);
  }

  /** Nothing of it changes afterwards; what is missing counts as not met for good. */
  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(ONE + "/close")
  View close(@PathVariable("assessment") UUID id) {
    UUID by = Caller.signedIn().account();
    transactions.act(
        act -> {
          desk.open(act.jdbc(), id);
          AssessmentRows rows = desk.assessments(act.jdbc());
          rows.close(id, by, clock.now());
          Map<String, Object> detail = new HashMap<>();
          detail.put("assessment", id.toString());
          detail.put("score", String.valueOf(rows.scoring(id).percent()));
          act.record(by, "assessment.closed", detail);
          return true;
        });
    return Redirects.see("/assessments/" + id);
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping(ONE + "/assessment.csv")
  ResponseEntity<byte[]> csv(@PathVariable("assessment") UUID id) {
    CsvLines csv =
        new CsvLines(
            "number", "question", "wanted", "weight", "answer", "words", "verdict", "source");
    transactions.run(
        jdbc -> {
          desk.find(jdbc, id);
          for (Scoring.Line line : desk.assessments(jdbc).scoring(id).lines()) {
            Answer answer = line.answer();
            csv.add(
                line.question().number(),
                line.question().asks().question(),
                line.question().wanted(),
                line.question().asks().weight(),
                answer == null ? null : answer.answer(),
                answer == null ? null : answer.words(),
                line.verdict().words(),
                line.question().asks().source());
          }
          return true;
        });
    return csv.download("assessment.csv");
  }
}
