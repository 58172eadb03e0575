package org.stoplog.server.assessments;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.expectations.ExpectationSet;
import org.stoplog.catalog.expectations.ExpectationSets;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.register.RegisterFormat;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.NamedRows;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.suppliers.SupplierIds;

/** Assessments of suppliers: begun from a set, answered, scored, closed. */
@Controller
final class AssessmentsController {
  static final int PAGE = 100;
  private static final String OF_SUPPLIER = "/suppliers/{id}/assessments";
  private static final String ONE = "/assessments/{assessment}";
  private static final int UNPROCESSABLE = 422;

  private final Pages pages;
  private final Transactions transactions;
  private final ServerClock clock;
  private final Desk desk;
  private final AssessmentActs acts;
  private final AssessmentView view;

  AssessmentsController(
      Pages pages,
      Transactions transactions,
      ServerClock clock,
      Desk desk,
      AssessmentActs acts,
      AssessmentView view) {
    this.pages = pages;
    this.transactions = transactions;
    this.clock = clock;
    this.desk = desk;
    this.acts = acts;
    this.view = view;
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping("/assessments")
  View all(@RequestParam(name = "page", defaultValue = "0") int page) {
    return list(null, page, null, "", "", 200);
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping(OF_SUPPLIER)
  View ofSupplier(
      @PathVariable("id") int id, @RequestParam(name = "page", defaultValue = "0") int page) {
    return list(id, page, null, "", "", 200);
  }

  private View list(
      @Nullable Integer supplier,
      int page,
      @Nullable String error,
      String due,
      String why,
      int status) {
    LocalDate today = desk.today();
    boolean canEdit = supplier != null && Caller.signedIn().may(Permission.EDIT_SUPPLIERS);
    String address =
        (supplier == null ? "/assessments" : "/suppliers/" + supplier + "/assessments") + "?page=";
    return pages.view(
        "assessments",
        transactions.run(
            jdbc -> {
              AssessmentRows rows = desk.assessments(jdbc);
              String name = supplier == null ? null : Desk.name(jdbc, supplier);
              AssessmentRows.Amount amount = rows.amount(supplier);
              int shown = Math.clamp(page, 0, Math.max(0, amount.all() - 1) / PAGE);
              List<Assessment> found = rows.page(supplier, shown * PAGE, PAGE);
              Map<UUID, Scoring> scorings =
                  rows.scorings(found.stream().map(Assessment::id).toList());
              Map<Integer, SupplierIds.Named> suppliers = Desk.suppliers(jdbc);
              return new AssessmentsPage(
                  supplier,
                  name == null ? "Assessments" : "Assessments of " + name,
                  amount.all() == 0
                      ? "None was begun yet."
                      : amount.open() + " open, " + amount.closed() + " closed.",
                  found.stream().map(one -> line(suppliers, scorings, one, today)).toList(),
                  shown == 0 ? null : address + (shown - 1),
                  (shown + 1) * PAGE < amount.all() ? address + (shown + 1) : null,
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
            + (one.isVerified() ? "" : "; " + AssessmentView.NOT_VERIFIED));
  }

  private static AssessmentsPage.Line line(
      Map<Integer, SupplierIds.Named> suppliers,
      Map<UUID, Scoring> scorings,
      Assessment one,
      LocalDate today) {
    SupplierIds.Named supplier = suppliers.get(one.supplier());
    Scoring scoring = scorings.get(one.id());
    return new AssessmentsPage.Line(
        one.path(),
        supplier == null ? "unknown" : supplier.name(),
        one.title(),
        one.due().toString(),
        one.isOpen() && today.isAfter(one.due()),
        one.isOpen(),
        scoring == null ? "" : scoring.words());
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(OF_SUPPLIER)
  View begin(
      @PathVariable("id") int id,
      @RequestParam(name = "set", defaultValue = "") String chosen,
      @RequestParam(name = "due", defaultValue = "") String typedDue,
      @RequestParam(name = "why", defaultValue = "") String typedWhy) {
    try {
      UUID assessment = acts.begin(id, chosen, typedDue, typedWhy, Caller.signedIn().account());
      return Redirects.see("/assessments/" + assessment);
    } catch (StoplogException e) {
      if (e.problem() != Problem.REQUEST_INVALID) {
        throw e;
      }
      return list(id, 0, e.getMessage(), typedDue, typedWhy, UNPROCESSABLE);
    }
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping(ONE)
  View show(@PathVariable("assessment") UUID id) {
    return pages.view("assessment", view.page(id));
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
      return pages.view(
          "assessment", view.answering(id, number, typedWords, e.getMessage()), UNPROCESSABLE);
    }
    return Redirects.see("/assessments/" + id + "#q" + number);
  }

  /** Nothing of it changes afterwards; what is missing counts as not met for good. */
  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(ONE + "/close")
  View close(@PathVariable("assessment") UUID id) {
    acts.close(id, Caller.signedIn().account());
    return Redirects.see("/assessments/" + id);
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping(ONE + "/assessment" + NamedRows.FORMAT)
  ResponseEntity<byte[]> file(
      @PathVariable("assessment") UUID id, @PathVariable("format") RegisterFormat format) {
    NamedRows table =
        new NamedRows(
            "number", "question", "wanted", "weight", "answer", "words", "verdict", "source");
    transactions.run(
        jdbc -> {
          desk.find(jdbc, id);
          for (Scoring.Line line : desk.assessments(jdbc).scoring(id).lines()) {
            Answer answer = line.answer();
            table.add(
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
    return table.download(format, "assessment");
  }
}
