package org.stoplog.server.campaigns;

import org.jspecify.annotations.Nullable;

/**
 * Where whoever has a link arrives.
 *
 * @param key of the link, when it is known and a code is asked for; empty before
 * @param script address of what takes the key from behind the # of the address; null when it was
 *     taken
 */
public record AskedDoorPage(
    AskedPage.Words words,
    String language,
    String key,
    boolean isAskedForCode,
    @Nullable String script,
    @Nullable String error) {}
