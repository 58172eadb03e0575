package org.stoplog.sample;

import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The hub. Its archive is in Segment's format, and it passes some messages on: to Postwren, the
 * mail sender, and to one that nobody wrote down. Some lines do not say to whom.
 */
final class Relaypipe implements Export {
  private static final YearMonth LINK_MONTH = YearMonth.of(2025, 8);
  private static final List<YearMonth> DARK = List.of(YearMonth.of(2025, 6));
  private static final List<YearMonth> RECORDED = Months.of("2025-04", "2025-11", DARK);
  private static final String AGENT = "Mozilla/5.0 (X11; Linux x86_64) ExampleBrowser/";

  private final World world;
  private final JsonLine line = new JsonLine();

  Relaypipe(World world) {
    this.world = world;
  }

  @Override
  public String folder() {
    return "segment";
  }

  @Override
  public List<YearMonth> recorded() {
    return RECORDED;
  }

  @Override
  public List<YearMonth> dark() {
    return DARK;
  }

  @Override
  public Set<Device> linked() {
    return Months.linked(world);
  }

  @Override
  public void month(YearMonth month, Consumer<Event> lines) {
    int stream = -Math.toIntExact(month.getLong(java.time.temporal.ChronoField.PROLEPTIC_MONTH));
    for (Person person : world.people()) {
      SplittableRandom random = world.chance(stream, person.index);
      Device device = person.device;
      if (device != null && device.linked() && month.equals(LINK_MONTH)) {
        link(person, device, random, lines);
      }
      int day = Months.day(month, random);
      if (random.nextInt(100) < 25 && person.life().has(day)) {
        lines.accept(message(person, day, random));
      }
    }
    dirty(month, world.chance(stream, -1), lines);
  }

  /** Ties a device to its user by alias or by naming both, and has it speak for itself. */
  private void link(Person person, Device device, SplittableRandom random, Consumer<Event> lines) {
    int day = Math.toIntExact(LINK_MONTH.atDay(1 + random.nextInt(28)).toEpochDay());
    if (random.nextBoolean()) {
      begin("alias", day, random)
          .put("userId", person.userId, Datum.USER_ID)
          .put("previousId", device.anonymousId(), Datum.DEVICE_ID);
    } else {
      begin("track", day, random)
          .put("userId", person.userId, Datum.USER_ID)
          .put("anonymousId", device.anonymousId(), Datum.DEVICE_ID)
          .put("event", "Signed in", Datum.ACTIVITY);
    }
    lines.accept(event(new Subject.Account(person), day, random));
    lines.accept(anonymous(device, day, random));
  }

  private Event message(Person person, int day, SplittableRandom random) {
    int kind = random.nextInt(100);
    Device device = person.device;
    if (device != null && kind < 30 && !device.isShared()) {
      return anonymous(device, day, random);
    }
    Mailbox mailbox = person.mailboxOn(day);
    boolean own = mailbox != null && mailbox.holders.size() == 1;
    if (mailbox != null && kind < 45) {
      return byAddress(person, mailbox, day, random);
    }
    Membership membership = person.membershipOn(day);
    if (membership != null && kind < 55) {
      begin("group", day, random)
          .put("userId", person.userId, Datum.USER_ID)
          .put("groupId", membership.organisation().id(), Datum.ORGANISATION);
      return event(new Subject.Account(person), day, random);
    }
    if (kind < 75) {
      begin("identify", day, random)
          .put("userId", person.userId, Datum.USER_ID)
          .begin("traits")
          .put("email", own && mailbox != null ? mailbox.plain() : null, Datum.EMAIL)
          .put("name", person.name, Datum.NAME)
          .end();
    } else {
      begin("track", day, random)
          .put("userId", person.userId, Datum.USER_ID)
          .put("event", "Report opened", Datum.ACTIVITY);
    }
    context(person, random);
    return event(new Subject.Account(person), day, random);
  }

  private Event byAddress(Person person, Mailbox mailbox, int day, SplittableRandom random) {
    Mailbox sent = Messy.mistaken(person, mailbox, random);
    begin("identify", day, random)
        .begin("traits")
        .put("email", Messy.spell(sent, random), Datum.EMAIL)
        .put("name", random.nextBoolean() ? person.name : null, Datum.NAME)
        .end();
    return event(new Subject.Address(sent), day, random);
  }

  private Event anonymous(Device device, int day, SplittableRandom random) {
    begin("page", day, random)
        .put("anonymousId", device.anonymousId(), Datum.DEVICE_ID)
        .put("name", "Home", Datum.ACTIVITY);
    context(null, random);
    return event(new Subject.Machine(device), day, random);
  }

  private void context(@Nullable Person person, SplittableRandom random) {
    line.begin("context")
        .put("ip", random.nextBoolean() ? "198.51.100." + random.nextInt(256) : null, Datum.IP)
        .put("userAgent", AGENT + random.nextInt(90, 130), Datum.USER_AGENT);
    if (person != null) {
      line.put("locale", random.nextBoolean() ? person.place.language : null, Datum.LANGUAGE);
      line.put("timezone", random.nextBoolean() ? person.place.timezone : null, Datum.TIMEZONE);
    }
    if (random.nextInt(3) == 0) {
      line.begin("page")
          .put("url", "https://northgate.example/app/" + random.nextInt(90), Datum.PAGE)
          .end();
    }
    line.end();
  }

  private void dirty(YearMonth month, SplittableRandom random, Consumer<Event> lines) {
    int day = Months.day(month, random);
    begin("track", day, random).put("event", "Report opened", Datum.ACTIVITY);
    Event nobody = event(new Subject.Nothing(), day, random);
    lines.accept(nobody);
    String cut = nobody.text().substring(0, nobody.text().length() / 2);
    lines.accept(new Event(new Subject.Nothing(), day, 0, Set.of(), cut));
  }

  private JsonLine begin(String type, int day, SplittableRandom random) {
    return line.begin()
        .put("type", type)
        .put("messageId", "msg-" + Long.toString(random.nextLong(1L << 60), 36))
        .put("timestamp", Instant.ofEpochMilli(Months.time(day, random)).toString());
  }

  private Event event(Subject subject, int day, SplittableRandom random) {
    Set<String> passedOn = new TreeSet<>();
    line.begin("integrations").put("All", random.nextInt(10) == 0);
    switch (random.nextInt(6)) {
      case 0 -> {
        line.put(Suppliers.POSTWREN, true);
        passedOn.add(Suppliers.POSTWREN);
      }
      case 1 -> {
        line.begin(Suppliers.POSTWREN).put("list", random.nextInt(9)).end();
        passedOn.add(Suppliers.POSTWREN);
      }
      case 2 -> line.put(Suppliers.POSTWREN, false);
      default -> {}
    }
    if (random.nextInt(8) == 0) {
      line.put(Suppliers.ADSPRING, true);
      passedOn.add(Suppliers.ADSPRING);
    }
    line.end().end();
    return new Event(subject, day, line.mask(), passedOn, line.text());
  }
}
