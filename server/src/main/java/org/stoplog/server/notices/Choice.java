package org.stoplog.server.notices;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.stoplog.ledger.exposure.Affected;

/**
 * Who of an exposure gets a notice.
 *
 * @param parts at least one
 * @param grades of evidence; at least one
 * @param whom which of them, going by what they were told before
 * @param filter what narrows it beside
 */
record Choice(Set<Part> parts, Set<Affected.Grade> grades, Whom whom, Filter filter) {
  Choice {
    parts = Set.copyOf(parts);
    grades = Set.copyOf(grades);
  }

  /** How sure it is that somebody is affected. */
  enum Part {
    /** In the supplier's file, held by it, or surely sent within the time. */
    CONFIRMED,
    /** Perhaps within the time, or only by what a grant allows. */
    POSSIBLE,
    /** In the directory, and in no row of the exposure; never together with the others. */
    NOT_AFFECTED
  }

  /** Whether it is for people who are not affected at all. */
  boolean isOfUnaffected() {
    return parts.contains(Part.NOT_AFFECTED);
  }

  /** Who gets it, going by what they were told before. Nobody is told twice by one notice. */
  enum Whom {
    ALL("everybody whom this notice has not told"),
    /** Going by what became of each person, not by the exposure of an earlier wave. */
    FRESH("only whom no wave of this incident has told"),
    /** A next try for whom no copy reached, by another way or address. */
    UNREACHED("only whom a wave of this incident did not reach"),
    /** Those get all that is known of them now. */
    MORE("only whom another notice has told, and of whom more is known now than they were told");

    private final String words;

    Whom(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Empty for a word that is none. */
    static Optional<Whom> of(String word) {
      return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }
  }

  /** Why somebody of the exposure gets nothing; empty when they get it. */
  Optional<String> leaves(Affected.Person person) {
    Affected.Before before = person.before();
    if (before != null && before.isDone()) {
      return Optional.of("told");
    }
    if (isOfUnaffected()) {
      return filter.leaves(person.country(), person.elements(), person.role());
    }
    if (!parts.contains(person.isSure() ? Part.CONFIRMED : Part.POSSIBLE)
        || !grades.contains(person.grade())) {
      return Optional.of(person.isSure() ? "not-chosen-confirmed" : "not-chosen-possible");
    }
    Optional<String> filtered = filter.leaves(person.country(), person.elements(), person.role());
    if (filtered.isPresent() || whom != Whom.MORE) {
      return filtered;
    }
    if (before == null) {
      return Optional.of("not-told-before");
    }
    return person.elements().minus(before.elements()).isEmpty()
        ? Optional.of("nothing-more")
        : Optional.empty();
  }

  /** As it is stored and shown. */
  static String words(Set<? extends Enum<?>> values) {
    return values.stream()
        .sorted(java.util.Comparator.comparingInt(Enum::ordinal))
        .map(value -> value.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(" "));
  }

  static Choice stored(String parts, String grades, String whom, Filter filter) {
    return new Choice(
        read(Part.class, List.of(parts.split(" "))),
        read(Affected.Grade.class, List.of(grades.split(" "))),
        Whom.of(whom).orElseThrow(),
        filter);
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
