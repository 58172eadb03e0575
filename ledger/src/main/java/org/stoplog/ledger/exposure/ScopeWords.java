package org.stoplog.ledger.exposure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.stoplog.ledger.Numbers;
import org.stoplog.ledger.register.Coverage;

/**
 * What is said of an answer, on the command line and on pages alike.
 *
 * @param coverages of each supplier that is claimed against, by name
 */
public record ScopeWords(ScopeAnswer answer, Map<String, Coverage> coverages) {

  /** What nobody may overlook. */
  public List<String> alarms() {
    List<String> alarms = new ArrayList<>();
    answer.bounds().stream()
        .filter(bound -> !bound.fits())
        .forEach(bound -> alarms.add(describe(bound)));
    answer.claims().forEach(result -> alarms.addAll(result.question().warnings()));
    for (ClaimResult result : answer.claims()) {
      result
          .cohort()
          .ifPresent(
              size -> {
                boolean byRecord = result.question().question().files().isEmpty();
                if (byRecord && size > result.summary().people()) {
                  alarms.add(
                      "%s: its cohort describes %s people, and %s are in; of the others nothing is recorded, held or granted within the claim"
                          .formatted(
                              result.claim().id(),
                              Numbers.grouped(size),
                              Numbers.grouped(result.summary().people())));
                }
              });
      for (int i = 0; i < result.reports().size(); i++) {
        Taken.Dataset file = result.claim().taken().datasets().get(i);
        MatchReport report = result.reports().get(i);
        Taken.Where where = file.where();
        if (report.rows() > 0 && report.unmatched() == report.rows()) {
          alarms.add(
              "%s: none of the %s rows of %s matches anybody; look at how its columns are read"
                  .formatted(
                      result.claim().id(),
                      Numbers.grouped(report.rows()),
                      file.path().getFileName()));
        }
        if (where != null && report.rows() == 0) {
          alarms.add(
              "%s: no row has the indicator in column \"%s\""
                  .formatted(result.claim().id(), where.column()));
        }
      }
    }
    if (answer.elementsUnknown() > 0) {
      alarms.add(
          "of "
              + Numbers.grouped(answer.elementsUnknown())
              + " people in files no element is known; affected.csv says \"unknown\"");
    }
    return alarms;
  }

  public static String describe(ScopeAnswer.Bound bound) {
    String said =
        bound.claim().id()
            + " says about "
            + Numbers.grouped(bound.count().about())
            + "; our number is "
            + Numbers.grouped(bound.ours());
    String factor = factor(bound.count().factor());
    if (bound.fits()) {
      return said + ": within a factor of " + factor;
    }
    return said
        + (bound.ours() < bound.count().about()
            ? ": fewer than 1/" + factor + " of it"
            : ": more than " + factor + " times it");
  }

  private static String factor(double factor) {
    return factor == Math.rint(factor) ? Long.toString((long) factor) : Double.toString(factor);
  }

  /**
   * Whether nothing may be missing that nobody knows of: each claim is answered by files of the
   * supplier alone, or no month of its connections is dark or has holes.
   */
  public boolean isWhole() {
    return answer.claims().stream()
            .noneMatch(result -> result.question().question().files().isEmpty())
        || coverages.values().stream().allMatch(Coverage::complete);
  }

  /** An upper bound of what was claimed is said only when every month was recorded. */
  public String sureness() {
    Summary numbers = answer.exposure().summary();
    boolean whole =
        coverages.values().stream()
            .allMatch(
                coverage ->
                    coverage.complete()
                        && coverage.cells().stream()
                            .noneMatch(cell -> cell.state() == Coverage.State.DECLARED));
    if (whole) {
      return "The record covers every month: if the claims are right, at most "
          + people(numbers.people())
          + ".";
    }
    return "At least "
        + people(Math.max(numbers.seen(), Math.max(numbers.held(), numbers.inFile())))
        + "; "
        + coverages.entrySet().stream()
            .map(one -> one.getKey() + ": " + one.getValue().summary())
            .collect(Collectors.joining("; "))
        + ". Not an upper bound.";
  }

  private static String people(long number) {
    return Numbers.of(Numbers.grouped(number), "person", "people");
  }
}
