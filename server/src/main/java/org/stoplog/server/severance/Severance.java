package org.stoplog.server.severance;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.gateway.policy.ConnectionState;

/**
 * A cut of a supplier, of one engagement or of one connection.
 *
 * @param engagement null with {@code connection} null for the whole supplier
 * @param at as all times here by the real clock
 * @param version of the policy that gateways must obey; null when nothing goes through gateways
 * @param ownCopy null while nobody said
 * @param reviewedBy null until another person looked
 * @param restoredAt null while it holds
 */
record Severance(
    UUID id,
    int supplier,
    @Nullable Integer engagement,
    @Nullable Integer connection,
    ConnectionState state,
    String reason,
    UUID by,
    Instant at,
    @Nullable Long version,
    @Nullable OwnCopy ownCopy,
    @Nullable String ownCopyWords,
    @Nullable UUID reviewedBy,
    @Nullable Instant reviewedAt,
    @Nullable UUID approval,
    @Nullable Instant restoredAt) {
  boolean holds() {
    return restoredAt == null;
  }

  boolean isWhole() {
    return engagement == null && connection == null;
  }

  boolean covers(Line line) {
    return (engagement == null || engagement.equals(line.engagement()))
        && (connection == null || connection == line.id());
  }

  static String pathOf(UUID id) {
    return "/severances/" + id;
  }

  static String pathOf(int supplier) {
    return "/suppliers/" + supplier + "/severance";
  }

  static StoplogException unknown() {
    return new StoplogException(Problem.PAGE_UNKNOWN, "There is no such cut.");
  }
}
