package org.stoplog.server.bounces;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A provider that may call us, as it is shown.
 *
 * @param calledAt when a call of theirs was last taken, by the real clock; null for never
 * @param confirm an address that somebody has to open once; null for none
 */
record Hook(
    int id,
    String name,
    HookProvider provider,
    boolean active,
    @Nullable Instant calledAt,
    @Nullable String confirm) {}
