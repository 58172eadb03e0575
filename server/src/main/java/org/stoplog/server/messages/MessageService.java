package org.stoplog.server.messages;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A program of the company's that takes messages by calls and brings them to people. Its secret is
 * not here: it lies sealed, and only {@link MessageServices#open} uses it.
 *
 * @param catcher for drills: it keeps what it gets and brings nothing on; never changes
 * @param url where it is called; without encryption only on this machine
 * @param isOwnNetwork whether its address may be of a private network
 * @param longest characters that a message may have
 * @param supplier of the register whose service it is; null when it is none's
 */
public record MessageService(
    int id,
    String name,
    MessageKind kind,
    boolean catcher,
    URI url,
    boolean isOwnNetwork,
    int longest,
    @Nullable Integer supplier) {}
