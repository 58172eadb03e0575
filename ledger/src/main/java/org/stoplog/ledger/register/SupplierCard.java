package org.stoplog.ledger.register;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the register says of a supplier itself, as it was written down.
 *
 * @param supplier with its period from its connections where none was written down
 * @param started first day as written down, null when it was not; so is ended
 * @param contact whom to call
 * @param domains beside the main one
 * @param parents names of the suppliers that it works for
 */
public record SupplierCard(
    Supplier supplier,
    @Nullable LocalDate started,
    @Nullable LocalDate ended,
    Contact contact,
    List<String> domains,
    List<String> parents) {
  public SupplierCard {
    domains = List.copyOf(domains);
    parents = List.copyOf(parents);
  }

  /**
   * Whom to call about security; each null when not written down.
   *
   * @param verified how we know that it is them
   * @param tested day on which we last tried it
   */
  public record Contact(
      @Nullable String security, @Nullable String verified, @Nullable LocalDate tested) {}
}
