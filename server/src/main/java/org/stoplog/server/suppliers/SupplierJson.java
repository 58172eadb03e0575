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
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.RegisterEdit.Thing;
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
   * A supplier with all that belongs to it. What a change takes is in {@link Facts}.
   *
   * @param domains beside the main one
   * @param worksFor names of the suppliers whose sub-processor it is
   * @param securityContact whom to call
   * @param contactVerified how we know that it is them
   * @param contactTested day on which we last tried it
   * @param secondContact somebody else there
   * @param ourContact whom they call here
   * @param lei Legal Entity Identifier (ISO 17442)
   * @param statusPage where it tells of its own failures
   * @param mergedInto name of the supplier that it was merged into
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
      @Nullable String secondContact,
      @Nullable String ourContact,
      @Nullable String legalName,
      @Nullable String lei,
      @Nullable String parentCompany,
      @Nullable String statusPage,
      @Nullable String mergedInto,
      @Nullable LocalDate deleted,
      List<Use> engagements,
      List<Path> connections) {}

  /**
   * One use of a supplier for one purpose.
   *
   * @param replaceable within what time another could do it: days, weeks, months or no
   */
  record Use(
      UUID id,
      String name,
      @Nullable String purpose,
      @Nullable String role,
      @Nullable String owner,
      @Nullable LocalDate started,
      @Nullable LocalDate ended,
      @Nullable String replaceable,
      List<May> grants) {}

  /**
   * What an engagement may receive.
   *
   * @param engagement id of the engagement
   * @param population null for everybody
   */
  record May(
      UUID id,
      UUID engagement,
      List<String> elements,
      @Nullable String population,
      @Nullable LocalDate since,
      @Nullable LocalDate until,
      @Nullable String legalBasis,
      @Nullable String retention,
      @Nullable String place) {}

  /** A technical path. */
  record Path(
      UUID id,
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
   * @param mergedInto name of the supplier of the register that has what it had
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
      @Nullable String contactTested,
      @Nullable String secondContact,
      @Nullable String ourContact,
      @Nullable String legalName,
      @Nullable String lei,
      @Nullable String parentCompany,
      @Nullable String statusPage,
      @Nullable String mergedInto) {
    Facts {
      domains = domains == null ? null : List.copyOf(domains);
      worksFor = worksFor == null ? null : List.copyOf(worksFor);
    }
  }

  static One one(Connection db, PartIds ids, UUID id, SupplierCard card, LocalDate today)
      throws SQLException {
    Supplier supplier = card.supplier();
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
        card.contact().second(),
        card.contact().ours(),
        card.identity().legalName(),
        card.identity().lei(),
        card.identity().parent(),
        card.identity().statusPage(),
        card.identity().mergedInto(),
        supplier.deleted(),
        uses(db, ids, supplier.id()),
        paths(db, ids, supplier.id(), today));
  }

  static List<Use> uses(Connection db, PartIds ids, int supplier) throws SQLException {
    List<May> grants = mays(db, ids, supplier);
    Map<Integer, UUID> uids = ids.all(Thing.ENGAGEMENT);
    return new Register(db)
        .engagements(supplier).stream()
            .filter(one -> uids.containsKey(one.id()))
            .map(
                one -> {
                  UUID id = known(uids, one.id());
                  Engagement.Role role = one.role();
                  return new Use(
                      id,
                      one.name(),
                      one.purpose(),
                      role == null ? null : role.slug(),
                      one.owner(),
                      one.started(),
                      one.ended(),
                      one.replaceable(),
                      grants.stream().filter(grant -> grant.engagement().equals(id)).toList());
                })
            .toList();
  }

  static List<May> mays(Connection db, PartIds ids, int supplier) throws SQLException {
    Map<Integer, UUID> engagements = ids.all(Thing.ENGAGEMENT);
    Map<Integer, UUID> uids = ids.all(Thing.GRANT);
    return new Register(db)
        .grants(supplier).stream()
            .filter(one -> uids.containsKey(one.id()) && engagements.containsKey(one.engagement()))
            .map(
                one -> {
                  var population = one.population();
                  return new May(
                      known(uids, one.id()),
                      known(engagements, one.engagement()),
                      one.elements(),
                      population == null ? null : population.text(),
                      one.since(),
                      one.until(),
                      one.terms().legalBasis(),
                      one.terms().retention(),
                      one.terms().place());
                })
            .toList();
  }

  static List<Path> paths(Connection db, PartIds ids, int supplier, LocalDate today)
      throws SQLException {
    Register register = new Register(db);
    Map<Integer, String> names =
        register.engagements(supplier).stream()
            .collect(Collectors.toMap(Engagement::id, Engagement::name));
    Map<Integer, UUID> uids = ids.all(Thing.CONNECTION);
    List<Coverage.Cell> cells = Coverages.of(db, supplier, today).cells();
    return register.connections(supplier).stream()
        .filter(one -> uids.containsKey(one.id()))
        .map(
            one ->
                new Path(
                    known(uids, one.id()),
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
        .toList();
  }

  /** What came in between two questions is left out of the answer, so that each has its id. */
  private static UUID known(Map<Integer, UUID> uids, int number) {
    return Objects.requireNonNull(uids.get(number), "a row without its id");
  }

  private static Month month(Coverage.Cell cell) {
    return new Month(cell.month().toString(), cell.state().name().toLowerCase(Locale.ROOT));
  }
}
