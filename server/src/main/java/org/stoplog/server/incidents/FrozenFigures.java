package org.stoplog.server.incidents;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.exposure.ExposureProof;

/**
 * The numbers of a frozen exposure for those above, exact: whoever shows them asks {@link
 * org.stoplog.server.platform.Counts}.
 *
 * @param at when it was frozen, by the clock of the product
 * @param people surely enough to be told
 * @param countries people by country as the directory has it; {@code unknown} for those without
 * @param organisations people by organisation
 * @param proof what it says of everybody in it; null for exposures of before
 * @param inFiles ids of elements that some row of a file has, or a claim names
 * @param isWhole whether nothing may be missing that nobody knows of
 */
public record FrozenFigures(
    long exposure,
    String sha256,
    Instant at,
    long people,
    Map<String, Long> countries,
    Map<String, Long> organisations,
    @Nullable ExposureProof proof,
    Set<String> inFiles,
    boolean isWhole) {
  public FrozenFigures {
    countries = Map.copyOf(countries);
    organisations = Map.copyOf(organisations);
    inFiles = Set.copyOf(inFiles);
  }

  static FrozenFigures of(Exposures.Frozen frozen) {
    ScopeNumbers numbers = frozen.numbers();
    ScopeNumbers.Proof proof = numbers.proof();
    return new FrozenFigures(
        frozen.exposure(),
        frozen.sha256(),
        frozen.at(),
        numbers.summary().people(),
        numbers.tallies().countries(),
        numbers.tallies().organisations(),
        proof == null ? null : proof.evidence(),
        proof == null ? Set.of() : proof.inFiles(),
        proof != null && proof.isWhole());
  }
}
