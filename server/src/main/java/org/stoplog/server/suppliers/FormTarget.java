package org.stoplog.server.suppliers;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.register.Column;
import org.stoplog.ledger.register.Engagement;
import org.stoplog.ledger.register.Grant;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.RegisterEdit;
import org.stoplog.ledger.register.SupplierCard;
import org.stoplog.ledger.register.SupplierConnection;

/**
 * What a form is about, as it is in the register now.
 *
 * @param thing id, null for something new
 * @param engagement id of a grant's, else 0
 * @param stamp empty for something new
 * @param values empty for something new
 */
record FormTarget(
    FormKind kind,
    @Nullable Integer thing,
    SupplierCard card,
    int engagement,
    String stamp,
    Map<Column, String> values,
    List<String> engagements) {
  FormTarget {
    values = Map.copyOf(values);
    engagements = List.copyOf(engagements);
  }

  int supplier() {
    return card.supplier().id();
  }

  /** Something that is there. */
  static FormTarget of(Connection db, FormKind kind, int id) throws SQLException {
    int supplier =
        switch (kind.thing) {
          case SUPPLIER -> id;
          case ENGAGEMENT -> owner(db, "select supplier from engagement where id = ?", id);
          case CONNECTION -> owner(db, "select supplier from connection where id = ?", id);
          case GRANT ->
              owner(
                  db,
                  "select e.supplier from data_grant g join engagement e on e.id = g.engagement where g.id = ?",
                  id);
        };
    SupplierCard card = SupplierDetails.card(db, supplier).orElseThrow(SupplierController::unknown);
    Register register = new Register(db);
    List<Engagement> engagements = register.engagements(supplier);
    Map<Column, String> values = new EnumMap<>(Column.class);
    int engagement = 0;
    switch (kind.thing) {
      case SUPPLIER -> values(values, card);
      case ENGAGEMENT -> values(values, by(engagements, one -> one.id() == id));
      case CONNECTION ->
          values(values, by(register.connections(supplier), one -> one.id() == id), engagements);
      case GRANT -> {
        Grant grant = by(register.grants(supplier), one -> one.id() == id);
        engagement = grant.engagement();
        values(values, grant);
      }
    }
    values.keySet().retainAll(kind.columns);
    return new FormTarget(
        kind,
        id,
        card,
        engagement,
        RegisterEdit.stamp(db, kind.thing, id).orElseThrow(SupplierController::unknown),
        values,
        engagements.stream().map(Engagement::name).toList());
  }

  /** Something new of a supplier, or of an engagement for a grant. */
  static FormTarget added(Connection db, FormKind kind, int id) throws SQLException {
    boolean isGrant = kind == FormKind.GRANT;
    int supplier = isGrant ? owner(db, "select supplier from engagement where id = ?", id) : id;
    SupplierCard card = SupplierDetails.card(db, supplier).orElseThrow(SupplierController::unknown);
    return new FormTarget(
        kind,
        null,
        card,
        isGrant ? id : 0,
        "",
        Map.of(),
        new Register(db).engagements(supplier).stream().map(Engagement::name).toList());
  }

  private static int owner(Connection db, String sql, int id) throws SQLException {
    try (PreparedStatement find = db.prepareStatement(sql)) {
      find.setInt(1, id);
      try (ResultSet row = find.executeQuery()) {
        if (!row.next()) {
          throw new StoplogException(Problem.PAGE_UNKNOWN, "There is no such entry.");
        }
        return row.getInt(1);
      }
    }
  }

  private static <T> T by(List<T> all, java.util.function.Predicate<T> which) {
    return all.stream().filter(which).findFirst().orElseThrow(SupplierController::unknown);
  }

  private static void values(Map<Column, String> values, SupplierCard card) {
    put(values, Column.SUPPLIER, card.supplier().name());
    put(values, Column.DOMAIN, card.supplier().domain());
    put(values, Column.DOMAINS, String.join(";", card.domains()));
    put(values, Column.SUBPROCESSOR_OF, String.join(";", card.parents()));
    put(values, Column.STARTED, card.started());
    put(values, Column.ENDED, card.ended());
    put(values, Column.DELETED, card.supplier().deleted());
    put(values, Column.SECURITY_CONTACT, card.contact().security());
    put(values, Column.CONTACT_VERIFIED, card.contact().verified());
    put(values, Column.CONTACT_TESTED, card.contact().tested());
    put(values, Column.SECOND_CONTACT, card.contact().second());
    put(values, Column.OUR_CONTACT, card.contact().ours());
    put(values, Column.LEGAL_NAME, card.identity().legalName());
    put(values, Column.LEI, card.identity().lei());
    put(values, Column.PARENT_COMPANY, card.identity().parent());
    put(values, Column.STATUS_PAGE, card.identity().statusPage());
    put(values, Column.MERGED_INTO, card.identity().mergedInto());
  }

  private static void values(Map<Column, String> values, Engagement engagement) {
    Engagement.Role role = engagement.role();
    put(values, Column.ENGAGEMENT, engagement.name());
    put(values, Column.PURPOSE, engagement.purpose());
    put(values, Column.ROLE, role == null ? null : role.slug());
    put(values, Column.OWNER, engagement.owner());
    put(values, Column.STARTED, engagement.started());
    put(values, Column.ENDED, engagement.ended());
    put(values, Column.REPLACEABLE, engagement.replaceable());
  }

  private static void values(
      Map<Column, String> values, SupplierConnection connection, List<Engagement> engagements) {
    put(values, Column.CONNECTION, connection.name());
    put(values, Column.KIND, connection.kind());
    engagements.stream()
        .filter(one -> Objects.equals(one.id(), connection.engagement()))
        .forEach(one -> put(values, Column.ENGAGEMENT, one.name()));
    put(values, Column.STARTED, connection.started());
    put(values, Column.ENDED, connection.ended());
    put(values, Column.SCOPES, String.join(";", connection.scopes()));
  }

  private static void values(Map<Column, String> values, Grant grant) {
    var population = grant.population();
    put(values, Column.ELEMENTS, String.join(";", grant.elements()));
    put(values, Column.POPULATION, population == null ? null : population.text());
    put(values, Column.SINCE, grant.since());
    put(values, Column.UNTIL, grant.until());
    put(values, Column.LEGAL_BASIS, grant.terms().legalBasis());
    put(values, Column.RETENTION, grant.terms().retention());
    put(values, Column.PLACE, grant.terms().place());
  }

  private static void put(Map<Column, String> values, Column column, @Nullable Object value) {
    if (value != null) {
      values.put(column, value.toString());
    }
  }
}
