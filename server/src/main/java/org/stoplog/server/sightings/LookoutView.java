package org.stoplog.server.sightings;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.Numbers;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Times;
import org.stoplog.server.suppliers.SupplierIds;

/** What pages show of lookouts and sightings. */
final class LookoutView {
  private static final int MOST_OBSERVATIONS = 20;
  private static final int MOST_SIGHTINGS = 20;
  private static final int MOST_CONTENT = 300;

  private final Looking looking;
  private final SightingActs acts;
  private final ActorNames names;
  private final ServerClock clock;

  LookoutView(Looking looking, SightingActs acts, ActorNames names, ServerClock clock) {
    this.looking = looking;
    this.acts = acts;
    this.names = names;
    this.clock = clock;
  }

  /** Names of suppliers by number. */
  static String name(Map<Integer, SupplierIds.Named> suppliers, @Nullable Integer id) {
    return id == null
        ? "all suppliers"
        : Optional.ofNullable(suppliers.get(id)).map(SupplierIds.Named::name).orElse("unknown");
  }

  private static String path(@Nullable Integer supplier) {
    return supplier == null ? "" : "/suppliers/" + supplier;
  }

  private static boolean mayEdit() {
    return Caller.signedIn().may(Permission.EDIT_SUPPLIERS);
  }

  LookoutsPage all(JdbcClient jdbc) {
    Map<Integer, SupplierIds.Named> suppliers = new SupplierIds(jdbc).all();
    Map<UUID, LookoutRows.Observation> newest = looking.lookouts(jdbc).newest();
    return new LookoutsPage(
        looking.lookouts(jdbc).all().stream()
            .map(one -> line(one, suppliers, newest.get(one.id())))
            .toList(),
        mayEdit());
  }

  private LookoutsPage.Line line(
      Lookout one,
      Map<Integer, SupplierIds.Named> suppliers,
      LookoutRows.@Nullable Observation last) {
    String target = one.facts().target();
    return new LookoutsPage.Line(
        one.path(),
        one.facts().title(),
        one.kind().words(),
        path(one.facts().supplier()),
        name(suppliers, one.facts().supplier()),
        target == null ? "files that are imported" : target,
        state(one),
        one.failures() > 0,
        last == null
            ? "not yet"
            : Times.second(last.at())
                + ": "
                + (last.isSeen() ? "" : "nothing seen. ")
                + last.words());
  }

  /** What a lookout does, in words. */
  String state(Lookout one) {
    if (one.isPaused()) {
      return "paused";
    }
    Instant next = one.nextAt();
    if (next == null) {
      return "waits for a file";
    }
    Instant since = one.failingSince();
    String due = next.isAfter(clock.realNow()) ? "looks again at " + Times.minute(next) : "is due";
    return since == null
        ? due
        : "saw nothing "
            + (one.failures() == 1 ? "the last time" : one.failures() + " times in a row")
            + ", since "
            + Times.second(since)
            + "; "
            + due;
  }

  LookoutFormPage form(
      JdbcClient jdbc,
      String action,
      String back,
      boolean isNew,
      LookoutForm form,
      @Nullable String error) {
    return new LookoutFormPage(
        action,
        back,
        isNew,
        error,
        form,
        Arrays.stream(Kind.values())
            .filter(kind -> isNew || kind.word().equals(form.kind()))
            .map(kind -> new LookoutFormPage.Choice(kind.word(), kind.words(), kind.hint()))
            .toList(),
        new SupplierIds(jdbc)
            .all().values().stream()
                .map(SupplierIds.Named::name)
                .sorted(String.CASE_INSENSITIVE_ORDER)
                .toList(),
        LookoutActs.mayLookInside(Caller.signedIn()));
  }

  LookoutPage one(JdbcClient jdbc, Lookout one, @Nullable String error) {
    Map<Integer, SupplierIds.Named> suppliers = new SupplierIds(jdbc).all();
    Map<UUID, String> known = names.names();
    LookoutRows rows = looking.lookouts(jdbc);
    String target = one.facts().target();
    List<Fact> facts =
        new java.util.ArrayList<>(
            List.of(
                new Fact("What", one.kind().words()),
                new Fact("Supplier", name(suppliers, one.facts().supplier())),
                new Fact("Where", target == null ? "files that are imported" : target)));
    if (target != null) {
      facts.add(new Fact("How often", "every " + Numbers.of(one.facts().everyDays(), "day")));
      facts.add(
          new Fact(
              "Network",
              one.facts().isInside()
                  ? "inside our network: private addresses are asked"
                  : "public addresses alone"));
    }
    if (!one.facts().products().isEmpty()) {
      facts.add(new Fact("Products", String.join("; ", one.facts().products())));
    }
    facts.add(
        new Fact(
            "Made by",
            known.getOrDefault(one.madeBy(), "unknown") + ", " + Times.second(one.madeAt())));
    return new LookoutPage(
        one.path(),
        one.facts().title(),
        state(one),
        error,
        facts,
        mayEdit(),
        one.kind().isList(),
        target != null,
        one.isPaused(),
        rows.observations(one.id(), MOST_OBSERVATIONS).stream()
            .map(
                seen ->
                    new LookoutPage.Look(
                        Times.second(seen.at()), seen.source(), seen.isSeen(), seen.words()))
            .toList(),
        lines(jdbc, looking.sightings(jdbc).of(one.id(), MOST_SIGHTINGS)),
        rows.contents(one).stream()
            .findFirst()
            .map(text -> text.lines().limit(MOST_CONTENT).toList())
            .orElse(List.of()));
  }

  /** As the caller may see them. */
  List<SightingsPage.Line> lines(JdbcClient jdbc, List<Sighting> all) {
    Map<Integer, SupplierIds.Named> suppliers = new SupplierIds(jdbc).all();
    Set<UUID> mine = acts.incidents(jdbc, Caller.signedIn().account());
    return all.stream().map(one -> line(one.seenBy(mine), suppliers)).toList();
  }

  private static SightingsPage.Line line(Sighting one, Map<Integer, SupplierIds.Named> suppliers) {
    Integer supplier = one.supplier();
    return new SightingsPage.Line(
        one.path(),
        Integer.toString(one.number()),
        one.title(),
        one.isGrave(),
        one.isAgain(),
        one.kind().words(),
        path(supplier),
        supplier == null ? "" : name(suppliers, supplier),
        Times.second(one.seenAt()),
        one.state().words(),
        one.state() == Sighting.State.NEW);
  }

  SightingPage sighting(
      JdbcClient jdbc, Caller caller, Sighting one, @Nullable String error, String typed) {
    Map<UUID, String> known = names.names();
    Set<UUID> mine = acts.incidents(jdbc, caller.account());
    SightingRows rows = looking.sightings(jdbc);
    LookoutRows.Observation seen = looking.lookouts(jdbc).observation(one.observation());
    Lookout lookout = looking.lookouts(jdbc).find(one.lookout()).orElseThrow();
    SightingActs.Draft draft = acts.draft(jdbc, one);
    Sighting.Said last = one.said();
    UUID incident = last == null ? null : last.incident();
    boolean canOpen = caller.may(Permission.WORK_ON_INCIDENTS) && incident == null;
    return new SightingPage(
        one.path(),
        lookout.isRemoved() ? "/suppliers/lookouts" : lookout.path(),
        path(one.supplier()),
        one.title(),
        one.state().words(),
        error,
        one.isGrave(),
        List.of(
            new Fact("Number", Integer.toString(one.number())),
            new Fact(
                "What", one.kind().words() + (one.isAgain() ? ", sighted before and changed" : "")),
            new Fact("Supplier", name(new SupplierIds(jdbc).all(), one.supplier())),
            new Fact("Seen at", Times.second(one.seenAt())),
            new Fact("From", seen.source()),
            new Fact(
                "Lookout",
                lookout.facts().title() + (lookout.isRemoved() ? ", removed since" : ""))),
        one.detail().stream().map(LookoutView::seenLine).toList(),
        rows.said(one.id()).stream()
            .map(
                said ->
                    new Fact(
                        (said.incident() == null || mine.contains(said.incident())
                                ? said.state()
                                : Sighting.State.LOOKED_AT)
                            .words(),
                        known.getOrDefault(said.by(), "unknown")
                            + ", "
                            + Times.second(said.at())
                            + (said.words().isEmpty() ? "" : ": " + said.words())))
            .toList(),
        incident == null ? null : "/incidents/" + incident,
        caller.may(Permission.EDIT_SUPPLIERS),
        canOpen,
        draft.title(),
        draft.source(),
        typed);
  }

  private static SightingPage.Line seenLine(String line) {
    return line.startsWith("+ ")
        ? new SightingPage.Line("came", line.substring(2))
        : line.startsWith("- ")
            ? new SightingPage.Line("went", line.substring(2))
            : new SightingPage.Line("said", line);
  }
}
