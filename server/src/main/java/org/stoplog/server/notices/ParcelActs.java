package org.stoplog.server.notices;

import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/** Taking the letters of a parcel as a file, and saying that they were posted. */
final class ParcelActs {
  private final Ledger ledger;
  private final IncidentDoor door;
  private final ServerClock clock;
  private final WaveEnd end;
  private final CameBack cameBack;

  ParcelActs(
      Ledger ledger,
      IncidentDoor door,
      ServerClock clock,
      Transactions transactions,
      CameBack cameBack) {
    this.cameBack = cameBack;
    this.ledger = ledger;
    this.door = door;
    this.clock = clock;
    this.end = new WaveEnd(transactions, door, clock);
  }

  private static StoplogException not(String why) {
    return new StoplogException(Problem.REQUEST_INVALID, why);
  }

  private static Parcels.Parcel held(Act act, Wave wave, int number) {
    if (wave.state() != Wave.State.SENDING) {
      throw not("This wave is not approved, or it was stopped or ended.");
    }
    return new Parcels(act.jdbc(), wave.id())
        .lock(number)
        .orElseThrow(() -> new StoplogException(Problem.PAGE_UNKNOWN, "There is no such parcel."));
  }

  /**
   * Makes the file of a parcel, and writes down that it was taken, in the caller's act, which holds
   * the wave. Whoever was erased since, or is told already, has no letter in it.
   *
   * @throws StoplogException REQUEST_INVALID when it was posted, or is held back
   */
  ParcelFile take(IncidentDoor.Changing change, Wave wave, int number) {
    Act act = change.act();
    if (!wave.terms().drill()) {
      new Holds(act.jdbc(), door).require(wave.incident(), Holds.What.NOTICES, clock.realNow());
    }
    Parcels.Parcel parcel = held(act, wave, number);
    if (parcel.state() == Parcels.State.POSTED) {
      throw not("This parcel was posted. Its letters are not given out again.");
    }
    Parcels parcels = new Parcels(act.jdbc(), wave.id());
    Copies.Approved approved = Copies.Approved.open(act.jdbc(), ledger, door, wave, null);
    ParcelFile file =
        ParcelFile.of(head(approved, number), letters(act, approved, parcels, number));
    parcels.taken(
        number, change.by(), clock.realNow(), file.letters(), file.pages(), file.sha256());
    Map<String, Object> detail = new HashMap<>();
    detail.put("incident", wave.incident().toString());
    detail.put("wave", wave.id().toString());
    detail.put("parcel", number);
    detail.put("letters", file.letters());
    detail.put("pdf", file.sha256());
    detail.put("again", parcel.state() == Parcels.State.TAKEN);
    act.record(change.by(), "notice.parcel-taken", detail);
    door.tell(
        act.jdbc(),
        wave.incident(),
        change.by(),
        "notice.parcel-taken",
        wave.name() + ", parcel " + number);
    return file;
  }

  private static ParcelFile.Head head(Copies.Approved approved, int number) {
    Wave wave = approved.wave();
    return new ParcelFile.Head(
        "Letters " + wave.name() + ", parcel " + number,
        ParcelFile.sender(approved.content().more().company(), approved.content().contact()),
        approved.date(),
        wave.terms().drill());
  }

  private List<PaperLetter> letters(
      Act act, Copies.Approved approved, Parcels parcels, int number) {
    Letters texts = Letters.of(approved.content(), approved.supplier(), approved.sender());
    Deliveries deliveries = new Deliveries(act.connection(), approved.wave().id());
    List<PaperLetter> letters = new ArrayList<>();
    List<Copies.Copy> copies = new ArrayList<>();
    try {
      List<Copies.Addressed> addressed =
          new Copies(ledger, approved, Addressee.day(clock))
              .address(act.connection(), deliveries, parcels.claim(number));
      for (Copies.Addressed one : addressed) {
        PaperLetter letter = PaperLetter.of(one, texts.letter(one.reader()));
        letters.add(letter);
        copies.add(letter.copy(one));
      }
      deliveries.handOver(copies);
    } catch (SQLException e) {
      throw new IllegalStateException("rows of a wave", e);
    }
    return letters;
  }

  /**
   * Writes down that the letters of a parcel are on their way.
   *
   * @param on by the day that they were posted, UTC
   * @param carrier who printed and posted them, with what proof
   * @throws StoplogException REQUEST_INVALID when it was not taken, or the day cannot be
   */
  void post(IncidentDoor.Changing change, Wave wave, int number, LocalDate on, String carrier) {
    Act act = change.act();
    Parcels.Parcel parcel = held(act, wave, number);
    if (wave.terms().drill()) {
      throw not("Letters of a drill are not posted. End the drill instead.");
    }
    if (parcel.state() != Parcels.State.TAKEN) {
      throw not(
          parcel.state() == Parcels.State.POSTED
              ? "It was posted already."
              : "Take its letters as a file first.");
    }
    Instant now = clock.realNow();
    LocalDate taken = LocalDate.ofInstant(Objects.requireNonNull(parcel.takenAt()), ZoneOffset.UTC);
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    if (on.isBefore(taken) || on.isAfter(today)) {
      throw not("Say the day on which it was posted: from " + taken + " to " + today + ".");
    }
    Instant noon = on.atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC);
    int people =
        new Parcels(act.jdbc(), wave.id())
            .posted(
                number,
                new Parcels.Posting(change.by(), on, carrier, now),
                on.equals(today) ? now : noon,
                wave.incident(),
                door);
    act.record(
        change.by(),
        "notice.parcel-posted",
        Map.of(
            "incident", wave.incident().toString(),
            "wave", wave.id().toString(),
            "parcel", number,
            "people", people,
            "on", on.toString()));
    door.tell(
        act.jdbc(),
        wave.incident(),
        change.by(),
        "notice.parcel-posted",
        wave.name() + ", parcel " + number);
  }

  /**
   * Adds to copies that their letters came back: they did not reach people, so another wave may.
   *
   * @param codes numbers of letters, as somebody typed them
   * @return how many were not known to have come back
   * @throws StoplogException REQUEST_INVALID when one is no letter of this wave that was posted
   */
  int cameBack(IncidentDoor.Changing change, Wave wave, List<String> codes) {
    Act act = change.act();
    int added = 0;
    for (int i = 0; i < codes.size(); i++) {
      String code = codes.get(i);
      CameBack.Copy copy =
          cameBack
              .byCode(act.jdbc(), code)
              .filter(found -> found.wave().equals(wave.id()))
              .filter(found -> isPosted(act, found))
              .orElse(null);
      if (copy == null) {
        throw not(
            "The number in line "
                + (i + 1)
                + " is of no letter of this wave that was posted. Nothing was added.");
      }
      boolean isNew =
          cameBack.add(
              act.jdbc(),
              copy,
              new CameBack.Event(
                  CameBack.Kind.BOUNCED,
                  Severity.HARD,
                  null,
                  null,
                  "person",
                  null,
                  null,
                  clock.realNow(),
                  "letter on paper"));
      added += isNew ? 1 : 0;
    }
    act.record(
        change.by(),
        "notice.letters-came-back",
        Map.of(
            "incident", wave.incident().toString(),
            "wave", wave.id().toString(),
            "letters", added));
    door.tell(act.jdbc(), wave.incident(), change.by(), "notice.letters-came-back", wave.name());
    return added;
  }

  private static boolean isPosted(Act act, CameBack.Copy copy) {
    return act.jdbc()
        .sql(
            """
            select exists (select from notice_recipient r
              join notice_parcel p on p.wave = r.wave and p.number = r.parcel
              where r.wave = :wave and r.person = :person and p.state = 'posted'
                and r.state in ('accepted', 'bounced'))
            """)
        .param("wave", copy.wave())
        .param("person", copy.person())
        .query(Boolean.class)
        .single();
  }

  /** Ends the wave when nobody in it waits for anything, in an act of its own. */
  void endIfOver(UUID wave) {
    end.ifOver(wave, null);
  }
}
