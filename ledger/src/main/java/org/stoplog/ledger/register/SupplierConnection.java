package org.stoplog.ledger.register;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection: one technical path to a supplier.
 *
 * @param engagement that it serves, null when unknown
 * @param kind for example {@code sdk}, {@code server key}, {@code sftp}; null when unknown
 * @param started first day, null when unknown
 * @param ended last day, null while it lasts
 * @param scopes what it may do, in the words of whoever granted it; empty when unknown
 */
public record SupplierConnection(
    int id,
    int supplier,
    @Nullable Integer engagement,
    String name,
    @Nullable String kind,
    @Nullable LocalDate started,
    @Nullable LocalDate ended,
    List<String> scopes) {
  public SupplierConnection {
    scopes = List.copyOf(scopes);
  }
}
