package org.stoplog.server.accounts;

import org.jspecify.annotations.Nullable;

/**
 * The form to sign in, as it was filled in.
 *
 * @param site the host name at which passkeys work; empty where they do not
 * @param provider address that begins to sign in at a provider; empty without one
 */
public record SignInPage(String name, String site, String provider, @Nullable String error) {}
