package org.stoplog.ledger.register;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.register.RegisterPlan.Planned;
import org.stoplog.ledger.register.RegisterPlan.PlannedConnection;
import org.stoplog.ledger.register.RegisterPlan.PlannedEngagement;
import org.stoplog.ledger.register.RegisterPlan.PlannedGrant;
import org.stoplog.ledger.register.RegisterPlan.PlannedSupplier;

/**
 * Writes the checked rows of one suppliers file. An empty cell empties what was there; a column
 * that the file does not have leaves it alone. What the file does not name is left alone, except
 * grants: for the engagements that it names, the file has all of them.
 */
final class RegisterImport {
  private static final String IN_A_CIRCLE =
      """
      with recursive later as (
        select id, merged_into from supplier where id = ?
        union select s.id, s.merged_into from supplier s join later l on s.id = l.merged_into)
      select 1 where not exists (select from later where merged_into is null)
      """;

  private final Connection db;
  private final RegisterPlan plan;
  private final Faults faults;
  private final Set<Column> columns;
  private final Map<String, Integer> supplierIds = new HashMap<>();
  private int newSuppliers;
  private int newEngagements;
  private int newConnections;
  private int newGrants;
  private int removedGrants;

  RegisterImport(Connection db, List<Row> rows) {
    this(db, rows, new Faults("suppliers"));
  }

  RegisterImport(Connection db, List<Row> rows, Faults faults) {
    this.db = db;
    this.faults = faults;
    this.columns = rows.isEmpty() ? Set.of() : rows.getFirst().columns();
    this.plan = new RegisterPlan(rows, faults);
  }

  ImportResult run(int rows) throws SQLException {
    loadSupplierIds();
    checkOthers();
    faults.throwIfAny();
    for (PlannedSupplier supplier : plan.suppliers.values()) {
      supplierIds.put(Names.key(supplier.name), supplier(supplier));
    }
    domains();
    mergers();
    for (PlannedSupplier supplier : plan.suppliers.values()) {
      int id = supplierId(supplier.name);
      chain(id, supplier);
      Map<String, Integer> engagements = new HashMap<>();
      for (Map.Entry<String, PlannedEngagement> entry : supplier.engagements.entrySet()) {
        int engagement = engagement(id, entry.getKey(), entry.getValue());
        engagements.put(entry.getKey(), engagement);
        grants(engagement, entry.getValue());
      }
      for (Map.Entry<String, PlannedConnection> entry : supplier.connections.entrySet()) {
        connection(id, entry.getKey(), entry.getValue(), engagements);
      }
    }
    return new ImportResult(
        rows, newSuppliers, newEngagements, newConnections, newGrants, removedGrants);
  }

  private void loadSupplierIds() throws SQLException {
    try (PreparedStatement statement = db.prepareStatement("select key, id from supplier");
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        supplierIds.put(row.getString(1), row.getInt(2));
      }
    }
  }

  /** Before anything is written: a misspelt parent would be a supplier that nobody has. */
  private void checkOthers() {
    for (PlannedSupplier supplier : plan.suppliers.values()) {
      supplier.parents.forEach(parent -> checkOther(supplier, Column.SUBPROCESSOR_OF, parent));
      String into = supplier.text(Column.MERGED_INTO);
      if (into != null) {
        checkOther(supplier, Column.MERGED_INTO, into);
      }
    }
  }

  private void checkOther(PlannedSupplier supplier, Column column, String name) {
    String key = Names.key(name);
    if (!plan.suppliers.containsKey(key) && !supplierIds.containsKey(key)) {
      faults.add(
          supplier.line,
          column,
          "names a supplier that is neither in the file nor in the register");
    }
  }

  private int supplierId(String name) {
    Integer id = supplierIds.get(Names.key(name));
    if (id == null) {
      throw new IllegalStateException("no id for a planned supplier");
    }
    return id;
  }

  private int supplier(PlannedSupplier supplier) throws SQLException {
    Integer id = supplierIds.get(Names.key(supplier.name));
    if (id == null) {
      newSuppliers++;
      id =
          insert(
              "insert into supplier (key, name) values (?, ?) returning id",
              Names.key(supplier.name),
              supplier.name);
    }
    String sql =
        """
        update supplier
        set domain = case when ? then ? else domain end,
            deleted = case when ? then ?::date else deleted end,
            started = case when ? then ?::date else started end,
            ended = case when ? then ?::date else ended end,
            security_contact = case when ? then ? else security_contact end,
            contact_verified = case when ? then ? else contact_verified end,
            contact_tested = case when ? then ?::date else contact_tested end,
            second_contact = case when ? then ? else second_contact end,
            our_contact = case when ? then ? else our_contact end,
            legal_name = case when ? then ? else legal_name end,
            lei = case when ? then ? else lei end,
            parent_company = case when ? then ? else parent_company end,
            status_page = case when ? then ? else status_page end
        where id = ?
        """;
    update(
        sql,
        columns.contains(Column.DOMAIN),
        supplier.text(Column.DOMAIN),
        columns.contains(Column.DELETED),
        supplier.text(Column.DELETED),
        isSaid(supplier, Column.STARTED),
        supplier.text(Column.STARTED),
        isSaid(supplier, Column.ENDED),
        supplier.text(Column.ENDED),
        columns.contains(Column.SECURITY_CONTACT),
        supplier.text(Column.SECURITY_CONTACT),
        columns.contains(Column.CONTACT_VERIFIED),
        supplier.text(Column.CONTACT_VERIFIED),
        columns.contains(Column.CONTACT_TESTED),
        supplier.text(Column.CONTACT_TESTED),
        columns.contains(Column.SECOND_CONTACT),
        supplier.text(Column.SECOND_CONTACT),
        columns.contains(Column.OUR_CONTACT),
        supplier.text(Column.OUR_CONTACT),
        columns.contains(Column.LEGAL_NAME),
        supplier.text(Column.LEGAL_NAME),
        columns.contains(Column.LEI),
        supplier.text(Column.LEI),
        columns.contains(Column.PARENT_COMPANY),
        supplier.text(Column.PARENT_COMPANY),
        columns.contains(Column.STATUS_PAGE),
        supplier.text(Column.STATUS_PAGE),
        id);
    return id;
  }

  /** A file may move a domain from one supplier to another: all go before any comes. */
  private void domains() throws SQLException {
    if (!columns.contains(Column.DOMAINS)) {
      return;
    }
    for (PlannedSupplier supplier : plan.suppliers.values()) {
      update("delete from supplier_domain where supplier = ?", supplierId(supplier.name));
    }
    for (PlannedSupplier supplier : plan.suppliers.values()) {
      for (String domain : supplier.domains) {
        int added =
            update(
                """
                insert into supplier_domain (domain, supplier) values (?, ?)
                on conflict (domain) do nothing
                """,
                domain,
                supplierId(supplier.name));
        if (added == 0) {
          faults.add(supplier.line, Column.DOMAINS, "has a domain that is another supplier's");
        }
      }
    }
    faults.throwIfAny();
  }

  /** All are written before circles are looked for: a file may turn a merger around. */
  private void mergers() throws SQLException {
    if (!columns.contains(Column.MERGED_INTO)) {
      return;
    }
    for (PlannedSupplier supplier : plan.suppliers.values()) {
      String into = supplier.text(Column.MERGED_INTO);
      update(
          "update supplier set merged_into = ?::int where id = ?",
          into == null ? null : supplierId(into),
          supplierId(supplier.name));
    }
    for (PlannedSupplier supplier : plan.suppliers.values()) {
      if (supplier.text(Column.MERGED_INTO) != null
          && idOf(IN_A_CIRCLE, supplierId(supplier.name)) != null) {
        faults.add(
            supplier.line, Column.MERGED_INTO, "leads in a circle: one of them has to be the last");
      }
    }
    faults.throwIfAny();
  }

  private void chain(int id, PlannedSupplier supplier) throws SQLException {
    if (!columns.contains(Column.SUBPROCESSOR_OF)) {
      return;
    }
    update("delete from supplier_chain where supplier = ?", id);
    for (String parent : supplier.parents) {
      update(
          "insert into supplier_chain (supplier, parent) values (?, ?) on conflict do nothing",
          id,
          supplierId(parent));
    }
  }

  private int engagement(int supplier, String key, PlannedEngagement engagement)
      throws SQLException {
    Integer id = idOf("select id from engagement where supplier = ? and key = ?", supplier, key);
    if (id == null) {
      newEngagements++;
      id =
          insert(
              "insert into engagement (supplier, key, name) values (?, ?, ?) returning id",
              supplier,
              key,
              engagement.name);
    }
    String sql =
        """
        update engagement
        set purpose = case when ? then ? else purpose end,
            role = case when ? then ? else role end,
            owner = case when ? then ? else owner end,
            replaceable = case when ? then ? else replaceable end,
            started = case when ? then ?::date else started end,
            ended = case when ? then ?::date else ended end
        where id = ?
        """;
    update(
        sql,
        columns.contains(Column.PURPOSE),
        engagement.text(Column.PURPOSE),
        columns.contains(Column.ROLE),
        engagement.text(Column.ROLE),
        columns.contains(Column.OWNER),
        engagement.text(Column.OWNER),
        columns.contains(Column.REPLACEABLE),
        engagement.text(Column.REPLACEABLE),
        isSaid(engagement, Column.STARTED),
        engagement.text(Column.STARTED),
        isSaid(engagement, Column.ENDED),
        engagement.text(Column.ENDED),
        id);
    return id;
  }

  private void connection(
      int supplier, String key, PlannedConnection connection, Map<String, Integer> engagements)
      throws SQLException {
    Integer id = idOf("select id from connection where supplier = ? and key = ?", supplier, key);
    if (id == null) {
      newConnections++;
      id =
          insert(
              "insert into connection (supplier, key, name) values (?, ?, ?) returning id",
              supplier,
              key,
              connection.name);
    }
    Integer engagement =
        connection.engagement == null ? null : engagements.get(connection.engagement);
    String sql =
        """
        update connection
        set kind = case when ? then ? else kind end,
            engagement = case when ? then ?::int else engagement end,
            started = case when ? then ?::date else started end,
            ended = case when ? then ?::date else ended end,
            scopes = case when ? then array_remove(string_to_array(?, ';'), '') else scopes end
        where id = ?
        """;
    update(
        sql,
        columns.contains(Column.KIND),
        connection.text(Column.KIND),
        columns.contains(Column.ENGAGEMENT) || engagement != null,
        engagement,
        isSaid(connection, Column.STARTED),
        connection.text(Column.STARTED),
        isSaid(connection, Column.ENDED),
        connection.text(Column.ENDED),
        columns.contains(Column.SCOPES),
        String.join(";", connection.scopes),
        id);
  }

  /** Grants that stay keep their id. */
  private void grants(int engagement, PlannedEngagement planned) throws SQLException {
    if (!columns.contains(Column.ELEMENTS)) {
      return;
    }
    Set<PlannedGrant> kept = new HashSet<>();
    for (Grant grant : Register.grantsOf(db, "g.engagement = ?", engagement)) {
      Predicate population = grant.population();
      PlannedGrant same =
          new PlannedGrant(
              grant.elements(),
              population == null ? null : population.text(),
              grant.since(),
              grant.until(),
              asFarAsSaid(grant.terms()));
      if (!planned.grants.contains(same) || !kept.add(same)) {
        removedGrants += update("delete from data_grant where id = ?", grant.id());
      }
    }
    for (PlannedGrant grant : planned.grants) {
      if (!kept.contains(grant)) {
        newGrants++;
        update(
            """
            insert into data_grant (engagement, elements, population, since, until, legal_basis,
              retention, place)
            values (?, string_to_array(?, ';'), ?, ?, ?, ?, ?, ?)
            """,
            engagement,
            String.join(";", grant.elements()),
            grant.population(),
            grant.since(),
            grant.until(),
            grant.terms().legalBasis(),
            grant.terms().retention(),
            grant.terms().place());
      }
    }
  }

  /** A file without these columns leaves terms alone. */
  private Grant.Terms asFarAsSaid(Grant.Terms terms) {
    return new Grant.Terms(
        columns.contains(Column.LEGAL_BASIS) ? terms.legalBasis() : null,
        columns.contains(Column.RETENTION) ? terms.retention() : null,
        columns.contains(Column.PLACE) ? terms.place() : null);
  }

  private boolean isSaid(Planned planned, Column column) {
    return planned.isPeriodSaid && columns.contains(column);
  }

  private int insert(String sql, Object... values) throws SQLException {
    Integer id = idOf(sql, values);
    if (id == null) {
      throw new IllegalStateException("an insert returned no id");
    }
    return id;
  }

  private @Nullable Integer idOf(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = db.prepareStatement(sql)) {
      Register.bind(statement, values);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getInt(1) : null;
      }
    }
  }

  private int update(String sql, @Nullable Object... values) throws SQLException {
    try (PreparedStatement statement = db.prepareStatement(sql)) {
      Register.bind(statement, values);
      return statement.executeUpdate();
    }
  }
}
