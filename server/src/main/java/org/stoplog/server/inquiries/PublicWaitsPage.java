package org.stoplog.server.inquiries;

/**
 * An answer is looked for; the page loads itself again.
 *
 * @param seconds until then
 */
public record PublicWaitsPage(int seconds) {}
