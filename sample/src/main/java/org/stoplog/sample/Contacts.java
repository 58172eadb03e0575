package org.stoplog.sample;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** The support desk's own export of contacts, as of the day of the first letter. */
final class Contacts implements Table {
  private static final List<Column> COLUMNS =
      List.of(
          new Column("Email", Datum.EMAIL),
          new Column("Phone", Datum.PHONE),
          new Column("Full Name", Datum.NAME),
          new Column("User ID", Datum.USER_ID),
          new Column("Company", Datum.EMPLOYER),
          new Column("Job Title", Datum.JOB),
          new Column("Language", Datum.LANGUAGE));
  private static final String[] JOBS = {"Engineer", "Buyer", "Analyst", "Owner"};

  private final World world;

  Contacts(World world) {
    this.world = world;
  }

  @Override
  public String file() {
    return SampleFiles.CONTACTS;
  }

  @Override
  public List<Column> columns() {
    return COLUMNS;
  }

  @Override
  public void rows(Consumer<Row> rows) {
    for (Person person : world.people()) {
      SplittableRandom random = world.chance(30, person.index);
      if (random.nextInt(100) < (person.quirk == Quirk.NONE ? 15 : 60)) {
        rows.accept(row(person, random));
      }
    }
    for (int i = 0; i < 4; i++) {
      String email = Messy.stranger(2000 + i);
      rows.accept(
          new Row(
              new Subject.Stranger(email),
              World.TODAY,
              null,
              List.of(email, "", "", "", "", "", "")));
    }
    rows.accept(
        new Row(
            new Subject.Nothing(),
            World.TODAY,
            null,
            List.of("", "", "Nobody Known", "", "", "", "")));
  }

  private Row row(Person person, SplittableRandom random) {
    Mailbox mailbox = mailbox(person);
    Phone phone = person.phoneOn(World.TODAY);
    Membership membership = person.membershipOn(World.TODAY);
    boolean byPhone = phone != null && (mailbox == null || random.nextInt(4) == 0);
    boolean byAddress = !byPhone && mailbox != null && random.nextInt(5) != 0;
    Subject subject = new Subject.Account(person);
    String email = "";
    String number = "";
    if (byPhone && phone != null) {
      subject = new Subject.Number(phone);
      number = Messy.spell(phone, person, random);
    } else if (byAddress && mailbox != null) {
      Mailbox sent = Messy.mistaken(person, mailbox, random);
      subject = new Subject.Address(sent);
      email = Messy.spell(sent, random);
    }
    boolean account = subject instanceof Subject.Account;
    return new Row(
        subject,
        World.TODAY,
        null,
        List.of(
            email,
            number,
            random.nextBoolean() ? person.name : "",
            account ? person.userId : "",
            membership != null && random.nextBoolean() ? membership.organisation().name() : "",
            random.nextInt(6) == 0 ? JOBS[random.nextInt(JOBS.length)] : "",
            random.nextInt(4) == 0 ? person.place.language : ""));
  }

  /** Support desks keep the address that they were first given. */
  private static @org.jspecify.annotations.Nullable Mailbox mailbox(Person person) {
    return switch (person.quirk) {
      case CHANGED, CHANGED_TWICE -> person.mailboxes.getFirst().what();
      default -> person.mailboxOn(World.TODAY);
    };
  }
}
