package org.stoplog.sample;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the right answers to claims are, derived from the people as in {@link Truth}: by days, by
 * files that were sent, by organisations on a day, by cohorts, and put together.
 */
public final class ClaimTruth {
  private final World world;

  public ClaimTruth(World world) {
    this.world = world;
  }

  /**
   * Days that a claim names.
   *
   * @param first UTC day
   * @param last UTC day, inclusive
   */
  public record Days(LocalDate first, LocalDate last) {
    boolean has(int day) {
      return first.toEpochDay() <= day && day <= last.toEpochDay();
    }
  }

  /** What the analytics supplier's recorded events say was sent on any of these days. */
  public Answer sent(List<Days> days) {
    Lumetrics export = new Lumetrics(world);
    Tally tally = new Tally(world, export.linked());
    for (YearMonth month : export.recorded()) {
      export.month(
          month,
          event -> {
            if (days.stream().anyMatch(some -> some.has(event.day()))) {
              tally.add(event.subject(), event.day(), event.mask());
            }
          });
    }
    return tally.answer();
  }

  /** What went to the analytics supplier in the exports of these months. */
  public Answer sentIn(List<YearMonth> months) {
    return sent(
        months.stream().map(month -> new Days(month.atDay(1), month.atEndOfMonth())).toList());
  }

  /** The part of an answer that is about these people. */
  public static Answer only(Answer answer, Set<String> people) {
    Map<String, Expected> persons = new TreeMap<>(answer.persons());
    persons.keySet().retainAll(people);
    List<Answer.Ambiguous> ambiguous = new ArrayList<>();
    for (Answer.Ambiguous one : answer.ambiguous()) {
      Set<String> candidates = new TreeSet<>(one.candidates());
      candidates.retainAll(people);
      ambiguous.add(new Answer.Ambiguous(candidates, one.elements()));
    }
    return with(answer, persons, ambiguous);
  }

  /** Who is in one of two answers. */
  public static Answer union(Answer a, Answer b) {
    Map<String, Expected> persons = new TreeMap<>(a.persons());
    b.persons()
        .forEach(
            (id, expected) ->
                persons.merge(
                    id,
                    expected,
                    (x, y) ->
                        new Expected(
                            union(x.exact(), y.exact()),
                            union(x.shared(), y.shared()),
                            union(x.linked(), y.linked()),
                            union(x.probable(), y.probable()))));
    List<Answer.Ambiguous> ambiguous = new ArrayList<>(a.ambiguous());
    ambiguous.addAll(b.ambiguous());
    return with(a, persons, ambiguous);
  }

  private static Answer with(
      Answer answer, Map<String, Expected> persons, List<Answer.Ambiguous> ambiguous) {
    return new Answer(
        persons,
        ambiguous,
        answer.organisations(),
        answer.rows(),
        answer.ambiguousRows(),
        answer.unknownRows(),
        answer.unknownSubjects(),
        answer.leftOut());
  }

  private static Set<String> union(Set<String> a, Set<String> b) {
    Set<String> both = new TreeSet<>(a);
    both.addAll(b);
    return both;
  }

  /**
   * Canonical user ids of those who belonged to one of the organisations on that day.
   *
   * @param adminsOnly whether mere members do not count
   */
  public Set<String> belonged(Set<String> organisations, LocalDate day, boolean adminsOnly) {
    Set<String> people = new TreeSet<>();
    for (Person person : world.people()) {
      for (Held<Membership> held : person.memberships) {
        Membership membership = held.what();
        if (held.span().has(Math.toIntExact(day.toEpochDay()))
            && organisations.contains(membership.organisation().id())
            && (!adminsOnly || membership.role().equals("admin"))) {
          people.add(person.canonical().userId);
        }
      }
    }
    return people;
  }

  /** Of how many people the proof has rows. */
  public int proofPeople() {
    return proof().size();
  }

  /**
   * For each recorded month of the analytics supplier: of how many people of the proof something
   * was sent, under a name that was theirs or that they shared.
   */
  public Map<YearMonth, Integer> proofByMonth() {
    Set<Person> proof = proof();
    Lumetrics export = new Lumetrics(world);
    Set<Device> linked = export.linked();
    Map<YearMonth, Integer> found = new TreeMap<>();
    for (YearMonth month : export.recorded()) {
      Set<Person> people = new HashSet<>();
      export.month(
          month,
          event -> {
            Subject.Behind behind = event.subject().on(event.day(), linked);
            if (behind.grade() != null && behind.grade() != Grade.PROBABLE) {
              people.addAll(behind.persons());
            }
          });
      people.retainAll(proof);
      found.put(month, people.size());
    }
    return found;
  }

  private Set<Person> proof() {
    List<Row> rows = new ArrayList<>();
    new Proof(world).rows(rows::add);
    return rows.stream()
        .map(row -> (Subject.Account) row.subject())
        .map(account -> account.person().canonical())
        .collect(Collectors.toSet());
  }
}
