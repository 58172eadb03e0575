package org.stoplog.ledger.intake;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.stoplog.catalog.ElementSet;
import org.stoplog.ledger.store.Database;

/**
 * The dictionary of sets of elements in PostgreSQL: append-only, so it is filled before the commit.
 */
public final class ElementSets {
  private ElementSets() {}

  /** A set and its id. */
  public record Entry(int id, ElementSet set) {}

  /** The ids of these sets in the same order; new ones are added and stay. */
  static List<Integer> idsOf(Database database, List<ElementSet> sets) {
    return database.transaction(
        connection -> {
          List<Integer> ids = new ArrayList<>();
          for (ElementSet set : sets) {
            ids.add(idOf(connection, set));
          }
          return ids;
        });
  }

  private static int idOf(Connection connection, ElementSet set) throws SQLException {
    try (PreparedStatement add =
        connection.prepareStatement(
            "insert into element_set (low, high) values (?, ?) on conflict (low, high) do nothing")) {
      add.setLong(1, set.low());
      add.setLong(2, set.high());
      add.executeUpdate();
    }
    try (PreparedStatement find =
        connection.prepareStatement("select id from element_set where low = ? and high = ?")) {
      find.setLong(1, set.low());
      find.setLong(2, set.high());
      try (ResultSet row = find.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }

  /** All sets. */
  public static List<Entry> all(Connection connection) throws SQLException {
    List<Entry> entries = new ArrayList<>();
    try (PreparedStatement find =
            connection.prepareStatement("select id, low, high from element_set");
        ResultSet row = find.executeQuery()) {
      while (row.next()) {
        entries.add(new Entry(row.getInt(1), new ElementSet(row.getLong(2), row.getLong(3))));
      }
    }
    return entries;
  }
}
