package org.stoplog.server.notices;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.stoplog.ledger.exposure.Affected;

/**
 * Who of an exposure gets a notice.
 *
 * @param parts at least one
 * @param grades of evidence; at least one
 * @param fresh only whom no wave of the incident has told, by whatever notice
 */
record Choice(Set<Part> parts, Set<Affected.Grade> grades, boolean fresh) {
  Choice {
    parts = Set.copyOf(parts);
    grades = Set.copyOf(grades);
  }

  /** How sure it is that somebody is affected. */
  enum Part {
    /** In the supplier's file, held by it, or surely sent within the time. */
    CONFIRMED,
    /** Perhaps within the time, or only by what a grant allows. */
    POSSIBLE
  }

  boolean takes(Affected.Person person) {
    return parts.contains(person.isSure() ? Part.CONFIRMED : Part.POSSIBLE)
        && grades.contains(person.grade());
  }

  /** As it is stored and shown. */
  static String words(Set<? extends Enum<?>> values) {
    return values.stream()
        .sorted(java.util.Comparator.comparingInt(Enum::ordinal))
        .map(value -> value.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(" "));
  }

  static Choice stored(String parts, String grades, boolean fresh) {
    return new Choice(
        read(Part.class, List.of(parts.split(" "))),
        read(Affected.Grade.class, List.of(grades.split(" "))),
        fresh);
  }

  /** Words that are none are left out. */
  static <E extends Enum<E>> Set<E> read(Class<E> type, List<String> words) {
    Set<E> values = EnumSet.noneOf(type);
    Arrays.stream(type.getEnumConstants())
        .filter(value -> words.contains(value.name().toLowerCase(Locale.ROOT)))
        .forEach(values::add);
    return values;
  }
}
