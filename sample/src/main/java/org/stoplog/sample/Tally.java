package org.stoplog.sample;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Adds up lines to an answer. */
final class Tally {
  private final World world;
  private final Set<Device> linked;
  private final int[][] masks = new int[Grade.values().length][];
  private final Map<Object, List<Person>> candidates = new LinkedHashMap<>();
  private final Map<Object, Integer> candidateMasks = new HashMap<>();
  private final Set<Object> unknown = new HashSet<>();
  private final Set<String> organisations = new TreeSet<>();
  private long rows;
  private long ambiguousRows;
  private long unknownRows;
  private long leftOut;

  /**
   * @param linked devices that the supplier's events tie to people
   */
  Tally(World world, Set<Device> linked) {
    this.world = world;
    this.linked = linked;
    for (Grade grade : Grade.values()) {
      masks[grade.ordinal()] = new int[world.size()];
    }
  }

  /**
   * @param day UTC day, or {@link Subject#UNDATED}
   * @param mask elements that the line discloses
   */
  void add(Subject subject, int day, int mask) {
    rows++;
    switch (subject) {
      case Subject.Nothing _ -> leftOut++;
      case Subject.Customer customer -> organisations.add(customer.organisation().id());
      default -> addPersons(subject, day, mask);
    }
  }

  /** The person without any line: declared, not seen. */
  void declare(Person person, int mask) {
    masks[Grade.EXACT.ordinal()][person.canonical().index] |= mask;
  }

  void organisation(Organisation organisation) {
    organisations.add(organisation.id());
  }

  private void addPersons(Subject subject, int day, int mask) {
    Subject.Behind behind = subject.on(day, linked);
    Grade grade = behind.grade();
    if (grade != null) {
      for (Person person : behind.persons()) {
        masks[grade.ordinal()][person.index] |= mask;
      }
    } else if (behind.persons().isEmpty()) {
      unknownRows++;
      unknown.add(key(subject));
    } else {
      ambiguousRows++;
      candidates.put(key(subject), behind.persons());
      candidateMasks.merge(key(subject), mask, (a, b) -> a | b);
    }
  }

  /** Equal for equal identifiers; mailboxes without holder are made anew for each line. */
  private static Object key(Subject subject) {
    return subject instanceof Subject.Address address ? address.mailbox().canonical() : subject;
  }

  Answer answer() {
    Map<String, Expected> persons = new TreeMap<>();
    for (Person person : world.people()) {
      int exact = mask(Grade.EXACT, person);
      int shared = mask(Grade.SHARED, person);
      int link = mask(Grade.LINKED, person);
      int probable = mask(Grade.PROBABLE, person);
      if ((exact | shared | link | probable) != 0) {
        persons.put(
            person.userId,
            new Expected(
                Datum.ids(exact), Datum.ids(shared), Datum.ids(link), Datum.ids(probable)));
      }
    }
    List<Answer.Ambiguous> ambiguous = new ArrayList<>();
    candidates.forEach(
        (key, people) ->
            ambiguous.add(
                new Answer.Ambiguous(
                    people.stream()
                        .map(person -> person.userId)
                        .collect(Collectors.toCollection(TreeSet::new)),
                    Datum.ids(candidateMasks.getOrDefault(key, 0)))));
    return new Answer(
        persons,
        ambiguous,
        organisations,
        rows,
        ambiguousRows,
        unknownRows,
        unknown.size(),
        leftOut);
  }

  private int mask(Grade grade, Person person) {
    return masks[grade.ordinal()][person.index];
  }
}
