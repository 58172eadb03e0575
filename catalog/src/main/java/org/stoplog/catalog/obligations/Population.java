package org.stoplog.catalog.obligations;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
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

  /** The same by place: there are far fewer places than groups of people. */
  private final Map<String, List<Situation.People>> byPlace = new LinkedHashMap<>();

  private final DataSets sets;
  private final Map<ElementSet, Map<String, Truth>> known = new HashMap<>();
  private final Map<String, List<Here>> byJurisdiction = new HashMap<>();

  /** Some people, and whether they live in a jurisdiction: for certain, or perhaps. */
  private record Here(Situation.People people, Truth lives) {}

  /** Elements of somebody, and whether they live in a jurisdiction. */
  private record Seen(ElementSet elements, Truth lives) {}

  /** How many people it is about: for certain, and at most. */
  record Count(long sure, long most, boolean ofElements, boolean ofPlaces) {}

  Population(Situation situation, DataSets sets) {
    this.all = situation.people().stream().filter(people -> people.count() > 0).toList();
    this.sets = sets;
    all.forEach(
        people -> byPlace.computeIfAbsent(people.place(), _ -> new ArrayList<>()).add(people));
  }

  private List<Here> here(String jurisdiction) {
    return byJurisdiction.computeIfAbsent(
        jurisdiction,
        place -> {
          List<Here> here = new ArrayList<>();
          byPlace.forEach(
              (where, people) -> {
                Truth lives =
                    Places.isIn(where, place)
                        ? Truth.YES
                        : Places.mayBeIn(where, place) ? Truth.UNKNOWN : Truth.NO;
                if (lives != Truth.NO) {
                  people.forEach(one -> here.add(new Here(one, lives)));
                }
              });
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

  /**
   * Sets that somebody of the place is in for certain, and whether anybody may be in one.
   *
   * @param ofElements whether more known of elements could settle it
   * @param ofPlaces the same of places
   */
  record Found(Truth any, Set<String> sure, boolean ofElements, boolean ofPlaces) {}

  /**
   * @param isAnywhere whether it is about everybody, wherever they live
   */
  Found find(Set<String> wanted, String jurisdiction, boolean isAnywhere) {
    Truth any = Truth.NO;
    boolean ofElements = false;
    boolean ofPlaces = false;
    Set<String> sure = new LinkedHashSet<>();
    Set<Seen> distinct = new LinkedHashSet<>();
    if (isAnywhere) {
      all.forEach(people -> distinct.add(new Seen(people.elements(), Truth.YES)));
    } else {
      here(jurisdiction)
          .forEach(one -> distinct.add(new Seen(one.people().elements(), one.lives())));
    }
    for (Seen one : distinct) {
      for (String set : wanted) {
        Truth data = holds(set, one.elements());
        Truth holds = data.and(one.lives());
        any = any.or(holds);
        if (holds == Truth.YES) {
          sure.add(set);
        }
        ofElements |= data == Truth.UNKNOWN;
        ofPlaces |= data != Truth.NO && one.lives() == Truth.UNKNOWN;
      }
    }
    return new Found(any, sure, ofElements, ofPlaces);
  }

  /** Of those who live there. @param wanted empty for whatever their data is */
  Count count(Set<String> wanted, String jurisdiction) {
    return count(wanted, here(jurisdiction));
  }

  /** The same of everybody. */
  Count count(Set<String> wanted) {
    return count(wanted, all.stream().map(people -> new Here(people, Truth.YES)).toList());
  }

  private Count count(Set<String> wanted, List<Here> of) {
    long sure = 0;
    long most = 0;
    boolean ofElements = false;
    boolean ofPlaces = false;
    for (Here one : of) {
      Truth data = about(wanted, one.people());
      Truth truth = one.lives().and(data);
      sure += truth == Truth.YES ? one.people().count() : 0;
      most += truth == Truth.NO ? 0 : one.people().count();
      ofElements |= data == Truth.UNKNOWN;
      ofPlaces |= data != Truth.NO && one.lives() == Truth.UNKNOWN;
    }
    return new Count(sure, most, ofElements, ofPlaces);
  }

  private Truth about(Set<String> wanted, Situation.People people) {
    return wanted.isEmpty() ? Truth.YES : holds(wanted, people.elements());
  }
}
