package org.stoplog.server.incidents;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ApiAnswers;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Counts;
import org.stoplog.server.platform.JsonBody;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Summary;

/** The working scope for programs, which may widen it, and its numbers. */
@Controller
final class ScopeApi {
  private static final String PATH = IncidentsApi.PATH + "/{id}";

  private final Incidents incidents;
  private final Scoping scoping;

  ScopeApi(Incidents incidents, Scoping scoping) {
    this.incidents = incidents;
    this.scoping = scoping;
  }

  /**
   * The scope that is worked with.
   *
   * @param version 0 before the first decision; then all else is empty
   * @param approvedBy the second person; null where one was enough
   */
  record Scope(
      int version,
      List<String> claims,
      @Nullable String reason,
      @Nullable UUID decidedBy,
      @Nullable UUID approvedBy) {}

  /**
   * A decision.
   *
   * @param version of the scope that was seen; 0 for none
   * @param claims ids of all claims to work with
   */
  record Decision(int version, List<String> claims, String reason) {
    Decision {
      claims = List.copyOf(claims);
    }
  }

  /** Work that was started; see /api/v1/running/{id}. */
  record Started(UUID work) {}

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL, byToken = true)
  @Summary("The claims that are worked with. The ETag is the version.")
  @GetMapping(PATH + "/scope")
  ResponseEntity<Scope> scope(@PathVariable("id") UUID id) {
    Scope scope = read(Caller.signedIn(), id);
    return ApiAnswers.ok(scope, String.valueOf(scope.version()));
  }

  private Scope read(Caller caller, UUID id) {
    return incidents.read(
        caller,
        id,
        inside ->
            new Scopes(inside.jdbc(), inside.keys())
                .latest(id)
                .map(
                    one ->
                        new Scope(
                            one.version(),
                            one.claims().stream().sorted().toList(),
                            one.reason(),
                            one.decidedBy(),
                            one.approvedBy()))
                .orElse(new Scope(0, List.of(), null, null, null)));
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL, byToken = true)
  @Summary(
      value = "Decides a wider scope. A narrower one is asked for by a person, on the page.",
      status = 201)
  @PostMapping(PATH + "/scope")
  ResponseEntity<Scope> decide(@PathVariable("id") UUID id, @JsonBody Decision decision) {
    Caller caller = Caller.signedIn();
    scoping.decide(
        caller,
        id,
        new Scoping.Wanted(
            decision.version(), new LinkedHashSet<>(decision.claims()), decision.reason()),
        Scoping.Narrowing.IS_REFUSED);
    return ApiAnswers.created(IncidentsApi.PATH + "/" + id + "/scope", read(caller, id));
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Exposures with all their numbers and deltas, newest first.")
  @GetMapping(PATH + "/exposures")
  ResponseEntity<ApiAnswers.Page<IncidentJson.Exposure>> exposures(
      @PathVariable("id") UUID id,
      @RequestParam(name = "before", required = false) @Nullable Long before,
      @RequestParam(name = "limit", required = false) @Nullable Integer asked) {
    int limit = ApiAnswers.limit(asked);
    long below = before == null ? Long.MAX_VALUE : before;
    Counts counts = Counts.of(Caller.signedIn());
    List<Exposures.Frozen> found =
        frozen(id).stream().filter(one -> one.exposure() < below).limit(limit + 1L).toList();
    return ApiAnswers.ok(
        ApiAnswers.page(
            found,
            limit,
            one -> IncidentJson.exposure(one, counts),
            one -> String.valueOf(one.exposure())));
  }

  private List<Exposures.Frozen> frozen(UUID id) {
    return incidents.read(
        Caller.signedIn(),
        id,
        inside -> new Exposures(inside.jdbc(), inside.keys()).newest(id, Integer.MAX_VALUE));
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL, byToken = true)
  @Summary("One exposure with all its numbers.")
  @GetMapping(PATH + "/exposures/{number}")
  ResponseEntity<IncidentJson.Exposure> exposure(
      @PathVariable("id") UUID id, @PathVariable("number") long number) {
    Counts counts = Counts.of(Caller.signedIn());
    return ApiAnswers.ok(
        frozen(id).stream()
            .filter(one -> one.exposure() == number)
            .findFirst()
            .map(one -> IncidentJson.exposure(one, counts))
            .orElseThrow(
                () -> new StoplogException(Problem.PAGE_UNKNOWN, "There is no such exposure.")));
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL, byToken = true)
  @Summary(value = "Starts working out who is affected by the scope as it is.", status = 202)
  @PostMapping(PATH + "/exposures")
  ResponseEntity<Started> expose(@PathVariable("id") UUID id) {
    UUID work = scoping.expose(Caller.signedIn(), id);
    return ApiAnswers.started(ApiAnswers.ROOT + "/running/" + work, new Started(work));
  }
}
