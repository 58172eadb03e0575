package org.stoplog.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * The made-up company Northgate: its people, what they are called and how they are reached, day by
 * day. Made from a seed: equal seeds and sizes give equal worlds. Everything else of the sample is
 * derived from here. Read only once made; may be shared between threads.
 */
public final class World {
  /** Fewest people: one block with every quirk. */
  public static final int FEWEST = Quirk.BLOCK;

  /** Most people: beyond, the telephone numbers kept for fiction run out. */
  public static final int MOST = 1_000_000;

  /** The company is seen as of this day, that of the first letter. */
  static final int TODAY = Span.day("2025-11-09");

  private final long seed;
  private final List<Person> people;
  private final List<Organisation> organisations;
  private final List<Device> devices;

  private World(
      long seed, List<Person> people, List<Organisation> organisations, List<Device> devices) {
    this.seed = seed;
    this.people = people;
    this.organisations = organisations;
    this.devices = devices;
  }

  /**
   * @param seed decides everything that is left to chance
   * @param size number of people, from {@link #FEWEST} to {@link #MOST}
   */
  public static World of(long seed, int size) {
    if (size < FEWEST || size > MOST) {
      throw new IllegalArgumentException(
          "a sample has " + FEWEST + " to " + MOST + " people, not " + size);
    }
    Cast cast = new Cast(seed);
    for (int index = 0; index < size; index++) {
      cast.enter(index);
    }
    return new World(seed, cast.people, cast.organisations, cast.devices);
  }

  public long seed() {
    return seed;
  }

  /** Number of people, merged accounts included. */
  public int size() {
    return people.size();
  }

  /** User ids of all people, merged and closed accounts included. */
  public Stream<String> userIds() {
    return people.stream().map(person -> person.userId);
  }

  /** The user id that stands for this one after all merges. */
  public String canonical(String userId) {
    return people.get(Integer.parseInt(userId.substring(2))).canonical().userId;
  }

  List<Person> people() {
    return people;
  }

  List<Organisation> organisations() {
    return organisations;
  }

  List<Device> devices() {
    return devices;
  }

  /** Chance for one person in one file: independent of all others and of the order. */
  SplittableRandom chance(int stream, int index) {
    return new SplittableRandom(mix(seed * 31 + stream) ^ mix(index + 0x9E3779B97F4A7C15L));
  }

  private static long mix(long z) {
    long x = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    return x ^ (x >>> 31);
  }

  /** All mailboxes of people, in the people's order; a shared one comes once a person. */
  Stream<Mailbox> mailboxes() {
    return people.stream().flatMap(person -> person.mailboxes.stream()).map(Held::what);
  }

  static List<Person> holders(List<Holder> holders) {
    List<Person> persons = new ArrayList<>(holders.size());
    for (Holder holder : holders) {
      Person canonical = holder.person().canonical();
      if (!persons.contains(canonical)) {
        persons.add(canonical);
      }
    }
    return persons;
  }
}
