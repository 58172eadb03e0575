package org.stoplog.ledger.register;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The register as rows: for each engagement its connections and its grants side by side. */
final class RegisterExport {
  private final Register register;
  private final Connection db;
  private final List<Row> rows = new ArrayList<>();

  RegisterExport(Register register, Connection db) {
    this.register = register;
    this.db = db;
  }

  List<Row> rows() throws SQLException {
    String sql =
        """
        select s.id, s.name, s.domain, s.started, s.ended, s.deleted,
               (select string_agg(p.name, ';' order by p.key)
                from supplier_chain c join supplier p on p.id = c.parent where c.supplier = s.id),
               (select string_agg(d.domain, ';' order by d.domain)
                from supplier_domain d where d.supplier = s.id),
               s.security_contact, s.contact_verified, s.contact_tested, s.second_contact,
               s.our_contact, s.legal_name, s.lei, s.parent_company, s.status_page, m.name
        from supplier s left join supplier m on m.id = s.merged_into order by s.key
        """;
    try (PreparedStatement statement = db.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        Map<Column, String> cells = new EnumMap<>(Column.class);
        put(cells, Column.SUPPLIER, row.getString(2));
        put(cells, Column.DOMAIN, row.getString(3));
        put(cells, Column.DELETED, row.getString(6));
        put(cells, Column.SUBPROCESSOR_OF, row.getString(7));
        put(cells, Column.DOMAINS, row.getString(8));
        put(cells, Column.SECURITY_CONTACT, row.getString(9));
        put(cells, Column.CONTACT_VERIFIED, row.getString(10));
        put(cells, Column.CONTACT_TESTED, row.getString(11));
        put(cells, Column.SECOND_CONTACT, row.getString(12));
        put(cells, Column.OUR_CONTACT, row.getString(13));
        put(cells, Column.LEGAL_NAME, row.getString(14));
        put(cells, Column.LEI, row.getString(15));
        put(cells, Column.PARENT_COMPANY, row.getString(16));
        put(cells, Column.STATUS_PAGE, row.getString(17));
        put(cells, Column.MERGED_INTO, row.getString(18));
        supplier(row.getInt(1), cells, row.getString(4), row.getString(5));
      }
    }
    return List.copyOf(rows);
  }

  private void supplier(
      int id, Map<Column, String> supplier, @Nullable String started, @Nullable String ended)
      throws SQLException {
    List<Engagement> engagements = register.engagements(id);
    List<SupplierConnection> connections = register.connections(id);
    List<Grant> grants = register.grants(id);
    if (started != null || ended != null || (engagements.isEmpty() && connections.isEmpty())) {
      Map<Column, String> cells = new EnumMap<>(supplier);
      put(cells, Column.STARTED, started);
      put(cells, Column.ENDED, ended);
      add(cells);
    }
    for (SupplierConnection connection : connections) {
      if (connection.engagement() == null) {
        Map<Column, String> cells = new EnumMap<>(supplier);
        connection(cells, connection);
        add(cells);
      }
    }
    for (Engagement engagement : engagements) {
      Map<Column, String> cells = new EnumMap<>(supplier);
      put(cells, Column.ENGAGEMENT, engagement.name());
      put(cells, Column.PURPOSE, engagement.purpose());
      put(cells, Column.ROLE, engagement.role() == null ? null : engagement.role().slug());
      put(cells, Column.OWNER, engagement.owner());
      put(cells, Column.REPLACEABLE, engagement.replaceable());
      engagement(
          engagement,
          cells,
          connections.stream()
              .filter(c -> Objects.equals(c.engagement(), engagement.id()))
              .toList(),
          grants.stream().filter(grant -> grant.engagement() == engagement.id()).toList());
    }
  }

  private void engagement(
      Engagement engagement,
      Map<Column, String> base,
      List<SupplierConnection> connections,
      List<Grant> grants) {
    // A slot without a connection says the engagement's own period.
    List<Optional<SupplierConnection>> slots = new ArrayList<>();
    if (connections.isEmpty() || engagement.started() != null || engagement.ended() != null) {
      slots.add(Optional.empty());
    }
    connections.forEach(connection -> slots.add(Optional.of(connection)));
    while (slots.size() < grants.size()) {
      slots.add(Optional.empty());
    }
    for (int i = 0; i < slots.size(); i++) {
      Map<Column, String> cells = new EnumMap<>(base);
      if (slots.get(i).isPresent()) {
        connection(cells, slots.get(i).get());
      } else {
        put(cells, Column.STARTED, engagement.started());
        put(cells, Column.ENDED, engagement.ended());
      }
      if (i < grants.size()) {
        grant(cells, grants.get(i));
      }
      add(cells);
    }
  }

  private static void connection(Map<Column, String> cells, SupplierConnection connection) {
    put(cells, Column.CONNECTION, connection.name());
    put(cells, Column.KIND, connection.kind());
    put(cells, Column.STARTED, connection.started());
    put(cells, Column.ENDED, connection.ended());
    put(cells, Column.SCOPES, String.join(";", connection.scopes()));
  }

  private static void grant(Map<Column, String> cells, Grant grant) {
    Predicate population = grant.population();
    put(cells, Column.ELEMENTS, String.join(";", grant.elements()));
    put(cells, Column.POPULATION, population == null ? null : population.text());
    put(cells, Column.SINCE, grant.since());
    put(cells, Column.UNTIL, grant.until());
    put(cells, Column.LEGAL_BASIS, grant.terms().legalBasis());
    put(cells, Column.RETENTION, grant.terms().retention());
    put(cells, Column.PLACE, grant.terms().place());
  }

  private void add(Map<Column, String> cells) {
    for (Column column : Column.values()) {
      cells.putIfAbsent(column, "");
    }
    rows.add(new Row(rows.size() + 2, cells));
  }

  private static void put(Map<Column, String> cells, Column column, @Nullable Object value) {
    if (value != null) {
      cells.put(column, value.toString());
    }
  }
}
