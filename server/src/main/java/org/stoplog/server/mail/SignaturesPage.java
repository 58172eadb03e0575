package org.stoplog.server.mail;

import org.jspecify.annotations.Nullable;

/**
 * Whether signatures of mails are checked, and whom that asks.
 *
 * @param isOn whether a resolver is set
 * @param address as kept or as typed; so is the port
 * @param error what was wrong with what was typed; null when nothing was
 * @param isSaved whether it was just changed
 */
public record SignaturesPage(
    boolean isOn, String address, String port, @Nullable String error, boolean isSaved) {}
