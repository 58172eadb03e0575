package org.stoplog.server.incidents;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.exposure.Claim;
import org.stoplog.ledger.exposure.ClaimResult;
import org.stoplog.ledger.exposure.Delta;
import org.stoplog.ledger.exposure.ExposureProof;
import org.stoplog.ledger.exposure.ExposureTallies;
import org.stoplog.ledger.exposure.MatchReport;
import org.stoplog.ledger.exposure.ScopeAnswer;
import org.stoplog.ledger.exposure.ScopeWords;
import org.stoplog.ledger.exposure.Summary;
import org.stoplog.ledger.reader.Field;
import tools.jackson.databind.json.JsonMapper;

/**
 * The numbers of a frozen exposure, written once with it: what a page shows, and what a notice or a
 * statement says later, is read here and never asked a second time.
 *
 * @param organisations that files name
 * @param sureness what may be said of the number
 * @param alarms what nobody may overlook
 * @param delta to the exposure before; null for the first
 * @param sinceFirst to the first exposure; null when that is the one before, or there is none
 * @param proof what may be said of those who are not in it; null in numbers of before
 */
record ScopeNumbers(
    String sha256,
    Summary summary,
    long organisations,
    ExposureTallies tallies,
    String sureness,
    List<String> alarms,
    List<ClaimNumber> claims,
    List<ScenarioNumber> scenarios,
    List<Aside> asides,
    List<String> bounds,
    List<FileNumber> files,
    @Nullable Delta delta,
    @Nullable Delta sinceFirst,
    @Nullable Proof proof) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  ScopeNumbers {
    alarms = List.copyOf(alarms);
    claims = List.copyOf(claims);
    scenarios = List.copyOf(scenarios);
    asides = List.copyOf(asides);
    bounds = List.copyOf(bounds);
    files = List.copyOf(files);
  }

  /**
   * @param inFiles ids of elements that some row of a file has, or a claim names
   * @param isWhole whether nothing may be missing that nobody knows of
   */
  record Proof(ExposureProof evidence, Set<String> inFiles, boolean isWhole) {
    Proof {
      inFiles = Set.copyOf(inFiles);
    }
  }

  /** Also of rows that belong to nobody in the directory, and are in no exposure with that. */
  private static Set<String> inFiles(ScopeAnswer answer) {
    Set<String> elements = new TreeSet<>();
    for (ClaimResult result : answer.claims()) {
      elements.addAll(result.claim().taken().elements());
      for (MatchReport report : result.reports()) {
        for (Field field : report.mapping().fields()) {
          if (field.element() != null && report.filled().getOrDefault(field.column(), 1.0) > 0) {
            elements.add(field.element());
          }
        }
      }
    }
    return elements;
  }

  /** What a claim says alone. */
  record ClaimNumber(String id, long people) {}

  /** A parallel scenario; {@code name} is null for the working scope. */
  record ScenarioNumber(@Nullable String name, List<String> claims, Summary summary) {}

  /** A claim that changes nothing by itself, and how many it would take out. */
  record Aside(String id, String reason, long people) {}

  /**
   * How the rows of a file were matched; columns are named as in its mapping, with their filling.
   *
   * @param leftOut rows that could not be used; null in numbers of before
   */
  record FileNumber(
      String claim,
      String sha256,
      long rows,
      long exact,
      long shared,
      long probable,
      long ambiguous,
      long unmatched,
      long erased,
      long duplicates,
      long organisations,
      Map<String, Double> filled,
      @Nullable LeftOutPart leftOut) {}

  static ScopeNumbers of(
      ScopeAnswer answer,
      ExposureTallies tallies,
      ScopeWords words,
      ExposureProof proof,
      @Nullable Delta delta,
      @Nullable Delta sinceFirst) {
    return new ScopeNumbers(
        answer.exposure().sha256(),
        answer.exposure().summary(),
        answer.organisations(),
        tallies,
        words.sureness(),
        words.alarms(),
        answer.claims().stream()
            .map(result -> new ClaimNumber(result.claim().id(), result.summary().people()))
            .toList(),
        answer.scenarios().stream()
            .map(one -> new ScenarioNumber(one.name(), one.working(), one.summary()))
            .toList(),
        answer.notApplied().stream()
            .map(no -> new Aside(no.claim().id(), no.reason(), no.wouldDrop()))
            .toList(),
        answer.bounds().stream().filter(ScopeAnswer.Bound::fits).map(ScopeWords::describe).toList(),
        answer.claims().stream().flatMap(result -> files(result).stream()).toList(),
        delta,
        sinceFirst,
        new Proof(proof, inFiles(answer), words.isWhole()));
  }

  private static List<FileNumber> files(ClaimResult result) {
    Claim claim = result.claim();
    return result.reports().stream().map(report -> file(claim.id(), report)).toList();
  }

  private static FileNumber file(String claim, MatchReport report) {
    return new FileNumber(
        claim,
        report.sha256(),
        report.rows(),
        report.exact(),
        report.shared(),
        report.probable(),
        report.ambiguous(),
        report.unmatched(),
        report.erased(),
        report.duplicates(),
        report.organisations(),
        report.filled(),
        LeftOutPart.of(report.leftOut()));
  }

  String toJson() {
    return JSON.writeValueAsString(this);
  }

  static ScopeNumbers fromJson(String json) {
    return JSON.readValue(json, ScopeNumbers.class);
  }
}
