package org.stoplog.server.suppliers;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.KnownSupplier;
import org.stoplog.catalog.KnownSuppliers;
import org.stoplog.ledger.register.OwnSuppliers;

/** Which known supplier one of the register is. */
public final class KnownAs {
  private KnownAs() {}

  /**
   * By its domain, else by its name where only one is called so.
   *
   * @param domain null when the register has none
   */
  public static Optional<KnownSupplier> of(Connection db, String name, @Nullable String domain)
      throws SQLException {
    KnownSuppliers all = new OwnSuppliers(db).known();
    Optional<KnownSupplier> found = domain == null ? Optional.empty() : all.byDomain(domain);
    if (found.isPresent()) {
      return found;
    }
    List<KnownSupplier> named = all.byName(name);
    return named.size() == 1 ? Optional.of(named.getFirst()) : Optional.empty();
  }
}
