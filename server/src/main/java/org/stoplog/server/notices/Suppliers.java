package org.stoplog.server.notices;

import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.Supplier;

/** What a supplier is called in a letter. */
final class Suppliers {
  private Suppliers() {}

  /**
   * @param id null while nobody knows which one it is
   */
  static String name(Ledger ledger, @Nullable Integer id) {
    return ledger.inTransaction(db -> new Register(db).all()).stream()
        .filter(supplier -> id != null && supplier.id() == id)
        .map(Supplier::name)
        .findFirst()
        .orElse("a supplier of ours");
  }
}
