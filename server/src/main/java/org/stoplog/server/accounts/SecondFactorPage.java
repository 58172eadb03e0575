package org.stoplog.server.accounts;

import org.jspecify.annotations.Nullable;

/**
 * The form that sets up the second factor.
 *
 * @param sealed the secret, which only the server can read, to come back with the code
 * @param typed the secret for those who cannot use the picture
 */
public record SecondFactorPage(
    QrCode picture, String typed, String sealed, @Nullable String error) {}
