package org.stoplog.server.statements;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.exposure.ExposureProof;
import org.stoplog.server.incidents.FrozenFigures;
import org.stoplog.server.platform.Counts;
import tools.jackson.databind.JsonNode;

/**
 * The numbers that a revision is bound to: those of one frozen exposure, and how many were told
 * when it was written. Exact; the world sees them through {@link #among}.
 *
 * @param exposure its number in the ledger
 * @param counts of people, by the names of their fields
 * @param countries in which they are, without those of whom nobody knows
 * @param elements ids, by ordinal
 */
record Figures(
    long exposure,
    String sha256,
    Instant asOf,
    String supplier,
    Map<String, Long> counts,
    int countries,
    int organisations,
    List<String> elements) {
  private static final List<String> COUNTS = List.of("people", "confirmed", "possible", "told");

  Figures {
    counts = Map.copyOf(counts);
    elements = List.copyOf(elements);
  }

  /** Null for an exposure of a version that did not count these. */
  static @Nullable Figures of(FrozenFigures frozen, String supplier, long told) {
    ExposureProof proof = frozen.proof();
    if (proof == null) {
      return null;
    }
    return new Figures(
        frozen.exposure(),
        frozen.sha256(),
        frozen.at(),
        supplier,
        Map.of(
            "people",
            proof.confirmed() + proof.possible(),
            "confirmed",
            proof.confirmed(),
            "possible",
            proof.possible(),
            "told",
            told),
        (int) frozen.countries().keySet().stream().filter(one -> !one.equals("unknown")).count(),
        frozen.organisations().size(),
        proof.elements());
  }

  /**
   * How counts are written for the world: none under ten, and none from which such a one follows,
   * by taking numbers of this revision from each other or from those of the one before.
   */
  Counts among(@Nullable Figures before) {
    LongStream shown =
        LongStream.concat(
            counts.values().stream().mapToLong(Long::longValue),
            LongStream.of(count("people") - count("told"), count("confirmed") - count("told")));
    LongStream changed =
        before == null
            ? LongStream.empty()
            : COUNTS.stream().mapToLong(name -> count(name) - before.count(name));
    return new Counts(false).among(LongStream.concat(shown, changed).map(Math::abs));
  }

  long count(String name) {
    return counts.getOrDefault(name, 0L);
  }

  Map<String, Object> map() {
    return Map.of(
        "exposure", exposure,
        "sha256", sha256,
        "as_of", asOf.toString(),
        "supplier", supplier,
        "counts", new TreeMap<>(counts),
        "countries", countries,
        "organisations", organisations,
        "elements", elements);
  }

  static Figures of(JsonNode node) {
    Map<String, Long> counts = new TreeMap<>();
    node.get("counts")
        .properties()
        .forEach(one -> counts.put(one.getKey(), one.getValue().asLong()));
    return new Figures(
        node.get("exposure").asLong(),
        node.get("sha256").asString(),
        Instant.parse(node.get("as_of").asString()),
        node.get("supplier").asString(),
        counts,
        node.get("countries").asInt(),
        node.get("organisations").asInt(),
        node.get("elements").valueStream().map(JsonNode::asString).toList());
  }
}
