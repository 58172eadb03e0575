package org.stoplog.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Lets people enter one after the other and gives each what its quirk asks for. */
final class Cast {
  private static final int FIRST_DAY = Span.day("2019-01-01");
  private static final int QUIRKS_BEFORE = Span.day("2023-01-01");
  private static final int LAST_DAY = Span.day("2025-10-01");
  private static final int RECYCLED_FREE = Span.day("2023-05-01");
  private static final int RECYCLED_AGAIN = Span.day("2024-02-01");
  private static final int FIRST_CHANGE = Span.day("2023-08-15");
  private static final int SECOND_CHANGE = Span.day("2024-10-03");
  private static final int MERGE_DAY = Span.day("2025-09-20");
  private static final int DEVICES_BEFORE = Span.day("2024-12-01");

  /** Numbers beyond are kept for people whose quirk needs one. */
  private static final int PHONES_FOR_ALL = 35_000;

  private static final String[] MAIL_DOMAINS = {
    "mailbirch.example", "post-alder.example", "inbox-cedar.test", "mail.fernway.example"
  };
  private static final String[] PLANS = {"free", "free", "pro", "enterprise"};

  final List<Person> people = new ArrayList<>();
  final List<Organisation> organisations = new ArrayList<>();
  final List<Device> devices = new ArrayList<>();

  private final SplittableRandom random;
  private int phones;
  private int homePhones;

  Cast(long seed) {
    random = new SplittableRandom(seed ^ 0x4E6F727468676174L);
  }

  void enter(int index) {
    if (index % Quirk.BLOCK == 0) {
      found(12);
    }
    Person person = born(index);
    people.add(person);
    lives(person);
    equip(person);
    subscribe(person);
    join(person);
  }

  private void found(int count) {
    for (int i = 0; i < count; i++) {
      int number = organisations.size();
      organisations.add(
          new Organisation(
              "org_" + String.format("%05d", number),
              Names.organisation(random) + " " + number,
              "team-" + Integer.toString(number, 36) + ".example"));
    }
  }

  private Person born(int index) {
    Quirk quirk = Quirk.at(index);
    Place place = Place.values()[random.nextInt(Place.values().length)];
    String name = Names.of(place, random);
    if (quirk == Quirk.TWO_ACCOUNTS_B) {
      name = people.get(index - 1).name;
    }
    int birthYear = quirk == Quirk.MINOR ? 2012 : 1950 + random.nextInt(55);
    int created =
        quirk == Quirk.RECYCLED_SECOND || quirk == Quirk.PHONE_RECYCLED_SECOND
            ? RECYCLED_AGAIN
            : random.nextInt(FIRST_DAY, quirk == Quirk.NONE ? LAST_DAY : QUIRKS_BEFORE);
    if (quirk == Quirk.NONE && random.nextInt(50) == 0) {
      created = Span.ALWAYS;
    }
    return new Person(index, quirk, name, place, birthYear, created);
  }

  private void lives(Person person) {
    switch (person.quirk) {
      case RECYCLED_FIRST, PHONE_RECYCLED_FIRST -> person.closed = RECYCLED_FREE;
      case CLOSED -> person.closed = Span.day("2025-08-12");
      case MERGED_DEVICE_GONE, MERGE_GONE -> {
        person.closed = MERGE_DAY;
        person.mergedInto = before(person, 1);
      }
      case CHAIN_GONE -> person.closed = SECOND_CHANGE;
      case CHAIN_MIDDLE -> {
        person.closed = MERGE_DAY;
        before(person, 1).mergedInto = person;
      }
      case CHAIN_KEPT -> before(person, 1).mergedInto = person;
      case GUARDIAN -> before(person, 1).guardian = person;
      case NONE -> {
        if (random.nextInt(12) == 0) {
          person.closed = random.nextInt(Math.max(FIRST_DAY, person.created) + 30, LAST_DAY + 39);
        }
      }
      default -> {}
    }
  }

  private Person before(Person person, int steps) {
    return people.get(person.index - steps);
  }

  private void equip(Person person) {
    Span life = person.life();
    switch (person.quirk) {
      case RECYCLED_SECOND, SHARED_PAIR_B, SHARED_FOUR_B, SHARED_FOUR_C, SHARED_FOUR_D ->
          person.has(before(person, 1).mailboxes.getFirst().what(), life);
      case SHARED_PAIR_A, SHARED_FOUR_A ->
          person.has(new Mailbox("info", "office-" + base36(person) + ".example"), life);
      case SHARED_LEFT ->
          person.has(
              new Mailbox("team", "office-" + base36(person) + ".example"),
              new Span(person.created, FIRST_CHANGE));
      case SHARED_STAYED -> person.has(before(person, 1).mailboxes.getFirst().what(), life);
      case TAG_STRANGER_A ->
          person.has(new Mailbox("sales" + base36(person), domain()).tagged("ann"), life);
      case TAG_STRANGER_B ->
          person.has(before(person, 1).mailboxes.getFirst().what().tagged("bob"), life);
      case TAG_OF_OWN -> person.has(ordinary(person).tagged("northgate"), life);
      case BASE_STRANGER ->
          person.has(before(person, 1).mailboxes.getFirst().what().tagged("b"), life);
      case IDN ->
          person.has(new Mailbox(local(person), "bücher-" + base36(person) + ".example"), life);
      case IDN_CYRILLIC ->
          person.has(new Mailbox(local(person), "почта-" + base36(person) + ".example"), life);
      case UNICODE_LOCAL -> person.has(new Mailbox("jürgen." + base36(person), domain()), life);
      case UNICODE_LOCAL_DECOMPOSED ->
          person.has(new Mailbox("zoé.ñandu." + base36(person), domain()), life);
      case CHANGED -> {
        person.has(ordinary(person), new Span(person.created, SECOND_CHANGE));
        person.has(ordinary(person), new Span(SECOND_CHANGE, Span.OPEN));
      }
      case CHANGED_TWICE -> {
        person.has(ordinary(person), new Span(person.created, FIRST_CHANGE));
        person.has(ordinary(person), new Span(FIRST_CHANGE, SECOND_CHANGE));
        person.has(ordinary(person), new Span(SECOND_CHANGE, Span.OPEN));
      }
      case PHONE_ONLY, PHONE_RECYCLED_FIRST, TWO_ACCOUNTS_A -> {
        person.has(nextPhone(person), life);
        if (person.quirk != Quirk.PHONE_ONLY) {
          person.has(ordinary(person), life);
        }
      }
      case PHONE_RECYCLED_SECOND, TWO_ACCOUNTS_B -> {
        person.has(before(person, 1).phones.getFirst().what(), life);
        person.has(ordinary(person), life);
      }
      case NO_CONTACT -> {}
      case TWO_MAILBOXES -> {
        person.has(ordinary(person), life);
        person.has(ordinary(person), new Span(FIRST_CHANGE, Span.OPEN));
      }
      case DEVICE_PAIR_A, MERGED_DEVICE_KEPT -> {
        person.has(ordinary(person), life);
        person.has(device(true));
      }
      case DEVICE_PAIR_B, MERGED_DEVICE_GONE -> {
        person.has(ordinary(person), life);
        person.has(devices.getLast());
      }
      case NONE -> equipOrdinary(person, life);
      default -> person.has(ordinary(person), life);
    }
  }

  private void equipOrdinary(Person person, Span life) {
    person.has(ordinary(person), life);
    if (random.nextInt(10) < 3 && phones < PHONES_FOR_ALL) {
      person.has(nextPhone(person), life);
    }
    if (random.nextInt(10) < 3 && person.created < DEVICES_BEFORE && person.closed == Span.OPEN) {
      person.has(device(random.nextInt(10) < 7));
    }
  }

  private Device device(boolean linked) {
    String low = String.format("%012x", random.nextLong(1L << 48));
    String uuid = String.format("%08x-7a1e-4c0d-9b5f-", random.nextInt()) + low;
    Device device = new Device(uuid, "anon-" + low + devices.size(), linked);
    devices.add(device);
    return device;
  }

  /** A number of the country where the people use national notation, when they live there. */
  private Phone nextPhone(Person person) {
    boolean home = person.place == Place.DE && homePhones < Phone.HOME_COUNT;
    return home ? Phone.home(homePhones++) : Phone.abroad(phones++);
  }

  private Mailbox ordinary(Person person) {
    return new Mailbox(local(person), domain());
  }

  private String local(Person person) {
    // The second and third address of a person differ from the first by a number in front.
    return "abc".charAt(person.mailboxes.size()) + "." + Names.local(person.index, random);
  }

  private String domain() {
    return MAIL_DOMAINS[random.nextInt(MAIL_DOMAINS.length)];
  }

  private static String base36(Person person) {
    return Integer.toString(person.index, 36);
  }

  private void subscribe(Person person) {
    int from = person.created;
    int start = Math.max(from, FIRST_DAY);
    int end = Math.min(person.closed, LAST_DAY);
    String plan = PLANS[random.nextInt(PLANS.length)];
    while (random.nextInt(3) == 0 && end - start > 60) {
      int change = random.nextInt(start + 1, end);
      person.plans.add(new Held<>(plan, new Span(from, change)));
      String next = PLANS[random.nextInt(PLANS.length)];
      plan = next.equals(plan) ? "trial" : next;
      from = change;
      start = change;
    }
    person.plans.add(new Held<>(plan, new Span(from, person.closed)));
  }

  private void join(Person person) {
    if (random.nextBoolean()) {
      return;
    }
    int block = person.index / Quirk.BLOCK * 12;
    Organisation organisation = organisations.get(block + random.nextInt(12));
    String role = random.nextInt(6) == 0 ? "admin" : "member";
    int start = Math.max(person.created, FIRST_DAY);
    int end = Math.min(person.closed, LAST_DAY);
    if (random.nextInt(4) != 0 || end - start < 60) {
      person.memberships.add(new Held<>(new Membership(organisation, role), person.life()));
      return;
    }
    int change = random.nextInt(start + 20, end - 20);
    person.memberships.add(
        new Held<>(new Membership(organisation, role), new Span(person.created, change)));
    if (random.nextBoolean()) {
      String other = role.equals("admin") ? "member" : "admin";
      person.memberships.add(
          new Held<>(new Membership(organisation, other), new Span(change, person.closed)));
    }
  }
}
