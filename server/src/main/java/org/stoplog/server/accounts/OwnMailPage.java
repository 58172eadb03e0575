package org.stoplog.server.accounts;

import org.jspecify.annotations.Nullable;

/**
 * Where somebody is written to.
 *
 * @param address empty for none
 * @param error null when nothing is wrong
 */
public record OwnMailPage(String address, boolean isKept, @Nullable String error) {}
