package org.stoplog.server.accounts;

import org.jspecify.annotations.Nullable;

/** The form to sign in, as it was filled in. */
public record SignInPage(String name, @Nullable String error) {}
