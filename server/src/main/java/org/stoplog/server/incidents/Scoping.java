package org.stoplog.server.incidents;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.exposure.Claim;
import org.stoplog.ledger.exposure.Claim.Polarity;
import org.stoplog.ledger.exposure.Claims;
import org.stoplog.server.accounts.Approvals;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Works;

/** Decides the working scope, and has its number worked out. */
final class Scoping {
  static final int LONGEST_REASON = 2_000;

  private final Incidents incidents;
  private final Facts facts;
  private final Works works;
  private final Approvals approvals;

  Scoping(Incidents incidents, Facts facts, Works works, Approvals approvals) {
    this.incidents = incidents;
    this.facts = facts;
    this.works = works;
    this.approvals = approvals;
  }

  /**
   * What somebody decides.
   *
   * @param version of the scope that they saw; 0 for none
   * @param claims ids of those to work with
   */
  record Wanted(int version, Set<String> claims, String reason) {
    Wanted {
      claims = new LinkedHashSet<>(claims);
    }
  }

  /** Whether a scope that narrows may be asked for: a person who sits there may. */
  enum Narrowing {
    IS_ASKED_FOR,
    IS_REFUSED
  }

  /**
   * Decides a scope that is wider, or asks another person for one that is narrower.
   *
   * @throws StoplogException REQUEST_INVALID with what is wrong; ACCESS_DENIED when it narrows and
   *     that is not to be asked for
   */
  long decide(Caller who, UUID id, Wanted wanted, Narrowing narrowing) {
    if (wanted.reason().isBlank() || wanted.reason().length() > LONGEST_REASON) {
      throw new StoplogException(
          Problem.REQUEST_INVALID,
          "Write the reason, in at most " + LONGEST_REASON + " characters: it is a decision.");
    }
    return incidents.change(
        who,
        id,
        change ->
            facts.looking(
                change.inside(), List.of(), claims -> decide(change, claims, wanted, narrowing)));
  }

  private long decide(Incidents.Change change, Claims claims, Wanted wanted, Narrowing narrowing) {
    Scopes scopes = new Scopes(change.jdbc(), change.inside().keys());
    Optional<Scopes.Scope> before = scopes.latest(change.incident().id());
    int now = before.map(Scopes.Scope::version).orElse(0);
    Set<String> chosen = wanted.claims();
    String reason = wanted.reason().strip();
    if (now != wanted.version()) {
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
      if (narrowing == Narrowing.IS_REFUSED) {
        throw new StoplogException(
            Problem.ACCESS_DENIED,
            "This narrows the scope, which two people decide: ask for it on the page of the scope.");
      }
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

  /**
   * Starts working out who is affected by the scope as it is.
   *
   * @return id of the long work
   */
  UUID expose(Caller who, UUID id) {
    return incidents.change(
        who,
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
  }
}
