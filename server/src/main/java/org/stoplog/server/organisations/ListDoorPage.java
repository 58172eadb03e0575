package org.stoplog.server.organisations;

import org.jspecify.annotations.Nullable;

/**
 * What somebody with a link sees. It names nobody.
 *
 * @param path of the page, with its token
 * @param error what is wrong with what was sent; null when nothing is
 * @param typed what they wrote, so that it is not lost
 */
public record ListDoorPage(
    String path,
    String expires,
    boolean taken,
    boolean needsCode,
    boolean locked,
    boolean acknowledged,
    boolean asked,
    @Nullable String error,
    String typed) {}
