package org.stoplog.server.incidents;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.exposure.Claim;
import org.stoplog.ledger.exposure.Claim.Polarity;
import org.stoplog.ledger.exposure.Claims;
import org.stoplog.server.accounts.Approvals;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Counts;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.Works;

/** The working scope: one person widens it, two narrow it; and its number. */
@Controller
final class ScopeController {
  private static final int UNPROCESSABLE = 422;
  private static final int CONFLICT = 409;
  static final int LONGEST_REASON = 2_000;

  private final Pages pages;
  private final Incidents incidents;
  private final Facts facts;
  private final Works works;
  private final Approvals approvals;

  ScopeController(Pages pages, Incidents incidents, Facts facts, Works works, Approvals approvals) {
    this.pages = pages;
    this.incidents = incidents;
    this.facts = facts;
    this.works = works;
    this.approvals = approvals;
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping("/incidents/{id}/scope")
  View show(@PathVariable("id") UUID id) {
    return page(id, null, null, "", 200);
  }

  /**
   * @param chosen what was ticked; null to show what is worked with
   */
  private View page(
      UUID id, @Nullable String error, @Nullable Set<String> chosen, String reason, int status) {
    Caller caller = Caller.signedIn();
    ScopePage page =
        incidents.read(
            caller,
            id,
            inside -> {
              String waiting =
                  approvals
                      .waiting(inside.jdbc(), ScopeNarrowing.ACT, id.toString())
                      .map(approval -> "/approvals/" + approval.id())
                      .orElse(null);
              return facts.looking(
                  inside,
                  List.of(),
                  claims -> page(inside, claims, caller, waiting, error, chosen, reason));
            });
    return pages.view("incident-scope", page, status);
  }

  private static ScopePage page(
      Incidents.Inside inside,
      Claims claims,
      Caller caller,
      @Nullable String waiting,
      @Nullable String error,
      @Nullable Set<String> chosen,
      String reason) {
    Incident incident = inside.incident();
    Optional<Scopes.Scope> scope = new Scopes(inside.jdbc(), inside.keys()).latest(incident.id());
    Set<String> worked = scope.map(Scopes.Scope::claims).orElse(Set.of());
    boolean isNumberOld =
        scope.isPresent()
            && new Exposures(inside.jdbc(), inside.keys())
                .latest(incident.id())
                .map(frozen -> frozen.scope() < scope.get().version())
                .orElse(true);
    // Before the first decision all that is said to have been taken is proposed, not what only a
    // parallel scenario says, nor what nobody checked.
    Set<String> proposed =
        chosen != null
            ? chosen
            : scope.isPresent()
                ? worked
                : claims.all().stream()
                    .filter(claim -> claim.scenario() == null && !ClaimWords.isUnverified(claim))
                    .map(Claim::id)
                    .collect(Collectors.toSet());
    return new ScopePage(
        incident.path(),
        incident.name(),
        scope.map(Scopes.Scope::version).orElse(0),
        scope.map(Scopes.Scope::reason).orElse(null),
        inside.member().works() && caller.may(Permission.WORK_ON_INCIDENTS),
        isNumberOld,
        waiting,
        error,
        reason,
        claims.all().stream()
            .filter(claim -> claim.polarity() == Polarity.IN)
            .map(
                claim ->
                    new ScopePage.Line(
                        claim.id(),
                        incident.path() + "/claims/" + claim.id(),
                        ClaimWords.says(claim),
                        ClaimWords.source(claim),
                        ClaimWords.isUnverified(claim),
                        claim.scenario(),
                        claim.supersedes(),
                        worked.contains(claim.id()),
                        proposed.contains(claim.id())))
            .toList());
  }

  /**
   * Decides the scope.
   *
   * @param version of the scope that the form showed; another one now means that somebody was
   *     faster
   */
  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/scope")
  View decide(
      @PathVariable("id") UUID id,
      @RequestParam("version") int version,
      @RequestParam(name = "claim", defaultValue = "") List<String> ticked,
      @RequestParam("reason") String reason) {
    Set<String> chosen = new LinkedHashSet<>(ticked);
    if (reason.isBlank() || reason.length() > LONGEST_REASON) {
      return page(
          id,
          "Write the reason, in at most " + LONGEST_REASON + " characters: it is a decision.",
          chosen,
          reason,
          UNPROCESSABLE);
    }
    String refused =
        incidents.tryChange(
            Caller.signedIn(),
            id,
            change ->
                facts.looking(
                    change.inside(),
                    List.of(),
                    claims -> decide(change, claims, version, chosen, reason.strip())),
            StoplogException::getMessage,
            Problem.REQUEST_INVALID);
    return refused == null
        ? Redirects.see("/incidents/" + id + "/scope")
        : page(id, refused, chosen, reason, CONFLICT);
  }

  private long decide(
      Incidents.Change change, Claims claims, int version, Set<String> chosen, String reason) {
    Scopes scopes = new Scopes(change.jdbc(), change.inside().keys());
    Optional<Scopes.Scope> before = scopes.latest(change.incident().id());
    int now = before.map(Scopes.Scope::version).orElse(0);
    if (now != version) {
      throw new StoplogException(
          Problem.REQUEST_INVALID,
          "Somebody decided version " + now + " meanwhile. Look at it, then decide again.");
    }
    Set<String> known =
        claims.all().stream()
            .filter(claim -> claim.polarity() == Polarity.IN)
            .map(Claim::id)
            .collect(Collectors.toSet());
    if (chosen.isEmpty() || !known.containsAll(chosen)) {
      throw new StoplogException(
          Problem.REQUEST_INVALID, "Choose at least one claim that says what was taken.");
    }
    Set<String> worked = before.map(Scopes.Scope::claims).orElse(Set.of());
    if (chosen.equals(worked)) {
      throw new StoplogException(
          Problem.REQUEST_INVALID, "This is the scope already; nothing was decided.");
    }
    if (Scopes.narrows(claims, worked, chosen)) {
      change.tell(new Timeline.News("scope.narrowing-asked", Integer.toString(now), reason, false));
      approvals.ask(change.act(), ScopeNarrowing.propose(change, now, worked, chosen, reason));
      return now;
    }
    // What somebody asked to narrow was another scope than this one.
    approvals.edited(
        change.jdbc(), ScopeNarrowing.ACT, change.incident().id().toString(), change.by());
    long seq =
        change.record(
            new Timeline.News("scope.decided", Integer.toString(now + 1), reason, false),
            Map.of("version", now + 1, "claims", chosen.size(), "narrows", false));
    scopes.add(
        change.incident().id(),
        new Scopes.Scope(now + 1, seq, false, change.by(), null, reason, chosen));
    return seq;
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/exposure")
  View expose(@PathVariable("id") UUID id) {
    UUID work =
        incidents.change(
            Caller.signedIn(),
            id,
            change -> {
              int version =
                  new Scopes(change.jdbc(), change.inside().keys())
                      .latest(id)
                      .map(Scopes.Scope::version)
                      .orElseThrow(
                          () ->
                              new StoplogException(
                                  Problem.REQUEST_INVALID,
                                  "No scope has been decided yet; decide it first."));
              UUID started =
                  works.start(
                      change.act(),
                      change.by(),
                      ExposureWork.KIND,
                      "Who is affected by " + change.incident().name(),
                      Map.of(
                          ExposureWork.INCIDENT,
                          id.toString(),
                          ExposureWork.SCOPE,
                          Integer.toString(version)));
              change.record(
                  new Timeline.News("exposure.asked", Integer.toString(version)),
                  Map.of("scope", version));
              return started;
            });
    return Redirects.see(Works.pathOf(work));
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping("/incidents/{id}/exposures/{number}")
  View exposure(@PathVariable("id") UUID id, @PathVariable("number") long number) {
    Counts counts = Counts.of(Caller.signedIn());
    ExposurePage page =
        incidents.read(
            Caller.signedIn(),
            id,
            inside ->
                new Exposures(inside.jdbc(), inside.keys())
                    .newest(id, Integer.MAX_VALUE).stream()
                        .filter(frozen -> frozen.exposure() == number)
                        .findFirst()
                        .map(
                            frozen ->
                                ExposurePage.of(
                                    inside.incident(), frozen, fileNames(inside), counts))
                        .orElseThrow(
                            () ->
                                new StoplogException(
                                    Problem.PAGE_UNKNOWN, "There is no such exposure.")));
    return pages.view("incident-exposure", page);
  }

  private static Map<String, String> fileNames(Incidents.Inside inside) {
    return new FileRows(inside.jdbc(), inside.keys())
        .all(inside.incident().id()).stream()
            .collect(Collectors.toMap(KeptFile::sha256, KeptFile::name));
  }
}
