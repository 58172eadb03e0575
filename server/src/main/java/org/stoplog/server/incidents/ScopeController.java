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

  private final Pages pages;
  private final Incidents incidents;
  private final Facts facts;
  private final Scoping scoping;
  private final Approvals approvals;

  ScopeController(
      Pages pages, Incidents incidents, Facts facts, Scoping scoping, Approvals approvals) {
    this.pages = pages;
    this.incidents = incidents;
    this.facts = facts;
    this.scoping = scoping;
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
    try {
      scoping.decide(
          Caller.signedIn(),
          id,
          new Scoping.Wanted(version, chosen, reason),
          Scoping.Narrowing.IS_ASKED_FOR);
      return Redirects.see("/incidents/" + id + "/scope");
    } catch (StoplogException e) {
      if (e.problem() != Problem.REQUEST_INVALID) {
        throw e;
      }
      boolean isUnreasoned = reason.isBlank() || reason.length() > Scoping.LONGEST_REASON;
      return page(
          id,
          String.valueOf(e.getMessage()),
          chosen,
          reason,
          isUnreasoned ? UNPROCESSABLE : CONFLICT);
    }
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/exposure")
  View expose(@PathVariable("id") UUID id) {
    return Redirects.see(Works.pathOf(scoping.expose(Caller.signedIn(), id)));
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
