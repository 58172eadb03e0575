package org.stoplog.ledger.exposure;

import java.util.List;
import java.util.OptionalLong;

/**
 * What one claim alone says.
 *
 * @param question with all that it names looked up
 * @param summary its numbers; nobody when it is only a count beside other claims
 * @param reports one for each of its files, in their order
 * @param traces one for each of its samples
 * @param organisations that its files name
 * @param elementsUnknown people in its files of whom no element is known
 * @param cohort people whom its cohort describes, recorded or not; empty without one
 */
public record ClaimResult(
    ClaimQuestion question,
    Summary summary,
    List<MatchReport> reports,
    List<SampleTrace> traces,
    long organisations,
    long elementsUnknown,
    OptionalLong cohort) {
  public ClaimResult {
    reports = List.copyOf(reports);
    traces = List.copyOf(traces);
  }

  public Claim claim() {
    return question.claim();
  }
}
