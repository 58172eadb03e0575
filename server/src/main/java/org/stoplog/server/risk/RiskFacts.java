package org.stoplog.server.risk;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a rating is made of.
 *
 * @param elements that were seen, are held or are granted: ids of the catalogue
 * @param people of whom it has something; null while nobody has worked that out, or knows
 * @param connections that are written down
 * @param reaching connections with a scope or a key: what may fetch by itself
 * @param replaceable of its engagements the hardest; null when nobody said
 * @param score of its newest assessment that is not older than 18 months, of 100; null without one
 * @param scored title and day of that
 * @param documents that were found good and whose time is not over
 * @param findings that are open, by weight; accepted ones are not among them
 */
record RiskFacts(
    int supplier,
    String name,
    Set<String> elements,
    @Nullable Long people,
    int connections,
    int reaching,
    @Nullable String replaceable,
    @Nullable Integer score,
    String scored,
    int documents,
    List<String> findings,
    @Nullable LocalDate ended,
    @Nullable LocalDate deleted) {
  RiskFacts {
    elements = Set.copyOf(elements);
    findings = List.copyOf(findings);
  }
}
