package org.stoplog.cli;

import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.ElementSet;
import org.stoplog.ledger.Numbers;
import org.stoplog.ledger.exposure.Delta;
import org.stoplog.ledger.exposure.Exposure;
import org.stoplog.ledger.exposure.FrozenExposure;
import org.stoplog.ledger.exposure.Question;
import org.stoplog.ledger.exposure.Summary;
import org.stoplog.ledger.register.Coverage;

/**
 * An exposure in words for a tired person, and as JSON.
 *
 * @param coverage of the supplier's connections
 * @param delta to an earlier exposure, null when it is compared with none
 * @param folder where the lists are, null when none were written
 */
record AnswerReport(
    Question question,
    Exposure exposure,
    Coverage coverage,
    DeltaOptions.@Nullable Compared delta,
    @Nullable Path folder) {
  static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

  void print(Session session) {
    if (session.json()) {
      session.printJson(json());
      return;
    }
    Summary numbers = exposure.summary();
    session.println("");
    session.println("Who is affected by " + exposure.title());
    session.println("");
    session.print(
        AnswerWords.parts(numbers, "in the supplier's file", "named in the file that was given"));
    session.println("");
    session.println(sureness(numbers));
    if (numbers.subjects() > 0) {
      session.println(
          numbers.subjects() + " identifiers in the ledger belong to nobody in the directory.");
    }
    exposure
        .reports()
        .forEach(report -> FileReports.print(session, "The file, row by row", report, granted()));
    if (delta != null) {
      session.println("");
      session.println(since(delta));
    } else if (question.suppliers().isEmpty()) {
      session.println("");
      session.println(
          "Name the supplier (--supplier) to have the next answer compared with one before.");
    }
    session.println("");
    session.println("Exposure " + exposure.id() + " is frozen, SHA-256 " + exposure.sha256());
    if (folder != null) {
      session.println("Lists: " + folder + " (affected.csv names people; keep it safe)");
    }
  }

  private static String since(DeltaOptions.Compared compared) {
    FrozenExposure earlier = compared.earlier();
    Delta delta = compared.delta();
    return "Since exposure "
        + earlier.id()
        + " on "
        + earlier.title()
        + " of "
        + MINUTE.format(earlier.createdAt())
        + (earlier.datasets() == 0 ? " (without a file)" : "")
        + ": "
        + AnswerWords.of(delta);
  }

  /**
   * Never one number: what is sure, what is allowed, and what nobody looked at. An upper bound is
   * said only when every month of every connection was recorded: a grant says what was meant to go,
   * not what went.
   */
  private String sureness(Summary numbers) {
    long declaredOnly =
        coverage.cells().stream().filter(cell -> cell.state() == Coverage.State.DECLARED).count();
    if (coverage.complete() && declaredOnly == 0) {
      return "The record covers every month: at most " + people(numbers.people()) + ".";
    }
    return "At least "
        + people(Math.max(numbers.seen(), Math.max(numbers.held(), numbers.inFile())))
        + "; "
        + (question.declared().isEmpty()
            ? "no grant says whom else the supplier may have; "
            : "up to " + numbers.declared() + " declared; ")
        + coverage.summary()
        + (declaredOnly > 0
            ? "; " + declaredOnly + " months of connections rest on grants alone"
            : "")
        + ". Not an upper bound.";
  }

  private static String people(long number) {
    return Numbers.of(Long.toString(number), "person", "people");
  }

  private ElementSet granted() {
    ElementSet granted = ElementSet.NONE;
    for (Question.Declared grant : question.declared()) {
      granted = granted.plus(grant.elements());
    }
    return granted;
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("supplier", exposure.title());
    json.put("exposure", exposure.id());
    json.put("sha256", exposure.sha256());
    json.put("summary", exposure.summary());
    json.put("complete", coverage.complete());
    json.put("coverage", coverage.summary());
    json.put("files", FileReports.json(exposure.reports()));
    if (delta != null) {
      json.put("comparedWith", delta.earlier());
      json.put("delta", delta.delta());
    }
    if (folder != null) {
      json.put("folder", folder.toString());
    }
    return json;
  }
}
