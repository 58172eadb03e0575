package org.stoplog.server.sightings;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ApiAnswers;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.InvalidBody;
import org.stoplog.server.platform.JsonBody;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Summary;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.suppliers.SupplierIds;

/** Sightings for programs: what waits for a look, and what is made of it. */
@Controller
final class SightingsApi {
  private static final String PATH = ApiAnswers.ROOT + "/sightings";
  private static final String ONE = PATH + "/{sighting}";

  private final Transactions transactions;
  private final Looking looking;
  private final SightingActs acts;

  SightingsApi(Transactions transactions, Looking looking, SightingActs acts) {
    this.transactions = transactions;
    this.looking = looking;
    this.acts = acts;
  }

  /**
   * A sighting.
   *
   * @param kind breaches, sub-processors, exploited, certificate or names
   * @param supplier null when it is about no one supplier
   * @param grave whether it should be looked at before others
   * @param again whether the same thing was sighted before, in another state
   * @param state new, looked-at, not-ours or incident
   * @param words with the state; empty for none
   * @param incident that it led to; null for none, or one that the caller is no member of
   * @param detail lines; of a change, those that came begin with a plus and those that went with a
   *     minus
   */
  record OneSighting(
      UUID id,
      int number,
      UUID lookout,
      String kind,
      SupplierIds.@Nullable Named supplier,
      String title,
      boolean grave,
      boolean again,
      Instant seenAt,
      String state,
      String words,
      @Nullable UUID incident,
      List<String> detail) {
    OneSighting {
      detail = List.copyOf(detail);
    }

    static OneSighting of(Sighting one, Map<Integer, SupplierIds.Named> suppliers) {
      Integer supplier = one.supplier();
      Sighting.Said said = one.said();
      return new OneSighting(
          one.id(),
          one.number(),
          one.lookout(),
          one.kind().word(),
          supplier == null ? null : suppliers.get(supplier),
          one.title(),
          one.isGrave(),
          one.isAgain(),
          one.seenAt(),
          one.state().word(),
          said == null ? "" : said.words(),
          said == null ? null : said.incident(),
          one.detail());
    }
  }

  /** What it is: looked-at, or not-ours with words that say why. */
  record SightingState(String state, @Nullable String words) {}

  /** How the incident begins; what is left out is taken from the sighting. */
  record SightedIncident(@Nullable String title, @Nullable String source) {}

  /** An incident that was opened. */
  record OpenedIncident(UUID incident) {}

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("What lookouts saw of suppliers, newest first.")
  @GetMapping(PATH)
  ResponseEntity<ApiAnswers.Page<OneSighting>> list(
      @RequestParam(name = "kind", required = false) @Nullable String kind,
      @RequestParam(name = "supplier", required = false) @Nullable UUID supplier,
      @RequestParam(name = "state", required = false) @Nullable String state,
      @RequestParam(name = "before", required = false) @Nullable Integer before,
      @RequestParam(name = "limit", required = false) @Nullable Integer asked) {
    int limit = ApiAnswers.limit(asked);
    Kind ofKind =
        kind == null
            ? null
            : Kind.of(kind)
                .orElseThrow(
                    () ->
                        Targets.wrong(
                            "kind is one of breaches, sub-processors, exploited, certificate,"
                                + " names."));
    Sighting.State inState =
        state == null
            ? null
            : Sighting.State.of(state)
                .orElseThrow(
                    () -> Targets.wrong("state is one of new, looked-at, not-ours, incident."));
    return ApiAnswers.ok(
        transactions.run(
            jdbc -> {
              Map<Integer, SupplierIds.Named> suppliers = new SupplierIds(jdbc).all();
              List<Sighting> found =
                  looking
                      .sightings(jdbc)
                      .list(
                          new SightingRows.Asked(
                              ofKind,
                              new SupplierIds(jdbc).numberOf(supplier),
                              inState,
                              before == null ? Long.MAX_VALUE : before,
                              limit + 1,
                              acts.incidents(jdbc, Caller.signedIn().account())));
              return ApiAnswers.page(
                  found,
                  limit,
                  one -> OneSighting.of(one, suppliers),
                  one -> String.valueOf(one.number()));
            }));
  }

  private OneSighting shown(JdbcClient jdbc, UUID id) {
    return OneSighting.of(acts.find(jdbc, Caller.signedIn(), id), new SupplierIds(jdbc).all());
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("One sighting.")
  @GetMapping(ONE)
  ResponseEntity<OneSighting> one(@PathVariable("sighting") UUID id) {
    return ApiAnswers.ok(transactions.run(jdbc -> shown(jdbc, id)));
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Says what a sighting is: looked at, or not ours.")
  @PostMapping(ONE + "/state")
  ResponseEntity<OneSighting> say(@PathVariable("sighting") UUID id, @JsonBody SightingState said) {
    Sighting.State state =
        Sighting.State.of(said.state())
            .filter(one -> one == Sighting.State.LOOKED_AT || one == Sighting.State.NOT_OURS)
            .orElseThrow(() -> new InvalidBody("/state", "One of looked-at, not-ours."));
    acts.say(Caller.signedIn(), id, state, Objects.requireNonNullElse(said.words(), ""));
    return ApiAnswers.ok(transactions.run(jdbc -> shown(jdbc, id)));
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL, byToken = true)
  @Summary(value = "Opens an incident by a sighting.", status = 201)
  @PostMapping(ONE + "/incident")
  ResponseEntity<OpenedIncident> open(
      @PathVariable("sighting") UUID id, @JsonBody SightedIncident wanted) {
    Caller caller = Caller.signedIn();
    SightingActs.Draft draft =
        transactions.run(jdbc -> acts.draft(jdbc, acts.find(jdbc, caller, id)));
    UUID incident =
        acts.open(
            caller,
            id,
            Objects.requireNonNullElse(wanted.title(), draft.title()),
            Objects.requireNonNullElse(wanted.source(), draft.source()));
    return ApiAnswers.created(
        ApiAnswers.ROOT + "/incidents/" + incident, new OpenedIncident(incident));
  }
}
