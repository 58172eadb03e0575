package org.stoplog.ledger.register;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.stoplog.catalog.KnownSupplier;
import org.stoplog.catalog.KnownSuppliers;
import org.stoplog.catalog.SupplierFact;

/**
 * What is known of a supplier of the register that the register does not say. Nothing of it is
 * taken over by itself.
 *
 * @param supplier name in the register
 * @param known id of the known supplier
 * @param kind what it is used for
 * @param domains its domains; empty when the register has its domain
 * @param domainsCertainty how sure these are
 * @param elements what companies usually send it
 */
public record Offer(
    String supplier,
    String known,
    String kind,
    List<String> domains,
    String domainsCertainty,
    List<String> elements) {

  /** For the suppliers without a domain or kind of connection whom exactly one known one fits. */
  public static List<Offer> of(List<Row> rows, List<Supplier> register, KnownSuppliers known) {
    Map<String, Boolean> hasKind = new HashMap<>();
    for (Row row : rows) {
      hasKind.merge(
          Names.key(String.valueOf(row.text(Column.SUPPLIER))),
          row.text(Column.KIND) != null,
          Boolean::logicalOr);
    }
    List<Offer> offers = new ArrayList<>();
    for (Supplier supplier : register) {
      Boolean kind = hasKind.get(Names.key(supplier.name()));
      if (kind == null || (kind && supplier.domain() != null)) {
        continue;
      }
      List<KnownSupplier> found = matching(supplier, known);
      if (found.size() == 1) {
        offers.add(offer(supplier, found.getFirst()));
      }
    }
    return offers;
  }

  /** By its domain where it has one: a name is easily another company's too. */
  private static List<KnownSupplier> matching(Supplier supplier, KnownSuppliers known) {
    String domain = supplier.domain();
    return domain == null
        ? known.byName(supplier.name())
        : known.byDomain(domain).map(List::of).orElse(List.of());
  }

  private static Offer offer(Supplier supplier, KnownSupplier found) {
    return new Offer(
        supplier.name(),
        found.id(),
        found.kind(),
        supplier.domain() == null ? found.list(SupplierFact.DOMAINS) : List.of(),
        found.certainty(SupplierFact.DOMAINS).words(),
        found.list(SupplierFact.USUAL_ELEMENTS));
  }
}
