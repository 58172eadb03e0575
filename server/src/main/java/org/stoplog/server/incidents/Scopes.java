package org.stoplog.server.incidents;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.exposure.Claim;
import org.stoplog.ledger.exposure.Claim.Polarity;
import org.stoplog.ledger.exposure.Claims;
import org.stoplog.ledger.identity.Keyset;

/** The claims that an incident works with, version by version. */
final class Scopes {
  private final JdbcClient jdbc;
  private final Keyset keys;

  Scopes(JdbcClient jdbc, Keyset keys) {
    this.jdbc = jdbc;
    this.keys = keys;
  }

  /**
   * A scope as it was decided.
   *
   * @param version from 1 on
   * @param seq of the event that records it
   * @param approvedBy the second person; null where one was enough
   * @param claims ids of the positive claims that are worked with
   */
  record Scope(
      int version,
      long seq,
      boolean narrows,
      UUID decidedBy,
      @Nullable UUID approvedBy,
      String reason,
      Set<String> claims) {
    Scope {
      claims = Set.copyOf(claims);
    }
  }

  Optional<Scope> latest(UUID incident) {
    return jdbc.sql(
            """
            select version, seq, narrows, decided_by, approved_by, reason from incident_scope
            where incident = :incident order by version desc limit 1
            """)
        .param("incident", incident)
        .query(
            (row, number) ->
                new Scope(
                    row.getInt("version"),
                    row.getLong("seq"),
                    row.getBoolean("narrows"),
                    row.getObject("decided_by", UUID.class),
                    row.getObject("approved_by", UUID.class),
                    String.valueOf(Timeline.unseal(keys, incident, row.getBytes("reason"))),
                    claims(incident, row.getInt("version"))))
        .optional();
  }

  Set<String> claims(UUID incident, int version) {
    return new LinkedHashSet<>(
        jdbc.sql(
                "select claim from incident_scope_claim"
                    + " where incident = :incident and version = :version")
            .param("incident", incident)
            .param("version", version)
            .query(String.class)
            .list());
  }

  void add(UUID incident, Scope scope) {
    jdbc.sql(
            """
            insert into incident_scope
              (incident, version, seq, narrows, decided_by, approved_by, reason)
            values (:incident, :version, :seq, :narrows, :by, :approved, :reason)
            """)
        .param("incident", incident)
        .param("version", scope.version())
        .param("seq", scope.seq())
        .param("narrows", scope.narrows())
        .param("by", scope.decidedBy())
        .param("approved", scope.approvedBy())
        .param("reason", Timeline.seal(keys, incident, scope.reason()))
        .update();
    for (String claim : scope.claims()) {
      jdbc.sql("insert into incident_scope_claim values (:incident, :version, :claim)")
          .param("incident", incident)
          .param("version", scope.version())
          .param("claim", claim)
          .update();
    }
  }

  /**
   * Whether somebody could drop out: a claim that was in force is not any more, because it is left
   * out or because another one of the new scope supersedes it. Whether the new one is really
   * smaller is not for a program to say.
   */
  static boolean narrows(Claims all, Set<String> before, Set<String> after) {
    return !inForce(all, after).containsAll(inForce(all, before));
  }

  /** Of these claims, those that none of the others supersedes, directly or along a chain. */
  static Set<String> inForce(Claims all, Set<String> chosen) {
    Map<String, Claim> byId = new HashMap<>();
    all.all().forEach(claim -> byId.put(claim.id(), claim));
    Set<String> replaced = new HashSet<>();
    for (String id : chosen) {
      Claim later = byId.get(id);
      if (later == null || later.polarity() != Polarity.IN) {
        continue;
      }
      Set<String> seen = new HashSet<>(Set.of(id));
      String earlier = later.supersedes();
      while (earlier != null && seen.add(earlier)) {
        replaced.add(earlier);
        Claim found = byId.get(earlier);
        earlier = found == null ? null : found.supersedes();
      }
    }
    Set<String> left = new LinkedHashSet<>(chosen);
    left.removeAll(replaced);
    return left;
  }

  /**
   * What to put to the ledger: the claims of the scope, for all scenarios alike; and beside them
   * what changes nothing by itself and what parallel scenarios claim, to be counted and shown.
   */
  static Claims toAsk(String title, Claims all, Set<String> scope) {
    List<Claim> asked = new ArrayList<>();
    Set<String> kept = new HashSet<>();
    for (Claim claim : all.all()) {
      boolean isIn = scope.contains(claim.id());
      if (isIn || claim.polarity() != Polarity.IN || claim.scenario() != null) {
        kept.add(claim.id());
        asked.add(isIn ? inBase(claim) : claim);
      }
    }
    // What a claim supersedes may be a claim that nobody works with; then it supersedes nothing
    // here.
    return new Claims(
        title,
        asked.stream()
            .map(
                claim ->
                    claim.supersedes() == null || kept.contains(claim.supersedes())
                        ? claim
                        : superseding(claim, kept, all))
            .toList());
  }

  /** The nearest earlier claim along the chain that is asked with too. */
  private static Claim superseding(Claim claim, Set<String> kept, Claims all) {
    Map<String, Claim> byId = new HashMap<>();
    all.all().forEach(one -> byId.put(one.id(), one));
    Set<String> seen = new HashSet<>();
    String earlier = claim.supersedes();
    while (earlier != null && seen.add(earlier) && !kept.contains(earlier)) {
      Claim found = byId.get(earlier);
      earlier = found == null ? null : found.supersedes();
    }
    return with(
        claim, claim.scenario(), earlier != null && kept.contains(earlier) ? earlier : null);
  }

  private static Claim inBase(Claim claim) {
    return with(claim, null, claim.supersedes());
  }

  private static Claim with(Claim claim, @Nullable String scenario, @Nullable String supersedes) {
    return new Claim(
        claim.id(),
        claim.supplier(),
        claim.origin(),
        claim.polarity(),
        claim.certainty(),
        claim.taken(),
        scenario,
        supersedes,
        claim.note());
  }
}
