package org.stoplog.ledger.register;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A connection: one technical path to a supplier.
 *
 * @param engagement that it serves, null when unknown
 * @param kind for example {@code sdk}, {@code server key}, {@code sftp}; null when unknown
 * @param started first day, null when unknown
 * @param ended last day, null while it lasts
 */
public record SupplierConnection(
    int id,
    int supplier,
    @Nullable Integer engagement,
    String name,
    @Nullable String kind,
    @Nullable LocalDate started,
    @Nullable LocalDate ended) {}
