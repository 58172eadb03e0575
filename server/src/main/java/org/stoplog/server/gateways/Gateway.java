package org.stoplog.server.gateways;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A gateway that somebody named.
 *
 * @param address what applications call it; null when nobody said
 * @param pairedAt when its token was made, as all times here by the real clock; null while it has
 *     none
 * @param revokedAt null while it may call
 * @param seen what it said at its last call; null before the first
 */
record Gateway(
    UUID id,
    String name,
    @Nullable String address,
    Instant madeAt,
    @Nullable Instant pairedAt,
    @Nullable Instant revokedAt,
    @Nullable Seen seen) {

  /**
   * What a gateway said.
   *
   * @param obeys version of the policy; null while it has none
   * @param health null when it did not say
   * @param differs a segment that came again with another content; null when none did
   */
  record Seen(Instant at, @Nullable Long obeys, @Nullable Health health, @Nullable Long differs) {}

  boolean isRevoked() {
    return revokedAt != null;
  }
}
