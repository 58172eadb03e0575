package org.stoplog.sample;

import java.time.YearMonth;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The analytics supplier of the story. Its exports are in Mixpanel's raw format. */
final class Lumetrics implements Export {
  /** Month in which devices are tied to people. All of its people have lines then. */
  static final YearMonth LINK_MONTH = YearMonth.of(2025, 9);

  static final List<YearMonth> DARK = List.of(YearMonth.of(2025, 3), YearMonth.of(2025, 7));
  private static final List<YearMonth> RECORDED = Months.of("2025-01", "2025-11", DARK);
  private static final String[] EVENTS = {
    "Page viewed", "API key created", "Export started", "Signed in", "Docs searched"
  };
  private static final String[] BROWSERS = {"Chrome", "Firefox", "Safari", "Edge"};
  private static final String[] SYSTEMS = {"Windows", "Mac OS X", "Linux", "iOS", "Android"};

  private final World world;
  private final JsonLine line = new JsonLine();

  Lumetrics(World world) {
    this.world = world;
  }

  @Override
  public String folder() {
    return "mixpanel";
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
    int stream = Math.toIntExact(month.getLong(java.time.temporal.ChronoField.PROLEPTIC_MONTH));
    for (Person person : world.people()) {
      SplittableRandom random = world.chance(stream, person.index);
      Device device = person.device;
      if (device != null && device.linked() && month.equals(LINK_MONTH)) {
        link(person, device, random, lines);
      }
      int events = random.nextInt(100) < 35 ? 1 + random.nextInt(3) : 0;
      for (int i = 0; i < events; i++) {
        int day = Months.day(month, random);
        if (person.life().has(day)) {
          lines.accept(event(person, day, random));
        }
      }
    }
    SplittableRandom random = world.chance(stream, -1);
    strangers(month, random, lines);
    dirty(month, random, lines);
  }

  /** Ties a device to its user in both of Mixpanel's ways, and has it speak for itself. */
  private void link(Person person, Device device, SplittableRandom random, Consumer<Event> lines) {
    int day = Math.toIntExact(LINK_MONTH.atDay(1 + random.nextInt(18)).toEpochDay());
    if (random.nextBoolean()) {
      begin("$identify", Months.time(day, random), random)
          .put("distinct_id", person.userId, Datum.USER_ID)
          .put("$identified_id", person.userId, Datum.USER_ID)
          .put("$anon_id", "$device:" + device.uuid(), Datum.DEVICE_ID);
    } else {
      begin("Signed in", Months.time(day, random), random)
          .put("distinct_id", person.userId, Datum.USER_ID)
          .put("$user_id", person.userId, Datum.USER_ID)
          .put("$device_id", device.uuid(), Datum.DEVICE_ID);
    }
    lines.accept(event(new Subject.Account(person), day));
    lines.accept(anonymous(device, day, random));
  }

  private Event event(Person person, int day, SplittableRandom random) {
    int kind = random.nextInt(100);
    Device device = person.device;
    // Two people at a device are seen in the month that ties it to both, and only then.
    if (device != null && kind < 40 && !device.isShared()) {
      return anonymous(device, day, random);
    }
    Mailbox mailbox = person.mailboxOn(day);
    if (mailbox != null && kind < 60 && kind > 44) {
      return byAddress(person, mailbox, day, random);
    }
    begin(EVENTS[random.nextInt(EVENTS.length)], Months.time(day, random), random)
        .put("distinct_id", person.userId, Datum.USER_ID);
    if (random.nextBoolean()) {
      line.put("$user_id", person.userId, Datum.USER_ID);
    }
    if (mailbox != null && mailbox.holders.size() == 1 && random.nextInt(3) == 0) {
      line.put("$email", Messy.spell(mailbox, random), Datum.EMAIL);
      line.put("$name", random.nextBoolean() ? person.name : null, Datum.NAME);
    }
    browser(person, random);
    return event(new Subject.Account(person), day);
  }

  /** A server that knows people by their address only. */
  private Event byAddress(Person person, Mailbox mailbox, int day, SplittableRandom random) {
    Mailbox sent = Messy.mistaken(person, mailbox, random);
    begin("Invitation sent", Months.time(day, random), random)
        .put("distinct_id", Messy.spell(sent, random), Datum.EMAIL)
        .put("$name", random.nextInt(3) == 0 ? person.name : null, Datum.NAME);
    return event(new Subject.Address(sent), day);
  }

  private Event anonymous(Device device, int day, SplittableRandom random) {
    begin("Page viewed", Months.time(day, random), random)
        .put("distinct_id", "$device:" + device.uuid(), Datum.DEVICE_ID)
        .put("$device_id", device.uuid(), Datum.DEVICE_ID);
    browser(null, random);
    return event(new Subject.Machine(device), day);
  }

  private void browser(@Nullable Person person, SplittableRandom random) {
    if (random.nextBoolean()) {
      line.put("ip", "203.0.113." + random.nextInt(256), Datum.IP, Datum.COARSE_LOCATION);
    }
    if (person != null && random.nextBoolean()) {
      line.put("$city", person.place.cities[random.nextInt(2)], Datum.COARSE_LOCATION);
    }
    if (random.nextBoolean()) {
      line.put("$browser", BROWSERS[random.nextInt(BROWSERS.length)], Datum.USER_AGENT);
      line.put("$os", SYSTEMS[random.nextInt(SYSTEMS.length)], Datum.USER_AGENT);
    }
    if (random.nextInt(3) == 0) {
      String page = "https://northgate.example/docs/" + random.nextInt(90);
      line.put("$current_url", page, Datum.PAGE);
      line.put("$referrer", random.nextBoolean() ? "https://find.example/" : null, Datum.REFERRER);
    }
  }

  private void strangers(YearMonth month, SplittableRandom random, Consumer<Event> lines) {
    for (int i = 0; i < 4; i++) {
      int day = Months.day(month, random);
      String id = i % 2 == 0 ? Messy.stranger(i) : "u_9" + month.getMonthValue() + "00000" + i;
      begin("Invitation sent", Months.time(day, random), random)
          .put("distinct_id", id, i % 2 == 0 ? Datum.EMAIL : Datum.USER_ID);
      lines.accept(event(new Subject.Stranger(id), day));
    }
  }

  private void dirty(YearMonth month, SplittableRandom random, Consumer<Event> lines) {
    int day = Months.day(month, random);
    begin("Page viewed", Months.time(day, random), random);
    Event nobody = event(new Subject.Nothing(), day);
    lines.accept(nobody);
    lines.accept(new Event(new Subject.Nothing(), day, 0, Set.of(), "not json at all"));
    String cut = nobody.text().substring(0, nobody.text().length() / 2);
    lines.accept(new Event(new Subject.Nothing(), day, 0, Set.of(), cut));
  }

  private JsonLine begin(String event, long time, SplittableRandom random) {
    return line.begin()
        .put("event", event, Datum.ACTIVITY)
        .begin("properties")
        .put("time", time / 1000)
        .put("$insert_id", Long.toString(random.nextLong(1L << 60), 36))
        .put("mp_lib", "web");
  }

  private Event event(Subject subject, int day) {
    line.end().end();
    return new Event(subject, day, line.mask(), Set.of(), line.text());
  }
}
