package org.stoplog.server.gateways;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.gateway.policy.ConnectionState;

/**
 * A cut of a connection, which one person does alone and another looks at afterwards.
 *
 * @param severance that it was made with
 * @param at as all times here by the real clock
 * @param reviewedBy null until another looked
 * @param restoredAt null while it holds
 */
record Cut(
    UUID id,
    int connection,
    UUID severance,
    ConnectionState state,
    String reason,
    UUID by,
    Instant at,
    @Nullable UUID reviewedBy,
    @Nullable Instant reviewedAt,
    @Nullable UUID approval,
    @Nullable Instant restoredAt) {
  boolean holds() {
    return restoredAt == null;
  }
}
