package org.stoplog.ledger.exposure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.exposure.Claim.Polarity;
import org.stoplog.ledger.exposure.Claim.Verified;

/**
 * The claims that an exposure works with.
 *
 * @param scenario name, null for the base that all scenarios share
 * @param working positive claims in force; what is in one of them is in
 * @param notApplied claims that are known but change nothing by themselves
 * @param superseded claims that a later one replaced
 */
public record Scope(
    @Nullable String scenario,
    List<Claim> working,
    List<NotApplied> notApplied,
    List<Claim> superseded) {
  private static final String NEGATIVE =
      "a negative claim narrows only by the decision of two people";
  private static final String OPEN = "it says neither that something was taken nor that it was not";

  public Scope {
    working = List.copyOf(working);
    notApplied = List.copyOf(notApplied);
    superseded = List.copyOf(superseded);
  }

  /** A claim that changes nothing by itself, and why. */
  public record NotApplied(Claim claim, String reason) {}

  /**
   * The base first, then one scope for each scenario in the order of their first mention: the
   * base's claims and its own. A scenario's claim supersedes another only within its scenario.
   */
  public static List<Scope> of(Claims claims) {
    Set<@Nullable String> scenarios = new LinkedHashSet<>();
    scenarios.add(null);
    claims.all().forEach(claim -> scenarios.add(claim.scenario()));
    List<Scope> scopes = new ArrayList<>();
    for (String scenario : scenarios) {
      scopes.add(of(scenario, claims));
    }
    return List.copyOf(scopes);
  }

  /** Working claims of others whose sender nobody verified: the mailbox may be the attacker's. */
  public List<Claim> unverified() {
    return working.stream()
        .filter(claim -> claim.origin().verified() == Verified.NONE)
        .filter(claim -> !claim.origin().source().isOurs())
        .toList();
  }

  private static Scope of(@Nullable String scenario, Claims claims) {
    List<Claim> visible =
        claims.all().stream()
            .filter(claim -> claim.scenario() == null || Objects.equals(claim.scenario(), scenario))
            .toList();
    Set<String> replaced = replaced(visible);
    List<Claim> working = new ArrayList<>();
    List<NotApplied> notApplied = new ArrayList<>();
    List<Claim> superseded = new ArrayList<>();
    for (Claim claim : visible) {
      if (replaced.contains(claim.id())) {
        superseded.add(claim);
        continue;
      }
      switch (claim.polarity()) {
        case IN -> working.add(claim);
        case OUT -> notApplied.add(new NotApplied(claim, NEGATIVE));
        case UNKNOWN -> notApplied.add(new NotApplied(claim, OPEN));
      }
    }
    return new Scope(scenario, working, notApplied, superseded);
  }

  /**
   * Ids that a later claim replaced. A positive claim is replaced only by a positive one, directly
   * or along a chain: else "no, nothing was taken" would narrow by superseding.
   */
  private static Set<String> replaced(List<Claim> visible) {
    Map<String, Claim> byId = new HashMap<>();
    visible.forEach(claim -> byId.put(claim.id(), claim));
    Set<String> replaced = new HashSet<>();
    for (Claim later : visible) {
      Set<String> seen = new HashSet<>(Set.of(later.id()));
      Claim earlier = earlier(later, byId);
      while (earlier != null && seen.add(earlier.id())) {
        if (later.polarity() == Polarity.IN || earlier.polarity() != Polarity.IN) {
          replaced.add(earlier.id());
        }
        earlier = earlier(earlier, byId);
      }
    }
    return replaced;
  }

  private static @Nullable Claim earlier(Claim claim, Map<String, Claim> byId) {
    return claim.supersedes() == null ? null : byId.get(claim.supersedes());
  }
}
