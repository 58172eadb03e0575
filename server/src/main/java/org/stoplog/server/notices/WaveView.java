package org.stoplog.server.notices;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.ElementSet;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.directory.Codes;
import org.stoplog.ledger.directory.Contact;
import org.stoplog.ledger.directory.Guardians;
import org.stoplog.ledger.directory.Merges;
import org.stoplog.server.accounts.Approvals;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.mail.MailRoutes;
import org.stoplog.server.people.RecentLookUps;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Counts;
import org.stoplog.server.platform.CsvLines;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Works;

/** Makes the page of a wave: every number is counted in its rows. */
final class WaveView {
  private static final int MOST_COUNTRIES = 30;

  private final Ledger ledger;
  private final IncidentDoor door;
  private final MailRoutes routes;
  private final Approvals approvals;
  private final RecentLookUps lookUps;
  private final ServerClock clock;

  WaveView(
      Ledger ledger,
      IncidentDoor door,
      MailRoutes routes,
      Approvals approvals,
      RecentLookUps lookUps,
      ServerClock clock) {
    this.ledger = ledger;
    this.door = door;
    this.routes = routes;
    this.approvals = approvals;
    this.lookUps = lookUps;
    this.clock = clock;
  }

  /**
   * @param lookUp id of a look-up of the caller's, whose person is previewed; null for the made-up
   *     one
   */
  WavePage page(IncidentDoor.Seen seen, Wave wave, Caller caller, @Nullable String lookUp) {
    JdbcClient jdbc = seen.jdbc();
    Notice notice = new NoticeRows(jdbc, door).find(wave.notice()).orElseThrow();
    Content content = content(jdbc, wave, notice);
    Tally tally = Tally.of(jdbc, wave.id());
    Map<String, Long> leftOut = new WaveRows(jdbc).leftOut(wave.id());
    Map<String, Long> byCountry = byCountry(jdbc, wave);
    long wards = WaveRows.wards(jdbc, wave.id());
    Counts counts =
        Counts.of(caller)
            .among(
                LongStream.concat(
                    LongStream.concat(tally.shown(), LongStream.of(wards, tally.people() - wards)),
                    Stream.of(leftOut, byCountry)
                        .flatMap(map -> map.values().stream())
                        .mapToLong(Long::longValue)));
    boolean canWork = seen.works() && caller.may(Permission.WORK_ON_INCIDENTS);
    Wave.State state = wave.state();
    Optional<UUID> waiting =
        approvals
            .waiting(jdbc, NoticeSending.ACT, NoticeSending.target(wave))
            .map(org.stoplog.server.accounts.Approval::id);
    return new WavePage(
        seen.path(),
        seen.name(),
        notice.path(),
        wave.path(),
        (wave.terms().drill() ? "Drill " : "Wave ") + wave.name(),
        content.title(),
        state == Wave.State.READY && tally.told() == 0
            ? "Ready, but nobody in it can be written to; import people with their addresses kept"
            : StateWords.of(wave),
        canWork,
        state == Wave.State.COUNTING || state == Wave.State.SENDING,
        new WavePage.Acts(
            canWork && state == Wave.State.READY && waiting.isEmpty() && tally.told() > 0,
            canWork && (state == Wave.State.READY || state == Wave.State.COUNTING),
            canWork && state == Wave.State.SENDING,
            canWork
                && state == Wave.State.PAUSED
                && !Wave.Pause.RESTORED.word().equals(wave.paused()),
            canWork && state == Wave.State.PAUSED,
            canWork && tally.residual() > 0),
        waiting.map(id -> "/approvals/" + id).orElse(null),
        wave.work() == null || state != Wave.State.COUNTING ? null : Works.pathOf(wave.work()),
        counts.text(tally.told()),
        states(tally, counts),
        leftOut.entrySet().stream()
            .map(
                one ->
                    new WavePage.Pair(StateWords.reason(one.getKey()), counts.text(one.getValue())))
            .toList(),
        countries(byCountry, counts),
        terms(jdbc, wave, tally, wards, counts),
        leftOut.containsKey("not-in-directory"),
        new Holds(jdbc, door)
            .until(seen.id(), Holds.What.NOTICES, clock.realNow())
            .map(Times::second)
            .orElse(null),
        Delegation.find(jdbc, door, wave).map(WaveView::words).orElse(null),
        new WaveRows(jdbc).unaffectedReason(wave, door),
        preview(jdbc, seen, wave, content, caller, lookUp),
        lookUps(caller));
  }

  private static String words(Delegation one) {
    return (one.approvedAt() == null ? "It was asked that " : "")
        + one.teller().words()
        + (one.approvedAt() == null ? " tell" : " tells")
        + " these people, since "
        + one.since()
        + ": "
        + one.words();
  }

  /** What was approved, once it was; until then what would be. */
  private Content content(JdbcClient jdbc, Wave wave, Notice notice) {
    return new WaveRows(jdbc)
        .sealed(wave.id())
        .map(kept -> Content.of(door.unseal(wave.incident(), kept.content())))
        .orElse(notice.content());
  }

  private static List<WavePage.Pair> states(Tally tally, Counts counts) {
    List<WavePage.Pair> pairs = new ArrayList<>();
    tally
        .ordered()
        .forEach(
            (state, people) ->
                pairs.add(new WavePage.Pair(StateWords.state(state), counts.text(people))));
    if (tally.inDoubt() > 0) {
      pairs.add(
          new WavePage.Pair(
              "of these, perhaps with a second copy of the same Message-ID",
              counts.text(tally.inDoubt())));
    }
    return pairs;
  }

  /** People of the countries that have the most, by name. */
  private Map<String, Long> byCountry(JdbcClient jdbc, Wave wave) {
    Map<Integer, Codes.Value> values = new Codes(ledger.stores()).values();
    Map<String, Long> countries = new LinkedHashMap<>();
    jdbc.sql(
            """
            select country, count(*) from notice_recipient where wave = :wave
            group by country order by count(*) desc, country limit :most
            """)
        .param("wave", wave.id())
        .param("most", MOST_COUNTRIES)
        .query(
            row -> {
              Codes.Value value = values.get(row.getInt(1));
              countries.merge(value == null ? "unknown" : value.value(), row.getLong(2), Long::sum);
            });
    return countries;
  }

  private static List<WavePage.Pair> countries(Map<String, Long> byCountry, Counts counts) {
    return byCountry.entrySet().stream()
        .map(one -> new WavePage.Pair(one.getKey(), counts.text(one.getValue())))
        .toList();
  }

  private List<WavePage.Pair> terms(
      JdbcClient jdbc, Wave wave, Tally tally, long wards, Counts counts) {
    Wave.Terms terms = wave.terms();
    List<WavePage.Pair> pairs = new ArrayList<>();
    pairs.add(new WavePage.Pair("Exposure", Long.toString(terms.exposure())));
    pairs.add(
        new WavePage.Pair(
            "Chosen",
            Choice.words(terms.choice().parts())
                + "; grades "
                + Choice.words(terms.choice().grades())
                + "; "
                + terms.choice().whom().words()));
    List<String> narrowed = terms.choice().filter().words(new Codes(ledger.stores()).values());
    if (!narrowed.isEmpty()) {
      pairs.add(new WavePage.Pair("Narrowed to", String.join("; ", narrowed)));
    }
    if (wards > 0) {
      pairs.add(
          new WavePage.Pair(
              "Told through a guardian",
              counts.text(wards) + "; the text must be right for the guardian of a child, too"));
    }
    pairs.add(
        new WavePage.Pair(
            "Route",
            routes
                .find(terms.route())
                .map(route -> route.name() + ", from " + route.from())
                .orElse("removed")));
    pairs.add(new WavePage.Pair("Copies", counts.text(tally.copies())));
    pairs.add(
        new WavePage.Pair(
            "A copy in doubt",
            terms.resends()
                ? "is sent again with the same Message-ID"
                : "is named, not sent again"));
    pairs.add(new WavePage.Pair("Pace", terms.pace()));
    pairs.add(
        new WavePage.Pair("Pauses", "when more than " + terms.errorLimit() + " % are refused"));
    if (wave.startedAt() != null) {
      StartMails.words(jdbc, wave.id())
          .ifPresent(words -> pairs.add(new WavePage.Pair("Whoever may approve", words)));
      pairs.add(new WavePage.Pair("Approved", Times.second(wave.startedAt())));
    }
    if (wave.endedAt() != null) {
      pairs.add(new WavePage.Pair("Ended", Times.second(wave.endedAt())));
    }
    if (wave.audience() != null) {
      pairs.add(new WavePage.Pair("Audience, SHA-256", wave.audience()));
    }
    if (wave.proof() != null) {
      pairs.add(new WavePage.Pair("What became of each, SHA-256", wave.proof()));
    }
    return pairs;
  }

  /** A row of the wave, for a preview. */
  private record Row(String state, ElementSet elements) {}

  private WavePage.@Nullable Preview preview(
      JdbcClient jdbc,
      IncidentDoor.Seen seen,
      Wave wave,
      Content content,
      Caller caller,
      @Nullable String lookUp) {
    String supplier = Suppliers.name(ledger, seen.supplier());
    if (lookUp == null) {
      return sample(jdbc, wave)
          .map(
              elements ->
                  preview(
                      "A made-up person with the elements that most have",
                      null,
                      Letter.of(content, supplier, Letter.sample(elements, content.texts()))))
          .orElse(null);
    }
    Optional<RecentLookUps.Found> found =
        lookUp.matches("[0-9a-f-]{36}")
            ? lookUps.find(UUID.fromString(lookUp), caller.account())
            : Optional.empty();
    if (found.isEmpty() || found.get().people().isEmpty()) {
      return new WavePage.Preview(
          "Nobody", "There is no such look-up of yours within the last hour.", "", "", "");
    }
    List<Long> people = found.get().people();
    Map<Long, Long> roots = ledger.inTransaction(db -> Merges.roots(db, people));
    long person = roots.getOrDefault(people.getFirst(), people.getFirst());
    Reading reading =
        ledger.inTransaction(
            db -> Reading.of(Guardians.of(db, List.of(person), Reading.day(clock)), person));
    Long addressee = reading.reader();
    Contact contact =
        addressee == null ? null : ledger.contacts().of(List.of(addressee)).get(addressee);
    Optional<Row> row =
        jdbc.sql(
                "select state, low, high from notice_recipient"
                    + " where wave = :wave and person = :person")
            .param("wave", wave.id())
            .param("person", person)
            .query(
                (one, number) ->
                    new Row(one.getString(1), new ElementSet(one.getLong(2), one.getLong(3))))
            .optional();
    String name =
        contact == null || reading.guardian() != null ? null : PlainValue.name(contact.name());
    // Their language and elements are theirs; the name itself takes two people to be shown.
    Letter.Reader reader =
        new Letter.Reader(
            name == null ? null : name.substring(0, name.offsetByCodePoints(0, 1)) + "•••",
            contact == null ? null : contact.language(),
            row.map(Row::elements).orElse(ElementSet.NONE),
            Letter.SAMPLE_CODE);
    return preview(
        "The person whom you looked up; names are masked",
        row.map(one -> "Their copy: " + StateWords.state(one.state()) + ".")
            .orElse("They are not in this wave; this is what they would get."),
        Letter.of(content, supplier, reader));
  }

  private static WavePage.Preview preview(String who, @Nullable String note, Letter letter) {
    return new WavePage.Preview(who, note, letter.language(), letter.subject(), letter.body());
  }

  private static Optional<ElementSet> sample(JdbcClient jdbc, Wave wave) {
    return jdbc.sql(
            """
            select low, high from notice_recipient where wave = :wave
            group by low, high order by count(*) desc, low, high limit 1
            """)
        .param("wave", wave.id())
        .query((row, number) -> new ElementSet(row.getLong(1), row.getLong(2)))
        .optional();
  }

  private List<WavePage.LookUp> lookUps(Caller caller) {
    return caller.may(Permission.LOOK_UP_PEOPLE)
        ? lookUps.of(caller.account()).stream()
            .map(
                found ->
                    new WavePage.LookUp(
                        found.id().toString(),
                        "looked up " + Times.second(found.at()) + ", " + found.reason()))
            .toList()
        : List.of();
  }

  /**
   * @return how many
   */
  static long residual(JdbcClient jdbc, UUID wave, CsvLines lines) {
    long[] count = new long[1];
    jdbc.sql(
            """
            select person, state, in_doubt, attempts, code, status, reply from notice_recipient
            where wave = :wave and state in (:states) order by person
            """)
        .param("wave", wave)
        .param("states", Tally.RESIDUAL)
        .query(
            row -> {
              count[0]++;
              lines.add(
                  row.getLong(1),
                  StateWords.state(row.getString(2)),
                  row.getBoolean(3) ? "yes" : "no",
                  row.getInt(4),
                  row.getObject(5, Integer.class),
                  row.getString(6),
                  row.getString(7));
            });
    return count[0];
  }
}
