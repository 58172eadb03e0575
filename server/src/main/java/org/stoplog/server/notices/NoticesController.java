package org.stoplog.server.notices;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.directory.Codes;
import org.stoplog.server.accounts.Approvals;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Counts;
import org.stoplog.server.platform.Ids;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Tokens;
import org.stoplog.server.platform.Works;
import org.stoplog.server.severity.Judgement;
import org.stoplog.server.severity.Severities;

/** The notices of an incident: their list, their text, and preparing a wave. */
@Controller
final class NoticesController {
  private static final int UNPROCESSABLE = 422;
  private static final int CONFLICT = 409;
  private static final int MOST_EXPOSURES = 20;

  private final Pages pages;
  private final IncidentDoor door;
  private final Ledger ledger;
  private final Ways ways;
  private final Works works;
  private final Approvals approvals;
  private final ServerClock clock;
  private final NoticeEdits edits;
  private final Snapshots snapshots;

  NoticesController(
      Pages pages,
      IncidentDoor door,
      Ledger ledger,
      Ways ways,
      NoticeEdits edits,
      Works works,
      Approvals approvals,
      ServerClock clock) {
    this.pages = pages;
    this.door = door;
    this.ledger = ledger;
    this.ways = ways;
    this.works = works;
    this.approvals = approvals;
    this.clock = clock;
    this.edits = edits;
    this.snapshots = new Snapshots(door);
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping("/incidents/{id}/notices")
  View list(@PathVariable("id") UUID id) {
    Caller caller = Caller.signedIn();
    return pages.view("notices", door.read(caller, id, seen -> page(seen, caller)));
  }

  /** What the incident room shows of them. */
  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping("/incidents/{id}/notices/panel")
  View panel(@PathVariable("id") UUID id) {
    Caller caller = Caller.signedIn();
    return pages.view("notices-panel", door.read(caller, id, seen -> page(seen, caller)));
  }

  private NoticesPage page(IncidentDoor.Seen seen, Caller caller) {
    return new NoticesPage(
        seen.path(),
        seen.name(),
        Notice.listOf(seen.id()),
        canWork(seen, caller),
        new NoticeRows(seen.jdbc(), door)
            .of(seen.id()).stream()
                .map(
                    notice ->
                        new NoticesPage.Line(
                            notice.path(),
                            notice.number() + " " + notice.content().title(),
                            String.join(
                                ", ",
                                notice.content().texts().stream()
                                    .map(Content.Text::language)
                                    .toList()),
                            waves(seen, notice, caller)))
                .toList());
  }

  private static boolean canWork(IncidentDoor.Seen seen, Caller caller) {
    return seen.works() && caller.may(Permission.WORK_ON_INCIDENTS);
  }

  private static List<NoticesPage.WaveLine> waves(
      IncidentDoor.Seen seen, Notice notice, Caller caller) {
    Counts all = Counts.of(caller);
    return new WaveRows(seen.jdbc())
        .of(notice.id()).stream()
            .map(
                wave -> {
                  Tally tally = Tally.of(seen.jdbc(), wave.id());
                  Counts counts = all.among(tally.shown());
                  return new NoticesPage.WaveLine(
                      wave.path(),
                      (wave.terms().drill() ? "Drill " : "Wave ") + wave.name(),
                      StateWords.of(wave),
                      counts.text(tally.count("accepted"))
                          + " told of "
                          + counts.text(tally.people())
                          + ", "
                          + counts.text(tally.residual())
                          + " not reached");
                })
            .toList();
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping("/incidents/{id}/notices/new")
  View form(
      @PathVariable("id") UUID id,
      @RequestParam(name = "language", defaultValue = "") List<String> languages) {
    IncidentDoor.Seen seen = working(id);
    return edits.view(seen, null, 0, edits.fresh(seen, languages), Map.of(), 200);
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping("/incidents/{id}/notices/{notice}/edit")
  View edit(
      @PathVariable("id") UUID id,
      @PathVariable("notice") UUID notice,
      @RequestParam(name = "language", defaultValue = "") List<String> languages) {
    IncidentDoor.Seen seen = working(id);
    Notice found = door.read(Caller.signedIn(), id, inside -> find(inside, notice));
    return edits.view(
        seen, found, found.revision(), Starter.with(found.content(), languages), Map.of(), 200);
  }

  /** A member who may change things; told apart only from other members. */
  private IncidentDoor.Seen working(UUID id) {
    IncidentDoor.Seen seen = door.read(Caller.signedIn(), id, inside -> inside);
    if (!seen.works()) {
      throw new StoplogException(
          Problem.ACCESS_DENIED, "You may read this incident, but not change it.");
    }
    return seen;
  }

  private Notice find(IncidentDoor.Seen seen, UUID notice) {
    return new NoticeRows(seen.jdbc(), door)
        .find(notice)
        .filter(found -> found.incident().equals(seen.id()))
        .orElseThrow(
            () ->
                new StoplogException(
                    Problem.PAGE_UNKNOWN, "There is no such notice of this incident."));
  }

  private ContentForm read(MultiValueMap<String, String> fields, IncidentDoor.Seen seen) {
    return ContentForm.read(
        fields, door.read(Caller.signedIn(), seen.id(), in -> LinkList.of(in.jdbc()).hosts()));
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/notices")
  View write(@PathVariable("id") UUID id, @RequestParam MultiValueMap<String, String> fields) {
    IncidentDoor.Seen seen = working(id);
    ContentForm form = read(fields, seen);
    if (!form.errors().isEmpty()) {
      return edits.view(seen, null, 0, form.content(), form.errors(), UNPROCESSABLE);
    }
    UUID notice = Ids.next(clock.realNow());
    door.change(
        Caller.signedIn(),
        id,
        change -> {
          int number =
              new NoticeRows(change.act().jdbc(), door)
                  .add(notice, id, form.content(), change.by(), clock.realNow());
          return entered(change, "notice.written", notice, number, 1, form.content());
        });
    return Redirects.see(Notice.pathOf(id, notice));
  }

  private boolean entered(
      IncidentDoor.Changing change,
      String act,
      UUID notice,
      int number,
      int revision,
      Content content) {
    door.tell(change.act().jdbc(), change.seen().id(), change.by(), act, Integer.toString(number));
    change
        .act()
        .record(
            change.by(),
            act,
            Map.of(
                "incident", change.seen().id().toString(),
                "notice", notice.toString(),
                "revision", revision,
                "text", content.hash().hex()));
    return true;
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/notices/{notice}")
  View change(
      @PathVariable("id") UUID id,
      @PathVariable("notice") UUID notice,
      @RequestParam MultiValueMap<String, String> fields) {
    IncidentDoor.Seen seen = working(id);
    Notice before = door.read(Caller.signedIn(), id, inside -> find(inside, notice));
    ContentForm form = read(fields, seen);
    String revision = fields.getFirst("revision");
    int changed =
        revision != null && revision.matches("[0-9]{1,9}") ? Integer.parseInt(revision) : 0;
    if (!form.errors().isEmpty()) {
      return edits.view(seen, before, changed, form.content(), form.errors(), UNPROCESSABLE);
    }
    if (before.revision() != changed) {
      return edits.view(
          seen,
          before,
          before.revision(),
          form.content(),
          Map.of(
              "title", "Somebody changed it meanwhile. What you wrote is below; look, then save."),
          CONFLICT);
    }
    Content content = form.content().checkedSince(before.content());
    door.change(
        Caller.signedIn(),
        id,
        change -> {
          NoticeRows rows = new NoticeRows(change.act().jdbc(), door);
          Notice held = rows.lock(notice).orElseThrow();
          if (!rows.change(held, changed, content, change.by())) {
            throw new StoplogException(
                Problem.SERVER_BUSY, "Somebody changed this notice in the same moment.");
          }
          voidApprovals(change, notice);
          return entered(change, "notice.edited", notice, held.number(), changed + 1, content);
        });
    return Redirects.see(Notice.pathOf(id, notice));
  }

  private void voidApprovals(IncidentDoor.Changing change, UUID notice) {
    new WaveRows(change.act().jdbc())
        .of(notice)
        .forEach(
            wave ->
                approvals.edited(
                    change.act().jdbc(),
                    NoticeSending.ACT,
                    NoticeSending.target(wave),
                    change.by()));
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping("/incidents/{id}/notices/{notice}")
  View show(@PathVariable("id") UUID id, @PathVariable("notice") UUID notice) {
    return show(id, notice, AudienceForm.first(), null, 200);
  }

  private View show(UUID id, UUID notice, AudienceForm form, @Nullable String error, int status) {
    Caller caller = Caller.signedIn();
    List<Way.Offered> offered = ways.all();
    return pages.view(
        "notice",
        door.read(
            caller,
            id,
            seen -> {
              Notice found = find(seen, notice);
              Content content = found.content();
              List<Wave> all = new WaveRows(seen.jdbc()).of(notice);
              return new NoticePage(
                  seen.path(),
                  seen.name(),
                  Notice.listOf(id),
                  found.path(),
                  "Notice " + found.number(),
                  content.title(),
                  canWork(seen, caller),
                  fields(content),
                  Lint.of(content, snapshots.newest(seen.jdbc(), id)),
                  content.texts().stream()
                      .map(
                          text ->
                              new NoticePage.Text(
                                  text.language(), text.subject(), text.body(), text.isChecked()))
                      .toList(),
                  waves(seen, found, caller),
                  all.stream()
                      .filter(wave -> !wave.terms().drill() && isOpen(wave))
                      .map(Wave::path)
                      .findFirst()
                      .orElse(null),
                  error,
                  form,
                  exposures(seen, form),
                  offered.stream()
                      .map(
                          way ->
                              new NoticePage.Choice(
                                  way.word(), way.text(), way.word().equals(form.route())))
                      .toList(),
                  Arrays.stream(Choice.Whom.values())
                      .map(
                          one ->
                              new NoticePage.Choice(
                                  one.word(), one.words(), one.word().equals(form.whom())))
                      .toList());
            }),
        status);
  }

  private static List<NoticePage.Field> fields(Content content) {
    Content.More more = content.more();
    return List.of(
        new NoticePage.Field("Our name", said(more.company())),
        new NoticePage.Field("How to reach us", content.contact()),
        new NoticePage.Field("When it happened", said(content.happened())),
        new NoticePage.Field("When we learned of it", said(content.learned())),
        new NoticePage.Field("Who told us", said(more.learnedFrom())),
        new NoticePage.Field("When the next news comes", said(more.nextUpdate())),
        new NoticePage.Field("Our senders", said(String.join(", ", more.senders()))),
        new NoticePage.Field("Not included", said(Letter.words(more.notIncluded()))));
  }

  private static boolean isOpen(Wave wave) {
    return wave.state() != Wave.State.DONE && wave.state() != Wave.State.DISCARDED;
  }

  private static String said(String value) {
    return value.isEmpty() ? "not said" : value;
  }

  private List<NoticePage.Choice> exposures(IncidentDoor.Seen seen, AudienceForm form) {
    return door.exposures(seen.jdbc(), seen.id(), MOST_EXPOSURES).stream()
        .map(
            one ->
                new NoticePage.Choice(
                    Long.toString(one.exposure()),
                    "Exposure "
                        + one.exposure()
                        + ", scope version "
                        + one.scope()
                        + ", frozen "
                        + Times.second(one.at()),
                    Long.toString(one.exposure()).equals(form.exposure())))
        .toList();
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/notices/{notice}/waves")
  View prepare(
      @PathVariable("id") UUID id,
      @PathVariable("notice") UUID notice,
      @RequestParam MultiValueMap<String, String> fields) {
    working(id);
    Caller caller = Caller.signedIn();
    AudienceForm form = AudienceForm.read(fields);
    List<Way.Offered> offered = ways.all();
    List<IncidentDoor.Frozen> exposures =
        door.read(
            caller,
            id,
            seen -> {
              find(seen, notice);
              return door.exposures(seen.jdbc(), id, MOST_EXPOSURES);
            });
    Map<String, Set<Integer>> countries = Filter.known(new Codes(ledger.stores()).values());
    String error = form.objection(exposures, offered, countries);
    if (error == null) {
      error = door.read(caller, id, seen -> objection(seen, find(seen, notice), form, offered));
    }
    if (error != null) {
      return show(id, notice, form, error, UNPROCESSABLE);
    }
    Judgement judgement =
        door.read(caller, id, seen -> new Severities(seen.jdbc(), door).current(id));
    Wave.Terms terms = form.terms(exposures, offered, countries, judgement);
    UUID wave = Ids.next(clock.realNow());
    door.change(caller, id, change -> prepare(change, notice, wave, terms, form.unaffected()));
    return Redirects.see(Wave.pathOf(id, wave));
  }

  /** What the incident and the text have against it; null for nothing. */
  private static @Nullable String objection(
      IncidentDoor.Seen seen, Notice notice, AudienceForm form, List<Way.Offered> offered) {
    Set<Integer> breached = seen.company();
    boolean isTheirs =
        offered.stream()
            .filter(way -> way.word().equals(form.route()))
            .map(Way.Offered::supplier)
            .anyMatch(supplier -> supplier != null && breached.contains(supplier));
    if (isTheirs) {
      return RouteFacts.OF_SUPPLIER;
    }
    boolean saysElements =
        notice.content().texts().stream()
            .anyMatch(text -> (text.subject() + text.body()).contains("{{elements}}"));
    return form.parts().contains(AudienceForm.UNAFFECTED) && saysElements
        ? "The text says which of their data was taken, and these people are not affected. Write"
            + " another notice for them."
        : null;
  }

  private boolean prepare(
      IncidentDoor.Changing change, UUID notice, UUID id, Wave.Terms terms, String unaffected) {
    WaveRows rows = new WaveRows(change.act().jdbc());
    if (new NoticeRows(change.act().jdbc(), door).lock(notice).isEmpty()) {
      throw new StoplogException(Problem.PAGE_UNKNOWN, "There is no such notice.");
    }
    if (rows.of(notice).stream()
        .anyMatch(wave -> wave.terms().drill() == terms.drill() && isOpen(wave))) {
      throw new StoplogException(
          Problem.REQUEST_INVALID,
          "Another wave of this notice is not ended. End or discard it first.");
    }
    byte[] secret = ledger.stores().keys().seal(Tokens.random(), Wave.context(id));
    rows.add(id, notice, terms, secret, change.by(), clock.realNow());
    Wave wave = rows.find(id).orElseThrow();
    if (terms.choice().isOfUnaffected()) {
      rows.setUnaffectedReason(
          id,
          door.seal(
              change.seen().id(), unaffected.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }
    rows.setWork(
        id,
        works.start(
            change.act(),
            change.by(),
            AudienceWork.KIND,
            "Who gets wave " + wave.name(),
            Map.of(AudienceWork.WAVE, id.toString())));
    change
        .act()
        .record(
            change.by(),
            "notice.wave-prepared",
            Map.of(
                "incident", change.seen().id().toString(),
                "wave", id.toString(),
                "exposure", terms.exposure(),
                "channel", terms.way().channel(),
                "drill", terms.drill()));
    return true;
  }
}
