package org.stoplog.ledger.register;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * The suppliers, their engagements, connections and grants. Works in the caller's transaction on
 * the caller's connection; not thread-safe. Names compare without regard to case and spare spaces.
 */
public final class Register {
  private static final String SUPPLIERS =
      """
      select s.id, s.name, s.domain, coalesce(s.started, c.started), coalesce(s.ended, c.ended),
             s.deleted
      from supplier s
      left join (
        select supplier, min(started) as started,
               case when bool_and(ended is not null) then max(ended) end as ended
        from connection group by supplier) c on c.supplier = s.id
      """;

  private final Connection db;

  public Register(Connection db) {
    this.db = db;
  }

  /**
   * Brings the register to what checked rows say; repeating it changes nothing.
   *
   * @throws StoplogException {@link Problem#REGISTER_INVALID} when rows contradict each other; then
   *     nothing was written
   */
  public ImportResult importRows(List<Row> rows) throws SQLException {
    return new RegisterImport(db, rows).run(rows.size());
  }

  /** All of the register as rows that {@link #importRows} takes. */
  public List<Row> export() throws SQLException {
    return new RegisterExport(this, db).rows();
  }

  /** All suppliers by name. */
  public List<Supplier> all() throws SQLException {
    return suppliers("order by s.key");
  }

  public Optional<Supplier> find(String name) throws SQLException {
    return suppliers("where s.key = ?", Names.key(name)).stream().findFirst();
  }

  /**
   * The supplier of that name.
   *
   * @throws StoplogException {@link Problem#SUPPLIER_UNKNOWN}
   */
  public Supplier get(String name) throws SQLException {
    return find(name)
        .orElseThrow(
            () ->
                new StoplogException(
                    Problem.SUPPLIER_UNKNOWN, "\"" + name + "\" is not in the register"));
  }

  /** The supplier with that id, which must be there. */
  public Supplier get(int id) throws SQLException {
    return suppliers("where s.id = ?", id).getFirst();
  }

  /** All suppliers by name, with all that is written down of each itself. */
  public List<SupplierCard> cards() throws SQLException {
    String sql =
        """
        select s.id, s.started, s.ended, s.security_contact, s.contact_verified, s.contact_tested,
               d.domains, c.parents,
               s.second_contact, s.our_contact, s.legal_name, s.lei, s.parent_company, s.status_page,
               m.name
        from supplier s
        left join supplier m on m.id = s.merged_into
        left join (
          select supplier, string_agg(domain, ';' order by domain) as domains
          from supplier_domain group by supplier) d on d.supplier = s.id
        left join (
          select c.supplier, string_agg(p.name, ';' order by p.key) as parents
          from supplier_chain c join supplier p on p.id = c.parent
          group by c.supplier) c on c.supplier = s.id
        order by s.key
        """;
    Map<Integer, Supplier> suppliers = new HashMap<>();
    all().forEach(supplier -> suppliers.put(supplier.id(), supplier));
    List<SupplierCard> cards = new ArrayList<>();
    query(
        sql,
        row -> {
          Supplier supplier = suppliers.get(row.getInt(1));
          return supplier != null
              && cards.add(
                  new SupplierCard(
                      supplier,
                      day(row, 2),
                      day(row, 3),
                      new SupplierCard.Contact(
                          row.getString(4),
                          row.getString(5),
                          day(row, 6),
                          row.getString(9),
                          row.getString(10)),
                      new SupplierCard.Identity(
                          row.getString(11),
                          row.getString(12),
                          row.getString(13),
                          row.getString(14),
                          row.getString(15)),
                      parts(row.getString(7)),
                      parts(row.getString(8))));
        });
    return cards;
  }

  private static List<String> parts(@Nullable String joined) {
    return joined == null ? List.of() : List.of(joined.split(";"));
  }

  /** All connections, by supplier and name. */
  public List<SupplierConnection> connections() throws SQLException {
    return connections("true order by supplier, key");
  }

  /** The grants of all suppliers. */
  public List<Grant> grants() throws SQLException {
    return grantsOf(db, "g.id >= ?", 0);
  }

  /** Grants of all engagements of these suppliers. */
  public List<Grant> grants(List<Integer> suppliers) throws SQLException {
    return grantsOf(db, "e.supplier = any(?)", suppliers.toArray(Integer[]::new));
  }

  /** The supplier of that name, made when there is none. */
  public Supplier getOrCreate(String name) throws SQLException {
    checkName("the supplier", Names.supplierFault(name));
    execute(
        "insert into supplier (key, name) values (?, ?) on conflict do nothing",
        Names.key(name),
        name.strip());
    return get(name);
  }

  /** Every domain in the register, lower case, with its supplier's id. */
  public Map<String, Integer> domains() throws SQLException {
    Map<String, Integer> domains = new HashMap<>();
    String sql =
        """
        select lower(domain), id from supplier where domain is not null
        union all
        select domain, supplier from supplier_domain
        """;
    try (PreparedStatement select = db.prepareStatement(sql);
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        domains.putIfAbsent(row.getString(1), row.getInt(2));
      }
    }
    return domains;
  }

  public List<Engagement> engagements(int supplier) throws SQLException {
    String sql =
        """
        select id, supplier, name, purpose, role, owner, started, ended, replaceable
        from engagement where supplier = ? order by key
        """;
    return query(
        sql,
        row -> {
          String role = row.getString(5);
          Engagement.Role known =
              Arrays.stream(Engagement.Role.values())
                  .filter(candidate -> candidate.slug().equals(role))
                  .findFirst()
                  .orElse(null);
          return new Engagement(
              row.getInt(1),
              row.getInt(2),
              row.getString(3),
              row.getString(4),
              known,
              row.getString(6),
              day(row, 7),
              day(row, 8),
              row.getString(9));
        },
        supplier);
  }

  /** Connections of the supplier by name. */
  public List<SupplierConnection> connections(int supplier) throws SQLException {
    return connections("supplier = ? order by key", supplier);
  }

  /** The supplier's connection of that name, made when there is none. */
  public SupplierConnection getOrCreateConnection(int supplier, String name) throws SQLException {
    checkName("the connection", Names.fault(name));
    execute(
        "insert into connection (supplier, key, name) values (?, ?, ?) on conflict do nothing",
        supplier,
        Names.key(name),
        name.strip());
    return connections("supplier = ? and key = ?", supplier, Names.key(name)).getFirst();
  }

  /** The supplier's connection of that name, if there is one. */
  public Optional<SupplierConnection> findConnection(int supplier, String name)
      throws SQLException {
    return connections("supplier = ? and key = ?", supplier, Names.key(name)).stream().findFirst();
  }

  /** Takes a connection out again that was made for an import which then failed. */
  public void removeUnusedConnection(int connection) throws SQLException {
    execute(
        """
        delete from connection where id = ?
          and not exists (select from batch where connection = ?)
          and not exists (select from traffic_day where connection = ?)
          and not exists (select from gateway_connection where connection = ?)
          and not exists (select from forward_rule where connection = ?)
          and not exists (select from gateway_cut where connection = ?)
          and not exists (select from severance where connection = ?)
          and not exists (select from outside_cut where connection = ?)
          and not exists (select from rotation_item where connection = ?)
        """,
        connection,
        connection,
        connection,
        connection,
        connection,
        connection,
        connection,
        connection,
        connection);
  }

  /** Grants of all engagements of the supplier. */
  public List<Grant> grants(int supplier) throws SQLException {
    return grantsOf(db, "e.supplier = ?", supplier);
  }

  static List<Grant> grantsOf(Connection db, String condition, Object value) throws SQLException {
    String sql =
        """
        select g.id, g.engagement, array_to_string(g.elements, ';'), g.population, g.since, g.until,
               g.legal_basis, g.retention, g.place
        from data_grant g join engagement e on e.id = g.engagement
        where %s
        order by g.id
        """;
    return query(
        db,
        sql.formatted(condition),
        row -> {
          String population = row.getString(4);
          return new Grant(
              row.getInt(1),
              row.getInt(2),
              List.of(row.getString(3).split(";")),
              population == null ? null : Predicate.parse(population),
              day(row, 5),
              day(row, 6),
              new Grant.Terms(row.getString(7), row.getString(8), row.getString(9)));
        },
        value);
  }

  static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }

  private List<Supplier> suppliers(String rest, @Nullable Object... values) throws SQLException {
    return query(
        SUPPLIERS + rest,
        row ->
            new Supplier(
                row.getInt(1),
                row.getString(2),
                row.getString(3),
                day(row, 4),
                day(row, 5),
                day(row, 6)),
        values);
  }

  private List<SupplierConnection> connections(String condition, @Nullable Object... values)
      throws SQLException {
    return query(
        "select id, supplier, engagement, name, kind, started, ended, scopes from connection where "
            + condition,
        row ->
            new SupplierConnection(
                row.getInt(1),
                row.getInt(2),
                row.getObject(3, Integer.class),
                row.getString(4),
                row.getString(5),
                day(row, 6),
                day(row, 7),
                List.of((String[]) row.getArray(8).getArray())),
        values);
  }

  private interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private <T> List<T> query(String sql, RowReader<T> reader, @Nullable Object... values)
      throws SQLException {
    return query(db, sql, reader, values);
  }

  private static <T> List<T> query(
      Connection db, String sql, RowReader<T> reader, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement statement = db.prepareStatement(sql)) {
      bind(statement, values);
      try (ResultSet row = statement.executeQuery()) {
        List<T> found = new ArrayList<>();
        while (row.next()) {
          found.add(reader.read(row));
        }
        return found;
      }
    }
  }

  private void execute(String sql, @Nullable Object... values) throws SQLException {
    try (PreparedStatement statement = db.prepareStatement(sql)) {
      bind(statement, values);
      statement.executeUpdate();
    }
  }

  private static @Nullable LocalDate day(ResultSet row, int column) throws SQLException {
    return row.getObject(column, LocalDate.class);
  }

  private static void checkName(String what, @Nullable String fault) {
    if (fault != null) {
      throw new StoplogException(Problem.REGISTER_INVALID, "the name of " + what + ": " + fault);
    }
  }
}
