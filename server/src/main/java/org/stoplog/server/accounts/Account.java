package org.stoplog.server.accounts;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who may sign in, as the list of accounts shows them.
 *
 * @param issuer the provider that says who they are; null where password and code do
 */
public record Account(
    UUID id,
    String name,
    Role role,
    boolean hasSecondFactor,
    Instant createdAt,
    @Nullable Instant signedInAt,
    boolean isDisabled,
    @Nullable String issuer) {}
