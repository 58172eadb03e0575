package org.stoplog.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What the breached supplier says was taken, in its own spelling. The widened one has all rows of
 * the first, two more columns and one more cohort.
 */
final class Dataset implements Table {
  private static final int EARLIEST = Span.day("2019-02-01");

  private static final List<Column> FIRST =
      List.of(
          new Column("Email Address", Datum.EMAIL),
          new Column("Full Name", Datum.NAME),
          new Column("User ID", Datum.USER_ID),
          new Column("Org ID", Datum.ORGANISATION),
          new Column("City", Datum.COARSE_LOCATION),
          new Column("Browser", Datum.USER_AGENT),
          new Column("Phone", Datum.PHONE),
          Column.of("Last Seen"));
  private static final List<Column> WIDENED =
      Stream.concat(
              FIRST.stream(),
              Stream.of(
                  new Column("Language", Datum.LANGUAGE), new Column("Time Zone", Datum.TIMEZONE)))
          .toList();
  private static final String[] BROWSERS = {"Chrome 141", "Firefox 144", "Safari 18.6", "Edge 141"};

  private final World world;
  private final boolean widened;

  Dataset(World world, boolean widened) {
    this.world = world;
    this.widened = widened;
  }

  @Override
  public String file() {
    return widened ? SampleFiles.DAY_40 : SampleFiles.DAY_16;
  }

  @Override
  public List<Column> columns() {
    return widened ? WIDENED : FIRST;
  }

  @Override
  public void rows(Consumer<Row> rows) {
    for (Person person : world.people()) {
      SplittableRandom random = world.chance(16, person.index);
      SplittableRandom more = world.chance(40, person.index);
      boolean taken = random.nextInt(100) < (person.quirk == Quirk.NONE ? 15 : 70);
      boolean wrote = more.nextInt(100) < 6;
      if (!taken && !(widened && wrote)) {
        continue;
      }
      rows.accept(row(person, random, more));
      if (random.nextInt(20) == 0) {
        rows.accept(row(person, random, more));
      }
    }
    strangers(rows);
  }

  private Row row(Person person, SplittableRandom random, SplittableRandom more) {
    int kind = random.nextInt(100);
    Row row;
    if (!person.phones.isEmpty() && (person.mailboxes.isEmpty() || kind < 25)) {
      row = byPhone(person, random);
    } else if (person.mailboxes.isEmpty() || kind >= 90) {
      row = byAccount(person, false, random);
    } else if (kind < 65 || !plain(person)) {
      row = byAddress(person, random);
    } else {
      row = byAccount(person, true, random);
    }
    return widened ? widen(row, person, more) : row;
  }

  /** Whether account and address on one row can only mean this person. */
  private static boolean plain(Person person) {
    return person.mailboxes.size() == 1
        && person.mailboxes.getFirst().what().family.members.size() == 1
        && person.mailboxes.getFirst().what().holders.size() == 1
        && person.quirk != Quirk.TAG_AT_SUPPLIER;
  }

  private Row byAddress(Person person, SplittableRandom random) {
    Held<Mailbox> held = person.mailboxes.get(random.nextInt(person.mailboxes.size()));
    Mailbox mailbox = Messy.mistaken(person, held.what(), random);
    int day = seen(held.span(), random);
    return row(new Subject.Address(mailbox), day, Messy.spell(mailbox, random), person, random);
  }

  private Row byPhone(Person person, SplittableRandom random) {
    Held<Phone> held = person.phones.getFirst();
    int day = seen(held.span(), random);
    List<String> cells = empty(FIRST.size());
    cells.set(6, Messy.spell(held.what(), person, random));
    cells.set(7, lastSeen(day, random));
    return new Row(new Subject.Number(held.what()), day, null, cells);
  }

  private Row byAccount(Person person, boolean address, SplittableRandom random) {
    int day = seen(person.life(), random);
    String email = address ? Messy.spell(person.mailboxes.getFirst().what(), random) : "";
    return row(new Subject.Account(person), day, email, person, random);
  }

  private Row row(Subject subject, int day, String email, Person person, SplittableRandom random) {
    boolean account = subject instanceof Subject.Account;
    Membership membership =
        account ? person.membershipOn(day == Subject.UNDATED ? World.TODAY : day) : null;
    Organisation organisation = membership == null ? null : membership.organisation();
    List<String> cells = empty(FIRST.size());
    cells.set(0, email);
    cells.set(1, random.nextInt(10) < 7 ? person.name : "");
    cells.set(2, account ? person.userId : "");
    cells.set(3, organisation == null ? "" : organisation.id());
    cells.set(4, random.nextBoolean() ? person.place.cities[random.nextInt(2)] : "");
    cells.set(5, random.nextBoolean() ? BROWSERS[random.nextInt(BROWSERS.length)] : "");
    cells.set(7, lastSeen(day, random));
    return new Row(subject, day, organisation, cells);
  }

  private static Row widen(Row row, Person person, SplittableRandom more) {
    List<String> cells = new ArrayList<>(row.cells());
    cells.add(more.nextInt(3) == 0 ? person.place.language : "");
    cells.add(more.nextInt(4) == 0 ? person.place.timezone : "");
    return new Row(row.subject(), row.day(), row.organisation(), cells);
  }

  /** A day on which the person had it: in the breached period when that is possible. */
  private static int seen(Span span, SplittableRandom random) {
    int first = Math.max(span.from(), Span.day(Story.DATA_FROM));
    int end = Math.min(span.to(), Span.day(Story.DATA_TO) + 1);
    if (random.nextInt(10) < 4) {
      return Subject.UNDATED;
    }
    if (first >= end) {
      first = Math.max(span.from(), EARLIEST);
      end = Math.min(span.to(), World.TODAY);
    }
    return first < end ? random.nextInt(first, end) : Subject.UNDATED;
  }

  private static String lastSeen(int day, SplittableRandom random) {
    return day == Subject.UNDATED
        ? ""
        : java.time.Instant.ofEpochMilli(Months.time(day, random) / 1000 * 1000).toString();
  }

  /** People whom Northgate does not know, and rows that name nobody. */
  private void strangers(Consumer<Row> rows) {
    SplittableRandom random = world.chance(17, -1);
    int count = 5 + world.size() / 100;
    for (int i = 0; i < count; i++) {
      String email = Messy.stranger(1000 + i);
      rows.accept(row(new Subject.Stranger(email), 0, email));
      if (random.nextInt(8) == 0) {
        rows.accept(row(new Subject.Stranger(email), 0, email.toUpperCase(java.util.Locale.ROOT)));
      }
    }
    String account = "u_9000001";
    rows.accept(row(new Subject.Stranger(account), 2, account));
    String phone = Messy.strangePhone(417);
    rows.accept(row(new Subject.Stranger(phone), 6, phone));
    for (int i = 0; i < 3; i++) {
      rows.accept(row(new Subject.Nothing(), 1, "Nobody Known " + i));
    }
    rows.accept(row(new Subject.Nothing(), 0, "not-an-address"));
  }

  private Row row(Subject subject, int column, String cell) {
    List<String> cells = empty(columns().size());
    cells.set(column, cell);
    return new Row(subject, Subject.UNDATED, null, cells);
  }

  private static List<String> empty(int columns) {
    return new ArrayList<>(java.util.Collections.nCopies(columns, ""));
  }
}
