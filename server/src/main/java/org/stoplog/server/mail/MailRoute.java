package org.stoplog.server.mail;

import org.jspecify.annotations.Nullable;

/**
 * A mail server that takes our messages. Its password is not here: it lies sealed, and only {@link
 * MailRoutes#open} uses it.
 *
 * @param catcher for drills: a server that keeps what it gets and sends nothing on; never changes
 * @param host name or address
 * @param security NONE only to this machine
 * @param user to sign in as, null when the server asks for nobody
 * @param from address that messages come from, and that gets what bounces
 * @param fromName name beside it, null for none
 */
public record MailRoute(
    int id,
    String name,
    boolean catcher,
    String host,
    int port,
    Security security,
    @Nullable String user,
    String from,
    @Nullable String fromName) {}
