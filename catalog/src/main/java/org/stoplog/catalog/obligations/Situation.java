package org.stoplog.catalog.obligations;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.ElementSet;

/**
 * What is known of a breach and of the company, as far as duties depend on it.
 *
 * @param roles what the company is in it, of {@code roles.yaml}; it is nothing else
 * @param establishments places where it is established: {@code DE}, {@code US-CA}
 * @param people how many have which elements, by place; each person once
 * @param facts answers by key: an event as {@code acquired}, a fact as {@code attack}, or a
 *     question in its words; what is missing nobody knows
 * @param harm null while nobody judged it
 * @param day on which the duty is looked at, in the place's own time
 */
public record Situation(
    Set<String> roles,
    Set<String> establishments,
    List<People> people,
    Map<String, Boolean> facts,
    @Nullable Harm harm,
    LocalDate day) {

  /**
   * People of one place with the same elements.
   *
   * @param place ISO 3166 code of a country or subdivision in upper case; empty when it is unknown
   */
  public record People(String place, ElementSet elements, long count) {}

  public Situation {
    roles = Set.copyOf(roles);
    establishments = Set.copyOf(establishments);
    people = List.copyOf(people);
    facts = Map.copyOf(facts);
  }

  Truth fact(String key) {
    Boolean answer = facts.get(key);
    return answer == null ? Truth.UNKNOWN : Truth.of(answer);
  }
}
