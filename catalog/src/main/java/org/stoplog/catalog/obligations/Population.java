package org.stoplog.catalog.obligations;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.stoplog.catalog.ElementSet;

/**
 * The people of a situation, looked through once for all obligations: who lives in which
 * jurisdiction, and whose data is in which sets. For one thread.
 */
final class Population {
  private final List<Situation.People> all;
  private final DataSets sets;
  private final Map<ElementSet, Map<String, Truth>> known = new HashMap<>();
  private final Map<String, List<Here>> byJurisdiction = new HashMap<>();

  /** Some people, and whether they live in a jurisdiction: for certain, or perhaps. */
  private record Here(Situation.People people, Truth lives) {}

  /** How many people it is about: for certain, and at most. */
  record Count(long sure, long most) {}

  Population(Situation situation, DataSets sets) {
    this.all = situation.people().stream().filter(people -> people.count() > 0).toList();
    this.sets = sets;
  }

  private List<Here> here(String jurisdiction) {
    return byJurisdiction.computeIfAbsent(
        jurisdiction,
        place -> {
          List<Here> here = new ArrayList<>();
          for (Situation.People people : all) {
            if (Places.isIn(people.place(), place)) {
              here.add(new Here(people, Truth.YES));
            } else if (Places.mayBeIn(people.place(), place)) {
              here.add(new Here(people, Truth.UNKNOWN));
            }
          }
          return here;
        });
  }

  /** Whether anybody lives there. */
  Truth lives(String jurisdiction) {
    Truth lives = Truth.NO;
    for (Here one : here(jurisdiction)) {
      lives = lives.or(one.lives());
    }
    return lives;
  }

  /** Whether data of somebody with these elements is in a set. */
  private Truth holds(String set, ElementSet elements) {
    return known
        .computeIfAbsent(elements, _ -> new HashMap<>())
        .computeIfAbsent(set, id -> sets.holds(id, elements));
  }

  private Truth holds(Set<String> wanted, ElementSet elements) {
    Truth any = Truth.NO;
    for (String set : wanted) {
      any = any.or(holds(set, elements));
      if (any == Truth.YES) {
        break;
      }
    }
    return any;
  }

  /** Sets that somebody is in for certain, and whether anybody may be in one. */
  record Found(Truth any, Set<String> sure) {}

  /**
   * @param isAnywhere whether it is about everybody, wherever they live
   */
  Found find(Set<String> wanted, String jurisdiction, boolean isAnywhere) {
    Set<ElementSet> distinct = new LinkedHashSet<>();
    if (isAnywhere) {
      all.forEach(people -> distinct.add(people.elements()));
    } else {
      here(jurisdiction).forEach(one -> distinct.add(one.people().elements()));
    }
    Truth any = Truth.NO;
    Set<String> sure = new LinkedHashSet<>();
    for (ElementSet elements : distinct) {
      for (String set : wanted) {
        Truth holds = holds(set, elements);
        any = any.or(holds);
        if (holds == Truth.YES) {
          sure.add(set);
        }
      }
    }
    return new Found(any, sure);
  }

  /** Of those who live there. @param wanted empty for whatever their data is */
  Count count(Set<String> wanted, String jurisdiction) {
    long sure = 0;
    long most = 0;
    for (Here one : here(jurisdiction)) {
      Truth truth = one.lives().and(about(wanted, one.people()));
      sure += truth == Truth.YES ? one.people().count() : 0;
      most += truth == Truth.NO ? 0 : one.people().count();
    }
    return new Count(sure, most);
  }

  /** The same of everybody. */
  Count count(Set<String> wanted) {
    long sure = 0;
    long most = 0;
    for (Situation.People people : all) {
      Truth truth = about(wanted, people);
      sure += truth == Truth.YES ? people.count() : 0;
      most += truth == Truth.NO ? 0 : people.count();
    }
    return new Count(sure, most);
  }

  private Truth about(Set<String> wanted, Situation.People people) {
    return wanted.isEmpty() ? Truth.YES : holds(wanted, people.elements());
  }
}
