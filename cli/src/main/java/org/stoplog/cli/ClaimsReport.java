package org.stoplog.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.ElementSet;
import org.stoplog.ledger.Numbers;
import org.stoplog.ledger.exposure.Claim;
import org.stoplog.ledger.exposure.ClaimQuestion;
import org.stoplog.ledger.exposure.ClaimResult;
import org.stoplog.ledger.exposure.Claims;
import org.stoplog.ledger.exposure.Delta;
import org.stoplog.ledger.exposure.Question;
import org.stoplog.ledger.exposure.SampleTrace;
import org.stoplog.ledger.exposure.ScopeAnswer;
import org.stoplog.ledger.exposure.ScopeWords;
import org.stoplog.ledger.exposure.Summary;
import org.stoplog.ledger.exposure.Taken;
import org.stoplog.ledger.exposure.Window;
import org.stoplog.ledger.intake.Batch;
import org.stoplog.ledger.register.Coverage;
import org.stoplog.ledger.register.Reach;

/**
 * The answer to a claims file in words.
 *
 * @param coverages of each supplier that is claimed against, by name
 * @param folder where the lists are, null when none were written
 */
record ClaimsReport(
    Claims claims, ScopeAnswer answer, Map<String, Coverage> coverages, @Nullable Path folder) {

  void print(Session session) {
    if (session.json()) {
      session.printJson(new ClaimsJson(this).all());
      return;
    }
    session.println("");
    session.println("Who is affected by " + claims.incident());
    session.println("");
    ScopeWords words = words();
    words.alarms().forEach(alarm -> session.println("ALARM: " + alarm));
    if (!words.alarms().isEmpty()) {
      session.println("");
    }
    numbers(session);
    session.println("");
    session.println(words.sureness());
    scope(session);
    scenarios(session);
    answer.claims().forEach(result -> details(session, result));
    aside(session);
    delta(session);
    if (folder != null) {
      session.println("");
      session.println("Lists: " + folder + " (affected.csv names people; keep it safe)");
    }
  }

  ScopeWords words() {
    return new ScopeWords(answer, coverages);
  }

  static String scenario(@Nullable String name) {
    return name == null ? "base" : name;
  }

  private void numbers(Session session) {
    Summary numbers = answer.exposure().summary();
    Table table =
        AnswerWords.parts(numbers, "in the files", "named in files that the claims bring");
    if (answer.organisations() > 0) {
      table.row("organisations", answer.organisations(), "named in files; see organisations.csv");
    }
    session.print(table);
    if (numbers.unknownRows() > 0) {
      session.println("");
      session.println(
          Numbers.grouped(numbers.unknownRows())
              + " rows of the files are of nobody in the directory; they are people too.");
    }
    if (numbers.subjects() > 0) {
      session.println(
          Numbers.grouped(numbers.subjects())
              + " identifiers in the ledger belong to nobody in the directory.");
    }
  }

  private void scope(Session session) {
    session.println("");
    session.println("Working scope: " + scenario(answer.scope().scenario()));
    Table table = new Table("CLAIM", "SUPPLIER", "SOURCE", "VERIFIED", "CERTAINTY", "PEOPLE ALONE");
    List<Claim> unverified = answer.scope().unverified();
    for (Claim claim : answer.scope().working()) {
      Object alone =
          answer.claims().stream()
              .filter(result -> result.claim().equals(claim))
              .<Object>map(result -> result.summary().people())
              .findFirst()
              .orElse("a count only");
      table.row(
          claim.id(),
          claim.supplier(),
          claim.origin().source().slug(),
          unverified.contains(claim) ? "NOT VERIFIED" : claim.origin().verified().slug(),
          claim.certainty().slug(),
          alone);
    }
    session.print(table);
    if (!unverified.isEmpty()) {
      session.println(
          "Nobody checked the sender of "
              + unverified.stream().map(Claim::id).collect(Collectors.joining(", "))
              + ": a breached supplier's mailbox may be the attacker's.");
    }
  }

  private void scenarios(Session session) {
    if (answer.scenarios().size() > 1) {
      session.println("");
      Table table =
          new Table("SCENARIO", "CLAIMS", "PEOPLE", "IN FILES", "SEEN", "HELD", "DECLARED", "");
      for (ScopeAnswer.Counted one : answer.scenarios()) {
        table.row(
            scenario(one.name()),
            String.join(", ", one.working()),
            one.summary().people(),
            one.summary().inFile(),
            one.summary().seen(),
            one.summary().held(),
            one.summary().declared(),
            one.chosen() ? "working scope" : "");
      }
      session.print(table);
    }
    answer.bounds().stream()
        .filter(ScopeAnswer.Bound::fits)
        .forEach(bound -> session.println(ScopeWords.describe(bound)));
  }

  private static void details(Session session, ClaimResult result) {
    ClaimQuestion question = result.question();
    Claim claim = result.claim();
    session.println("");
    session.println("Claim " + claim.id());
    for (Window window : claim.taken().windows()) {
      session.println("  reading: " + window.describe());
    }
    for (Reach reach : question.reached()) {
      session.println("  " + reach.supplier().name() + ": " + reach.describe());
    }
    question
        .sent()
        .forEach(
            (file, batches) ->
                session.println(
                    "  sent file "
                        + ClaimQuestion.describe(file)
                        + ": "
                        + (batches.isEmpty() ? "in no batch" : batches(batches))));
    result
        .cohort()
        .ifPresent(
            size -> session.println("  the cohort describes " + Numbers.grouped(size) + " people"));
    for (int i = 0; i < result.reports().size(); i++) {
      Taken.Dataset file = claim.taken().datasets().get(i);
      FileReports.print(
          session,
          file.path().getFileName() + ", row by row (" + file.kind().slug() + ")",
          result.reports().get(i),
          granted(question.question()));
    }
    result.traces().forEach(trace -> trace(session, trace));
  }

  private static String batches(List<Batch> batches) {
    return batches.stream()
        .map(batch -> "batch " + batch.id() + ", " + batch.status())
        .collect(Collectors.joining("; "));
  }

  private static ElementSet granted(Question question) {
    ElementSet granted = ElementSet.NONE;
    for (Question.Declared grant : question.declared()) {
      granted = granted.plus(grant.elements());
    }
    return granted;
  }

  private static void trace(Session session, SampleTrace trace) {
    session.println("");
    session.println(
        "Where "
            + trace.file()
            + " may come from (a hint, applied to nothing): of its "
            + Numbers.grouped(trace.subjects())
            + " people");
    if (trace.batches().isEmpty()) {
      session.println("  none is in any batch of the supplier or its chain");
      return;
    }
    Table table =
        new Table(
            "HAS", "WITH ALL ELEMENTS", "ON THE DAY", "FILE", "SUPPLIER", "CONNECTION", "DAYS");
    for (SampleTrace.Hit hit : trace.batches()) {
      Batch batch = hit.batch();
      table.row(
          hit.subjects(),
          hit.withElements(),
          hit.onTheDay(),
          batch.fileName(),
          hit.supplier(),
          hit.connection() == null ? "" : hit.connection(),
          batch.firstDay() + " to " + batch.lastDay());
    }
    session.print(table);
    for (SampleTrace.Hit hit : trace.batches()) {
      if (trace.isWhole(hit)) {
        session.println("All of them are in " + hit.batch().fileName() + ".");
      }
    }
  }

  private void aside(Session session) {
    if (!answer.notApplied().isEmpty()) {
      session.println("");
      session.println("Known, changes nothing by itself");
      Table table = new Table("CLAIM", "SAYS", "SOURCE", "WOULD TAKE OUT", "WHY IT DOES NOT");
      for (ScopeAnswer.Ignored no : answer.notApplied()) {
        table.row(
            no.claim().id(),
            no.claim().polarity().slug(),
            no.claim().origin().source().slug(),
            no.wouldDrop(),
            no.reason());
      }
      session.print(table);
    }
    if (!answer.scope().superseded().isEmpty()) {
      session.println("");
      session.println(
          "Superseded: "
              + answer.scope().superseded().stream()
                  .map(Claim::id)
                  .collect(Collectors.joining(", ")));
    }
  }

  private void delta(Session session) {
    Delta delta = answer.delta();
    if (delta != null) {
      session.println("");
      session.println(
          "Since the last answer on this incident and scenario: "
              + AnswerWords.of(delta)
              + (folder == null ? "" : " delta.csv names the first three."));
    }
  }
}
