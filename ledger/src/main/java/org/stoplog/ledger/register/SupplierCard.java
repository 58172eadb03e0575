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
 * @param identity who it is before the law
 * @param domains beside the main one
 * @param parents names of the suppliers that it works for
 */
public record SupplierCard(
    Supplier supplier,
    @Nullable LocalDate started,
    @Nullable LocalDate ended,
    Contact contact,
    Identity identity,
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
   * @param second who else is there: for what must not go to one mailbox alone
   * @param ours whom they call at our side
   */
  public record Contact(
      @Nullable String security,
      @Nullable String verified,
      @Nullable LocalDate tested,
      @Nullable String second,
      @Nullable String ours) {}

  /**
   * Who it is before the law; each null when not written down.
   *
   * @param lei its Legal Entity Identifier (ISO 17442)
   * @param parent company that it belongs to
   * @param statusPage where it tells of its own failures
   * @param mergedInto name of the supplier that it was merged into
   */
  public record Identity(
      @Nullable String legalName,
      @Nullable String lei,
      @Nullable String parent,
      @Nullable String statusPage,
      @Nullable String mergedInto) {}
}
