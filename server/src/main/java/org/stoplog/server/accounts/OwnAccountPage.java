package org.stoplog.server.accounts;

/** What somebody sees of their own account. */
public record OwnAccountPage(
    String name, String role, int recoveryCodesLeft, int passkeys, boolean isByProvider) {}
