package org.stoplog.ledger.apps;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An app that waits for somebody to decide about it.
 *
 * @param id to name it by
 * @param source slug of an {@link AppSource}
 * @param app its name there
 * @param kind {@code SSO app} or {@code OAuth grant}
 * @param supplier that it would be put to
 * @param domain that this supplier would have, null for none
 * @param known id of the known supplier that it may be, null for none
 * @param evidence {@code domain}, {@code name} or {@code nothing}
 * @param warning why it is only taken one by one, null when nothing is odd
 */
public record ReviewItem(
    int id,
    String source,
    String app,
    String kind,
    List<String> hosts,
    List<String> scopes,
    String supplier,
    @Nullable String domain,
    @Nullable String known,
    String evidence,
    @Nullable String warning) {}
