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

/** Makes the page of a wave. */
final class WaveView {
  private static final int MOST_COUNTRIES = 30;

  private final Ledger ledger;
  private final IncidentDoor door;
  private final Approvals approvals;
  private final RecentLookUps lookUps;
  private final ServerClock clock;
  private final LetterPreview letters;
  private final Snapshots snapshots;

  WaveView(
      Ledger ledger,
      IncidentDoor door,
      MailRoutes routes,
      Approvals approvals,
      RecentLookUps lookUps,
      ServerClock clock) {
    this.ledger = ledger;
    this.door = door;
    this.approvals = approvals;
    this.lookUps = lookUps;
    this.clock = clock;
    this.letters = new LetterPreview(ledger, routes, lookUps, clock);
    this.snapshots = new Snapshots(door);
  }

  /**
   * @param lookUp id of a look-up of the caller's, whose person is previewed; null for the made-up
   *     one
   * @param language of the made-up one's letter; the first for one that there is not
   */
  WavePage page(
      IncidentDoor.Seen seen, Wave wave, Caller caller, @Nullable String lookUp, String language) {
    JdbcClient jdbc = seen.jdbc();
    Notice notice = new NoticeRows(jdbc, door).find(wave.notice()).orElseThrow();
    Content content = content(jdbc, wave, notice);
    Tally tally = Tally.of(jdbc, wave.id());
    Map<String, Long> leftOut = new WaveRows(jdbc).leftOut(wave.id());
    Map<String, Long> byCountry = byCountry(jdbc, wave);
    long wards = WaveRows.wards(jdbc, wave.id());
    Map<String, Long> cameBack = cameBack(jdbc, wave);
    Counts counts =
        Counts.of(caller)
            .among(
                LongStream.concat(
                    LongStream.concat(tally.shown(), LongStream.of(wards, tally.people() - wards)),
                    Stream.of(leftOut, byCountry, cameBack)
                        .flatMap(map -> map.values().stream())
                        .mapToLong(Long::longValue)));
    boolean canWork = seen.works() && caller.may(Permission.WORK_ON_INCIDENTS);
    Wave.State state = wave.state();
    List<Finding> findings =
        state == Wave.State.READY ? Lint.of(content, snapshots.of(jdbc, wave)) : List.of();
    boolean isSound = findings.stream().noneMatch(Finding::isError);
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
            ? "Ready, but nobody in it can be written to; import people with their addresses kept, or"
                + " add a file of addresses on the page of notices"
            : StateWords.of(wave),
        canWork,
        state == Wave.State.COUNTING || state == Wave.State.SENDING,
        new WavePage.Acts(
            canWork
                && state == Wave.State.READY
                && waiting.isEmpty()
                && tally.told() > 0
                && isSound,
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
        states(wave.terms().way(), tally, counts),
        leftOut.entrySet().stream()
            .map(
                one ->
                    new WavePage.Pair(StateWords.reason(one.getKey()), counts.text(one.getValue())))
            .toList(),
        countries(byCountry, counts),
        cameBack.entrySet().stream()
            .map(one -> new WavePage.Pair(one.getKey(), counts.text(one.getValue())))
            .toList(),
        terms(jdbc, wave, tally, wards, counts),
        leftOut.containsKey("not-in-directory"),
        wave.terms().way() instanceof Way.Paper && wave.startedAt() != null
            ? ParcelsController.pathOf(wave)
            : null,
        new Holds(jdbc, door)
            .until(seen.id(), Holds.What.NOTICES, clock.realNow())
            .map(Times::second)
            .orElse(null),
        Delegation.find(jdbc, door, wave).map(WaveView::words).orElse(null),
        new WaveRows(jdbc).unaffectedReason(wave, door),
        findings,
        preview(jdbc, seen, wave, content, caller, lookUp, language),
        content.texts().stream().map(Content.Text::language).toList(),
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

  private static List<WavePage.Pair> states(Way way, Tally tally, Counts counts) {
    List<WavePage.Pair> pairs = new ArrayList<>();
    tally
        .ordered()
        .forEach(
            (state, people) ->
                pairs.add(new WavePage.Pair(StateWords.state(way, state), counts.text(people))));
    if (tally.inDoubt() > 0) {
      pairs.add(
          new WavePage.Pair(
              switch (way) {
                case Way.Paper _ -> "of these, perhaps printed twice";
                case Way.Mail _ -> "of these, perhaps with a second copy of the same Message-ID";
                case Way.Message _ -> "of these, perhaps with a second copy of the same webhook-id";
              },
              counts.text(tally.inDoubt())));
    }
    return pairs;
  }

  /** What was added after the servers' answers, in copies. */
  private static Map<String, Long> cameBack(JdbcClient jdbc, Wave wave) {
    Map<String, Long> found = new LinkedHashMap<>();
    jdbc.sql(
            """
            select kind, class, count(distinct person) from notice_event where wave = :wave
            group by kind, class order by kind, class
            """)
        .param("wave", wave.id())
        .query(
            row -> {
              found.put(StateWords.event(row.getString(1), row.getString(2)), row.getLong(3));
            });
    return found;
  }

  /** People of the countries that have the most, by name. */
  private Map<String, Long> byCountry(JdbcClient jdbc, Wave wave) {
    Map<Integer, Codes.Value> values = new Codes(ledger.stores()).values();
    Map<String, Long> countries = new LinkedHashMap<>();
    jdbc.sql(
            """
            select country, sum(people) from notice_frozen where wave = :wave
            group by country order by sum(people) desc, country limit :most
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
            "Way", RouteFacts.shown(jdbc, terms.way()).map(RouteFacts::text).orElse("removed")));
    pairs.add(new WavePage.Pair("Copies", counts.text(tally.copies())));
    if (terms.price().parts() > 0) {
      pairs.add(new WavePage.Pair("Cost of a copy", terms.price().typed()));
    }
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

  private WavePage.@Nullable Preview preview(
      JdbcClient jdbc,
      IncidentDoor.Seen seen,
      Wave wave,
      Content content,
      Caller caller,
      @Nullable String lookUp,
      String language) {
    Letters all = letters.letters(seen, wave, content);
    if (lookUp == null) {
      return LetterPreview.mostHave(jdbc, wave)
          .map(
              elements ->
                  preview(
                      "A made-up person with the elements that most have",
                      null,
                      all.letter(Letter.sample(elements, language))))
          .orElse(null);
    }
    return letters
        .somebody(jdbc, wave, caller, lookUp)
        .map(
            somebody ->
                preview(
                    "The person whom you looked up; names are masked",
                    somebody.state() == null
                        ? "They are not in this wave; this is what they would get."
                        : "Their copy: " + StateWords.state(somebody.state()) + ".",
                    all.letter(somebody.reader())))
        .orElse(
            new WavePage.Preview(
                "Nobody", "There is no such look-up of yours within the last hour.", "", "", ""));
  }

  private static WavePage.Preview preview(String who, @Nullable String note, Letter letter) {
    return new WavePage.Preview(who, note, letter.language(), letter.subject(), letter.body());
  }

  String supplier(IncidentDoor.Seen seen) {
    return letters.supplier(seen);
  }

  /** The letter of the made-up person. */
  Letter sampleLetter(IncidentDoor.Seen seen, Wave wave, String language) {
    Notice notice = new NoticeRows(seen.jdbc(), door).find(wave.notice()).orElseThrow();
    return letters
        .letters(seen, wave, content(seen.jdbc(), wave, notice))
        .letter(
            Letter.sample(
                LetterPreview.mostHave(seen.jdbc(), wave).orElse(ElementSet.NONE), language));
  }

  /** The letter of somebody whom the caller looked up. */
  Optional<Letter> letterOf(IncidentDoor.Seen seen, Wave wave, Caller caller, String lookUp) {
    Notice notice = new NoticeRows(seen.jdbc(), door).find(wave.notice()).orElseThrow();
    Content content = content(seen.jdbc(), wave, notice);
    return letters
        .somebody(seen.jdbc(), wave, caller, lookUp)
        .map(somebody -> letters.letters(seen, wave, content).letter(somebody.reader()));
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
            select r.person, r.state, r.in_doubt, r.attempts, r.code, r.status, r.reply, e.kind,
              e.class, e.status as came_status, e.said
            from notice_recipient r left join lateral (
              select kind, class, status, said from notice_event
              where wave = r.wave and person = coalesce(r.lead, r.person) and kind = 'bounced'
              order by received_at desc limit 1) e on true
            where r.wave = :wave and r.state in (:states)
            order by r.person
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
                  row.getString(7),
                  row.getString(8) == null
                      ? null
                      : StateWords.event(row.getString(8), row.getString(9)),
                  row.getString(10),
                  row.getString(11));
            });
    return count[0];
  }
}
