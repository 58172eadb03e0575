package org.stoplog.server.accounts;

import java.util.UUID;

/**
 * The link that an approval allows.
 *
 * @param state what there is to do, or why there is nothing
 * @param canMake whether whoever looks may make it now
 */
public record ApprovedLinkPage(UUID approval, String title, String state, boolean canMake) {}
