package org.stoplog.server.mail;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A mailbox that is looked into, and never changed. Its password lies sealed and is not here.
 *
 * @param security TLS, or NONE only to this machine
 * @param owner who is the first member of what its mails open
 * @param active whether it is looked into by itself
 * @param readAt when it was last read to its end, by the real clock; null for never
 * @param failure what was wrong the last time, in words for people; null when nothing was
 */
record Mailbox(
    int id,
    String name,
    MailPurpose purpose,
    String host,
    int port,
    Security security,
    String user,
    String folder,
    UUID owner,
    boolean active,
    @Nullable Instant readAt,
    @Nullable Instant failedAt,
    @Nullable String failure) {}
