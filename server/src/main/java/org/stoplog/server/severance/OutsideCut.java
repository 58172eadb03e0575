package org.stoplog.server.severance;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A cut that no gateway makes.
 *
 * @param severance that it is part of; null for none
 * @param isByOthers whether it was not us who cut, as when a platform revokes an app
 * @param who cut it
 * @param proof how we know
 * @param cutAt when, as said
 */
record OutsideCut(
    UUID id,
    int connection,
    @Nullable UUID severance,
    boolean isByOthers,
    String who,
    String proof,
    Instant cutAt,
    UUID notedBy,
    Instant notedAt) {}
