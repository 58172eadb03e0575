package org.stoplog.cli;

import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;
import org.stoplog.ledger.exposure.Delta;
import org.stoplog.ledger.exposure.Exposure;
import org.stoplog.ledger.exposure.FrozenExposure;
import org.stoplog.ledger.exposure.MatchReport;
import org.stoplog.ledger.exposure.Question;
import org.stoplog.ledger.exposure.Summary;
import org.stoplog.ledger.reader.Field;
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
    Table table = new Table("PART", "PEOPLE", "WHAT IT SAYS");
    table.row("in the supplier's file", numbers.inFile(), "named in the file that was given");
    table.row("seen", numbers.seen(), "something was sent, says the ledger");
    table.row(
        "  only possibly in time", numbers.seenPossible(), "of these, near the edge of a window");
    table.row("held", numbers.held(), "in the supplier's own export");
    table.row("declared", numbers.declared(), "a grant allows the supplier to have something");
    table.row("any of these", numbers.people(), "each person once");
    table.row(
        "ambiguous",
        numbers.ambiguous(),
        "may be meant, as may others; listed, told only by decision");
    session.print(table);
    session.println("");
    session.println(sureness(numbers));
    if (numbers.subjects() > 0) {
      session.println(
          numbers.subjects() + " identifiers in the ledger belong to nobody in the directory.");
    }
    exposure.reports().forEach(report -> print(session, report));
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
        + delta.newlyIn()
        + " newly in, "
        + delta.newlyOut()
        + " newly out, "
        + delta.elementsAdded()
        + " with more elements, "
        + delta.unchanged()
        + " unchanged, "
        + delta.merged()
        + " merged, "
        + delta.erased()
        + " erased.";
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
      return "The record covers every month: at most " + numbers.people() + " people.";
    }
    return "At least "
        + Math.max(numbers.seen(), Math.max(numbers.held(), numbers.inFile()))
        + " people; "
        + (question.declared().isEmpty()
            ? "no grant says whom else the supplier may have; "
            : "up to " + numbers.declared() + " declared; ")
        + coverage.summary()
        + (declaredOnly > 0
            ? "; " + declaredOnly + " months of connections rest on grants alone"
            : "")
        + ". Not an upper bound.";
  }

  private void print(Session session, MatchReport report) {
    session.println("");
    session.println("The file, row by row");
    Table table = new Table("ROWS", "COUNT");
    table.row("read", report.rows());
    table.row("exact", report.exact());
    table.row("shared mailbox or number", report.shared());
    table.row("probable (without plus-tag or dots)", report.probable());
    table.row("ambiguous", report.ambiguous());
    table.row("of nobody in the directory", report.unmatched());
    table.row("of people erased at their wish", report.erased());
    table.row("again for the same person", report.duplicates());
    table.row("left out", report.leftOut().count());
    session.print(table);
    LeftOutRows.print(session, report.leftOut());
    session.println("");
    Table columns = new Table("COLUMN", "READ AS", "ELEMENT", "FILLED", "GRANTED");
    ElementSet granted = granted();
    for (Field field : report.mapping().fields()) {
      String element = field.element();
      columns.row(
          field.column(),
          field.role().name().toLowerCase(java.util.Locale.ROOT),
          element == null ? "" : element,
          Math.round(100 * report.filled().getOrDefault(field.column(), 0.0)) + " %",
          element == null
              ? ""
              : granted.contains(Elements.catalogue().get(element).ordinal()) ? "yes" : "no");
    }
    session.print(columns);
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
    List<Map<String, Object>> files = new ArrayList<>();
    for (MatchReport report : exposure.reports()) {
      Map<String, Object> file = new LinkedHashMap<>();
      file.put("sha256", report.sha256());
      file.put("rows", report.rows());
      file.put("exact", report.exact());
      file.put("shared", report.shared());
      file.put("probable", report.probable());
      file.put("ambiguous", report.ambiguous());
      file.put("unmatched", report.unmatched());
      file.put("erased", report.erased());
      file.put("duplicates", report.duplicates());
      file.put("leftOut", report.leftOut().byReason());
      file.put("filled", report.filled());
      files.add(file);
    }
    json.put("files", files);
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
