package org.stoplog.ledger.exposure;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.exposure.Taken.Count;

/**
 * The frozen answer to the claims on an incident, and what stands beside it.
 *
 * @param scope the claims that it works with
 * @param exposure frozen
 * @param claims what each working claim says alone
 * @param scenarios the same question for all scenarios, the base first; one of them is this scope
 * @param notApplied claims that change nothing by themselves
 * @param bounds what was said of the number of people, and whether ours fits
 * @param organisations exposed, each once
 * @param elementsUnknown people in files of whom no element is known
 * @param earlier file of the last exposure of the same incident and scenario, null when none
 * @param delta since then, null when none
 */
public record ScopeAnswer(
    Scope scope,
    Exposure exposure,
    List<ClaimResult> claims,
    List<Counted> scenarios,
    List<Ignored> notApplied,
    List<Bound> bounds,
    long organisations,
    long elementsUnknown,
    @Nullable Path earlier,
    @Nullable Delta delta) {
  public ScopeAnswer {
    claims = List.copyOf(claims);
    scenarios = List.copyOf(scenarios);
    notApplied = List.copyOf(notApplied);
    bounds = List.copyOf(bounds);
  }

  /**
   * A scenario's numbers.
   *
   * @param name null for the base
   * @param working ids of its claims
   * @param chosen whether it is the working scope
   */
  public record Counted(
      @Nullable String name, List<String> working, Summary summary, boolean chosen) {}

  /**
   * A claim that is known and changes nothing by itself.
   *
   * @param reason why it does not
   * @param wouldDrop people who would drop out if it were applied
   */
  public record Ignored(Claim claim, String reason, long wouldDrop) {}

  /**
   * A number that somebody named, beside ours.
   *
   * @param ours people of that claim alone, or of the whole scope when it says only how many
   */
  public record Bound(Claim claim, Count count, long ours) {
    public boolean fits() {
      return count.allows(ours);
    }
  }
}
