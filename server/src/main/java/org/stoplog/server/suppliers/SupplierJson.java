package org.stoplog.server.suppliers;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.exposure.Coverages;
import org.stoplog.ledger.register.Coverage;
import org.stoplog.ledger.register.Engagement;
import org.stoplog.ledger.register.Grant;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.Supplier;
import org.stoplog.ledger.register.SupplierCard;

/** Suppliers as programs see them. Days are in UTC; null is not known. */
final class SupplierJson {
  private SupplierJson() {}

  /**
   * A supplier in a list.
   *
   * @param ended null while any connection lasts
   * @param deleted day by which it is proven to have deleted all it had
   */
  record Line(
      UUID id,
      String name,
      @Nullable String domain,
      @Nullable LocalDate started,
      @Nullable LocalDate ended,
      @Nullable LocalDate deleted) {
    static Line of(UUID id, Supplier supplier) {
      return new Line(
          id,
          supplier.name(),
          supplier.domain(),
          supplier.started(),
          supplier.ended(),
          supplier.deleted());
    }
  }

  /**
   * A supplier with all that belongs to it. The first nine are what a change takes.
   *
   * @param domains beside the main one
   * @param worksFor names of the suppliers whose sub-processor it is
   * @param securityContact whom to call
   * @param contactVerified how we know that it is them
   * @param contactTested day on which we last tried it
   */
  record One(
      UUID id,
      String name,
      @Nullable String domain,
      List<String> domains,
      List<String> worksFor,
      @Nullable LocalDate started,
      @Nullable LocalDate ended,
      @Nullable String securityContact,
      @Nullable String contactVerified,
      @Nullable LocalDate contactTested,
      @Nullable LocalDate deleted,
      List<Use> engagements,
      List<Path> connections) {}

  /** One use of a supplier for one purpose. */
  record Use(
      String name,
      @Nullable String purpose,
      @Nullable String role,
      @Nullable String owner,
      @Nullable LocalDate started,
      @Nullable LocalDate ended,
      List<May> grants) {}

  /**
   * What an engagement may receive.
   *
   * @param population null for everybody
   */
  record May(
      List<String> elements,
      @Nullable String population,
      @Nullable LocalDate since,
      @Nullable LocalDate until,
      @Nullable String legalBasis,
      @Nullable String retention,
      @Nullable String place) {}

  /** A technical path. */
  record Path(
      String name,
      @Nullable String kind,
      @Nullable String engagement,
      @Nullable LocalDate started,
      @Nullable LocalDate ended,
      List<String> scopes,
      List<Month> coverage) {}

  /**
   * A month of a connection.
   *
   * @param month such as 2025-11
   * @param state recorded, imported, partial, declared or dark
   */
  record Month(String month, String state) {}

  /**
   * What a program says of a supplier itself. What is left out of a change is emptied.
   *
   * @param name as people here call it
   * @param worksFor names of suppliers of the register
   * @param started a day such as 2025-11-08; so are the others
   */
  record Facts(
      String name,
      @Nullable String domain,
      @Nullable List<String> domains,
      @Nullable List<String> worksFor,
      @Nullable String started,
      @Nullable String ended,
      @Nullable String securityContact,
      @Nullable String contactVerified,
      @Nullable String contactTested) {
    Facts {
      domains = domains == null ? null : List.copyOf(domains);
      worksFor = worksFor == null ? null : List.copyOf(worksFor);
    }
  }

  static One one(Connection db, UUID id, SupplierCard card, LocalDate today) throws SQLException {
    Register register = new Register(db);
    Supplier supplier = card.supplier();
    List<Engagement> engagements = register.engagements(supplier.id());
    List<Grant> grants = register.grants(supplier.id());
    Map<Integer, String> names =
        engagements.stream().collect(Collectors.toMap(Engagement::id, Engagement::name));
    List<Coverage.Cell> cells = Coverages.of(db, supplier.id(), today).cells();
    return new One(
        id,
        supplier.name(),
        supplier.domain(),
        card.domains(),
        card.parents(),
        card.started(),
        card.ended(),
        card.contact().security(),
        card.contact().verified(),
        card.contact().tested(),
        supplier.deleted(),
        engagements.stream().map(one -> use(one, grants)).toList(),
        register.connections(supplier.id()).stream()
            .map(
                one ->
                    new Path(
                        one.name(),
                        one.kind(),
                        one.engagement() == null ? null : names.get(one.engagement()),
                        one.started(),
                        one.ended(),
                        one.scopes(),
                        cells.stream()
                            .filter(cell -> cell.connection() == one.id())
                            .map(SupplierJson::month)
                            .toList()))
            .toList());
  }

  private static Month month(Coverage.Cell cell) {
    return new Month(cell.month().toString(), cell.state().name().toLowerCase(Locale.ROOT));
  }

  private static Use use(Engagement one, List<Grant> grants) {
    Engagement.Role role = one.role();
    return new Use(
        one.name(),
        one.purpose(),
        role == null ? null : role.slug(),
        one.owner(),
        one.started(),
        one.ended(),
        grants.stream()
            .filter(grant -> Objects.equals(grant.engagement(), one.id()))
            .map(SupplierJson::may)
            .toList());
  }

  private static May may(Grant grant) {
    var population = grant.population();
    return new May(
        grant.elements(),
        population == null ? null : population.text(),
        grant.since(),
        grant.until(),
        grant.terms().legalBasis(),
        grant.terms().retention(),
        grant.terms().place());
  }
}
