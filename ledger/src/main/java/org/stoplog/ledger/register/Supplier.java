package org.stoplog.ledger.register;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A company that we share data or access with.
 *
 * @param domain its main internet domain, lower case, null when unknown
 * @param started first day, from its connections when not said of the supplier itself
 * @param ended last day, null while any connection lasts
 * @param deleted day on which it is proven to have deleted all it had, null when never
 */
public record Supplier(
    int id,
    String name,
    @Nullable String domain,
    @Nullable LocalDate started,
    @Nullable LocalDate ended,
    @Nullable LocalDate deleted) {}
