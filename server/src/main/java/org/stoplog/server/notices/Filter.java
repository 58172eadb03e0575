package org.stoplog.server.notices;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;
import org.stoplog.catalog.severity.Severity.Band;
import org.stoplog.ledger.directory.Codes;
import org.stoplog.ledger.exposure.Affected;
import org.stoplog.server.severity.Judgement;
import org.stoplog.server.severity.SeverityWords;

/**
 * What narrows an audience. It goes by the affected person, also where a guardian is told.
 *
 * @param countries codes of their last country, {@link #UNKNOWN} for no known one; none for all
 * @param elements whoever has any of these; none for all
 * @param orUnknown whoever of whom no element is known, too
 * @param roles at least one
 * @param bands whose data scores in any of these by ENISA's method, and whoever of whom no element
 *     is known: nobody can say that it is not so bad for them; none for all
 * @param judgement what the bands are by
 */
record Filter(
    Set<Integer> countries,
    ElementSet elements,
    boolean orUnknown,
    Set<Affected.Role> roles,
    Set<Band> bands,
    Judgement judgement) {
  /** No code is it. */
  static final int UNKNOWN = 0;

  /** Everybody. */
  static final Filter NONE =
      new Filter(
          Set.of(),
          ElementSet.NONE,
          false,
          Set.of(Affected.Role.values()),
          Set.of(),
          Judgement.NONE);

  private static final String NO_COUNTRY = "unknown";

  Filter {
    countries = Set.copyOf(countries);
    roles = Set.copyOf(roles);
    bands = Set.copyOf(bands);
  }

  /** Why somebody gets nothing; empty when they get it. */
  Optional<String> leaves(@Nullable Integer country, ElementSet theirs, Affected.Role role) {
    if (!countries.isEmpty() && !countries.contains(country == null ? UNKNOWN : country)) {
      return Optional.of("not-chosen-country");
    }
    if (!elements.isEmpty() || orUnknown) {
      boolean isIn = theirs.isEmpty() ? orUnknown : !theirs.and(elements).isEmpty();
      if (!isIn) {
        return Optional.of("not-chosen-element");
      }
    }
    if (!bands.isEmpty()
        && judgement.severity(theirs).filter(one -> !bands.contains(one.band())).isPresent()) {
      return Optional.of("not-chosen-severity");
    }
    return roles.contains(role) ? Optional.empty() : Optional.of("not-chosen-role");
  }

  /**
   * The countries that the directory knows, as they are written there, with all their codes: one
   * may be written in several ways.
   */
  static Map<String, Set<Integer>> known(Map<Integer, Codes.Value> values) {
    Map<String, Set<Integer>> known = new java.util.TreeMap<>();
    values.forEach(
        (code, value) -> {
          if (value.attribute().equalsIgnoreCase("country")) {
            known
                .computeIfAbsent(
                    value.value().strip().toUpperCase(Locale.ROOT), _ -> new TreeSet<>())
                .add(code);
          }
        });
    known.put(NO_COUNTRY.toUpperCase(Locale.ROOT), new TreeSet<>(Set.of(UNKNOWN)));
    return known;
  }

  /** In words, a line for each thing that narrows it; none when nothing does. */
  List<String> words(Map<Integer, Codes.Value> values) {
    List<String> words = new ArrayList<>();
    if (!countries.isEmpty()) {
      words.add(
          "countries "
              + countries.stream()
                  .map(
                      code ->
                          values.containsKey(code) ? values.get(code).value().strip() : NO_COUNTRY)
                  .map(name -> name.toUpperCase(Locale.ROOT))
                  .sorted()
                  .distinct()
                  .collect(Collectors.joining(", ")));
    }
    if (!elements.isEmpty() || orUnknown) {
      List<String> any = new ArrayList<>(Elements.catalogue().idsOf(elements));
      if (orUnknown) {
        any.add("not known which");
      }
      words.add("with any of " + String.join(", ", any));
    }
    if (roles.size() < Affected.Role.values().length) {
      words.add(
          roles.stream()
              .sorted()
              .map(Filter::words)
              .collect(Collectors.joining(", ", "only ", "")));
    }
    if (!bands.isEmpty()) {
      words.add(
          bands.stream()
              .sorted()
              .map(SeverityWords::word)
              .collect(
                  Collectors.joining(
                      ", ",
                      "severity ",
                      " by judgement " + judgement.number() + ", and whose data is not known")));
    }
    return words;
  }

  static String words(Affected.Role role) {
    return switch (role) {
      case ADMIN -> "administrators of organisations";
      case MEMBER -> "other members of organisations";
      case OTHER -> "people of no organisation";
    };
  }
}
