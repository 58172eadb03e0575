package org.stoplog.server.incidents;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.stoplog.server.severance.Reach;
import org.stoplog.server.severance.SupplierReach;

/**
 * Claims that follow from what a supplier's credentials could read. What nobody wrote down becomes
 * an open claim: unknown reach is never nobody.
 */
final class DerivedClaims {
  private static final int ID_BYTES = 6;

  private DerivedClaims() {}

  /**
   * A claim that could be recorded.
   *
   * @param isThere whether it is recorded already, with these words
   */
  record Derived(Claiming.Said said, boolean isThere) {}

  static List<Derived> of(String supplier, SupplierReach reach, Set<String> taken) {
    List<Derived> claims = new ArrayList<>();
    for (Reach one : reach.known()) {
      Map<String, Object> claim = base(one.system(), "in", "suspected");
      if (!one.elements().isEmpty()) {
        claim.put("elements", one.elements());
      }
      String period = one.period();
      if (period != null) {
        claim.put("windows", List.of(Map.of("access", period, "zone", "UTC")));
      }
      String cohort = one.cohort();
      if (cohort != null) {
        claim.put("cohort", cohort);
      }
      claim.put(
          "note",
          "Derived: %s of %s, %s could read it. Nobody saw that it was read."
              .formatted(one.credential(), supplier, one.connectionName()));
      claims.add(derived("reach-", one.system(), claim, taken));
    }
    for (SupplierReach.Unknown one : reach.unknown()) {
      Map<String, Object> claim = base(supplier, "unknown", "suspected");
      claim.put(
          "note",
          "Unknown reach: what %s of %s, %s could read is written down nowhere."
              .formatted(one.what(), supplier, one.name()));
      claims.add(derived("unknown-reach-", supplier, claim, taken));
    }
    return claims;
  }

  private static Map<String, Object> base(String supplier, String polarity, String certainty) {
    Map<String, Object> claim = new LinkedHashMap<>();
    claim.put("supplier", supplier);
    claim.put("source", "derived");
    claim.put("polarity", polarity);
    claim.put("certainty", certainty);
    return claim;
  }

  /** The same words get the same id, so that nothing is recorded twice. */
  private static Derived derived(
      String before, String supplier, Map<String, Object> claim, Set<String> taken) {
    String id = before + hash(ClaimDocument.write(claim));
    claim.put("id", id);
    return new Derived(
        new Claiming.Said(id, supplier, ClaimDocument.write(claim)), taken.contains(id));
  }

  private static String hash(String text) {
    try {
      byte[] sha256 =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha256, 0, ID_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  static Set<String> taken(Incidents.Inside inside) {
    return new ClaimRows(inside.jdbc(), inside.keys())
        .all(inside.incident().id()).stream().map(ClaimRows.Row::id).collect(Collectors.toSet());
  }
}
