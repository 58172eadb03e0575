package org.stoplog.server.platform;

import org.jspecify.annotations.Nullable;

/**
 * Long work, as its page and its line show it.
 *
 * @param isOn whether it waits or runs
 * @param step what is being done; null when it does not run
 * @param percent null when nobody knows the end
 * @param amount how much, how fast and how long still; null when nothing is to be said
 * @param result path of the page with what came of it
 * @param message why it failed
 */
public record WorkPage(
    String path,
    String title,
    String state,
    boolean isOn,
    @Nullable String step,
    @Nullable Integer percent,
    @Nullable String amount,
    @Nullable String result,
    @Nullable String message,
    String began) {}
