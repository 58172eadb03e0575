package org.stoplog.ledger.register;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Suppliers that a hub passes events on to. What they are sent that way goes over a connection
 * {@code via <hub>} of theirs. Works in the caller's transaction; not thread-safe.
 */
public final class Downstream {
  /** Kind of the connections that are made here. */
  public static final String KIND = "hub";

  private final Connection db;

  public Downstream(Connection db) {
    this.db = db;
  }

  /**
   * A supplier's way through a hub. The ids are the register's or reserved for it.
   *
   * @param isNew whether the register does not have the supplier yet
   */
  public record Way(int supplier, int connection, String name, boolean isNew) {}

  /** What two spellings of a supplier's name have in common. */
  public static String key(String name) {
    return Names.key(name);
  }

  /**
   * Whether the register would take the name, and it can be shown: an address could be a person.
   */
  public static boolean isName(String name) {
    return !name.isBlank() && Names.supplierFault(name) == null && name.indexOf('@') < 0;
  }

  /** Suppliers by the key of their name, and by their domain where it is one supplier's alone. */
  public Map<String, Integer> known() throws SQLException {
    Map<String, Integer> known = new HashMap<>();
    try (PreparedStatement find =
            db.prepareStatement(
                """
                select lower(domain), min(id), 0 as weight from supplier where domain is not null
                group by lower(domain) having count(*) = 1
                union all
                select key, id, 1 from supplier
                order by weight
                """);
        ResultSet row = find.executeQuery()) {
      // A name counts more than a domain: it comes last and stays.
      while (row.next()) {
        known.put(row.getString(1), row.getInt(2));
      }
    }
    return known;
  }

  /**
   * Finds the way of a supplier, or reserves the ids of a new one; {@link #save} writes it.
   *
   * @param supplier id in the register, 0 when it is not there
   * @param name of a supplier that is not there
   */
  public Way way(int hub, int supplier, String name) throws SQLException {
    int id =
        supplier == 0
            ? number("select nextval(pg_get_serial_sequence('supplier', 'id'))")
            : supplier;
    Integer connection =
        find(
            "select id from connection where supplier = ? and key = ?",
            id,
            Names.key(connectionName(hub)));
    if (connection == null) {
      connection = number("select nextval(pg_get_serial_sequence('connection', 'id'))");
    }
    return new Way(id, connection, name, supplier == 0);
  }

  /**
   * Writes what of the way the register does not have.
   *
   * @param first first day on which something went this way
   */
  public void save(int hub, Way way, LocalDate first) throws SQLException {
    if (way.isNew) {
      execute(
          "insert into supplier (id, key, name) overriding system value values (?, ?, ?)",
          way.supplier,
          Names.key(way.name),
          way.name.strip());
    }
    String connection = connectionName(hub);
    execute(
        """
        insert into connection (id, supplier, key, name, kind, started) overriding system value
        values (?, ?, ?, ?, ?, ?)
        on conflict (supplier, key) do update set started = least(connection.started, excluded.started)
        where connection.kind = excluded.kind
        """,
        way.connection,
        way.supplier,
        Names.key(connection),
        connection,
        KIND,
        first);
  }

  private String connectionName(int hub) throws SQLException {
    try (PreparedStatement find = db.prepareStatement("select name from supplier where id = ?")) {
      find.setInt(1, hub);
      try (ResultSet row = find.executeQuery()) {
        return "via " + (row.next() ? row.getString(1) : "a hub");
      }
    }
  }

  private int number(String sql) throws SQLException {
    Integer number = find(sql);
    if (number == null) {
      throw new IllegalStateException("a sequence gives a number");
    }
    return number;
  }

  private @Nullable Integer find(String sql, Object... values) throws SQLException {
    try (PreparedStatement find = db.prepareStatement(sql)) {
      Register.bind(find, values);
      try (ResultSet row = find.executeQuery()) {
        return row.next() ? Integer.valueOf(row.getInt(1)) : null;
      }
    }
  }

  private void execute(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = db.prepareStatement(sql)) {
      Register.bind(statement, values);
      statement.executeUpdate();
    }
  }
}
