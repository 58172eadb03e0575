package org.stoplog.server.accounts;

import org.jspecify.annotations.Nullable;

/**
 * The form of a one-time link.
 *
 * @param knownName of the account that it opens again; null when it makes one
 */
public record WelcomePage(
    String path,
    @Nullable String knownName,
    String name,
    String nameRule,
    String passwordRule,
    @Nullable String error) {}
