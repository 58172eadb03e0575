package org.stoplog.sample;

/**
 * @param role {@code admin} or {@code member}
 */
record Membership(Organisation organisation, String role) {}
