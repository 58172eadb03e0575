package org.stoplog.cli.demo;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.stoplog.ledger.Progress;
import org.stoplog.sample.Story;

/**
 * What three people do, day by day, in their browsers. Each act looks first whether it was done:
 * the story can be ended at any moment and goes on from there.
 */
final class DemoStory {
  static final String TITLE = "Attacker exported data of our analytics supplier";

  private static final String CONTACT =
      "Northgate, privacy team. Type northgate.example yourself to reach us.";

  private static final Room.Words FIRST =
      new Room.Words(
          "Your data at our analytics supplier",
          null,
          null,
          CONTACT,
          Map.of(
              "company", "Northgate",
              "happened", "in November 2025",
              "learned", "the supplier's first letter",
              "learned-from", "the supplier",
              "next-update", "as soon as we know more"),
          List.of("auth.password_hash", "fin.card_number"),
          List.of());

  private static final Room.Words SECOND =
      new Room.Words(
          "More of your data was at our analytics supplier",
          "More about your data at {{supplier}}",
          """
          Hello {{name}},

          We wrote to you about the breach at {{supplier}}, a company that works for us. Their list was
          not complete: more of your data was among what was taken than we told you then.

          This is all that we know of now: {{elements}}.

          What we said stays true: be careful with messages that use this data. We never ask for your
          password, and we send no links in messages about this. To reach us, type our address yourself.

          {{contact}}\
          """,
          CONTACT,
          Map.of("company", "Northgate"),
          List.of(),
          // It follows a letter that said all this.
          List.of("happened", "data", "done", "you", "phishing", "contact"));

  private static final String STATEMENT =
      """
      ## What happened

      An attacker exported data of ours at {{supplier}}, a company that works for us. Our own systems were not part of it.

      ## Who is affected

      As of {{as-of}} we know of {{people}} people in {{countries}} countries.

      ## Which data

      These are among the data: {{elements}}.

      ## What we did

      {{supplier}} gets no more data from us. Everybody affected of whom we have an address is told by mail.

      ## What you can do

      Be careful with mails that speak of this. We send no links in them. Type our address yourself.

      ## When we say more

      By {{next-update}}.""";

  private final DemoHouse house;
  private final Path files;
  private final Story story;
  private final BooleanSupplier stopped;
  private final Consumer<String> tell;
  private final DemoSuppliers suppliers;

  DemoStory(
      DemoHouse house, Path files, Story story, BooleanSupplier stopped, Consumer<String> tell) {
    this.house = house;
    this.files = files;
    this.story = story;
    this.stopped = stopped;
    this.tell = tell;
    this.suppliers = new DemoSuppliers(house.lead(), house.root(), house.publicAddress(), stopped);
  }

  void play() {
    tell.accept("Before: the company's people, suppliers and what it sent them");
    String through = DemoRecord.sentThrough(story);
    new DemoRecord(house.ledger(), files, story).load(Set.of(through), Progress.NONE);
    tell.accept("Before: 25 suppliers are in the register, and are asked what they do");
    suppliers.before(story.supplier(), story.day0().plusMonths(9));
    tell.accept("Before: what its application sends now goes through the gateway");
    house.traffic().letThrough(house.lead(), DemoRecord.SDK);
    house.traffic().send(house.lead(), DemoRecord.SDK, files.resolve(through), stopped);
    Room room = day0();
    file(room, 2, story.day16(), story.day16File(), "day16", "letter");
    at(story.day16().plusDays(1), 9, "everybody in the file is told");
    tell(room, FIRST, 1, "everybody whom this notice has not told");
    at(story.day16().plusDays(1), 10, "the world is told, with the numbers of that file");
    room.state(1, statement(story.day16().plusDays(11), ""), house.approvers());
    file(room, 3, story.day40(), story.day40File(), "day40", "day16");
    at(story.day40().plusDays(1), 9, "whoever is new in the file is told");
    tell(room, FIRST, 2, "only whom no wave of this incident has told");
    at(story.day40().plusDays(1), 10, "whoever has more in it than they were told");
    tell(
        room,
        SECOND,
        1,
        "only whom another notice has told, and of whom more is known now than they were told");
    at(story.day40().plusDays(1), 11, "the world reads what changed, and why");
    room.state(
        2,
        statement(
            story.day40().plusDays(14), "The supplier's list was not complete. This is the whole."),
        house.approvers());
    suppliers.decide(room, story.day40().plusDays(60).toString());
    tell.accept("The end: an evidence pack for the authority");
    room.pack();
  }

  private static Room.Statement statement(LocalDate next, String note) {
    return new Room.Statement(
        "analytics-supplier",
        "Northgate",
        "About the breach at a supplier of ours",
        STATEMENT,
        next + " 14:00",
        note);
  }

  private Room day0() {
    at(story.day0(), 9, "a letter: the attacker exported data, nobody is named");
    Room room = Room.open(house.lead(), TITLE, story.supplier(), stopped);
    room.add(DemoHouse.SECOND);
    room.add(DemoHouse.THIRD);
    room.claim(
        "letter",
        form ->
            form.choose("source", "the supplier, by letter")
                .choose("verified", "called back on the number in the register")
                .choose("certainty", "confirmed")
                .type("received", story.day0() + "T09:00:00Z")
                .type("windows", story.dataFrom() + ".." + story.dataTo()));
    room.decideTime(
        "aware",
        story.day0() + " 09:30 UTC",
        "Called back on the registered number: our data was in it.");
    room.askTheSupplier();
    tell.accept(story.day0() + ": the supplier is cut, and the application goes on sending");
    house.traffic().cut(house.lead(), house.approvers(), story.supplier());
    house.traffic().goOn(house.lead(), DemoRecord.SDK, stopped);
    room.workWith(1, "letter", "All that we know so far.", house.approvers());
    tell.accept(story.day0() + ": all other suppliers like it are asked, and some answer");
    suppliers.sweep(room);
    return room;
  }

  /** The supplier's file comes, and takes the place of what was said before. */
  private void file(
      Room room, int version, LocalDate day, String name, String claim, String before) {
    at(day, 9, "the supplier's file " + name);
    room.claimFrom(files.resolve(name), story.region(), day + " 09:00", claim, before);
    room.workWith(version, claim, "The supplier's own list, from " + day + ".", house.approvers());
  }

  private void tell(Room room, Room.Words words, int wave, String whom) {
    room.tell(words, wave, whom, house.approvers());
  }

  /** Moves the clock on and says what comes. */
  private void at(LocalDate day, int hour, String what) {
    Instant time = day.atTime(LocalTime.of(hour, 0)).toInstant(ZoneOffset.UTC);
    house.itIs(time);
    tell.accept(day + ": " + what);
  }
}
