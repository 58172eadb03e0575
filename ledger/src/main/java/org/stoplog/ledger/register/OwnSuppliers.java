package org.stoplog.ledger.register;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.stoplog.catalog.KnownSupplierRow;
import org.stoplog.catalog.KnownSuppliers;
import org.stoplog.catalog.problem.StoplogException;

/** What the company itself says of known suppliers. Works in the caller's transaction. */
public final class OwnSuppliers {
  private static final String ID = "id";

  private final Connection db;

  public OwnSuppliers(Connection db) {
    this.db = db;
  }

  /** The seed with the company's own rows over it. */
  public KnownSuppliers known() throws SQLException {
    return KnownSuppliers.seed().with(rows());
  }

  /** The company's own rows by id. */
  public List<KnownSupplierRow> rows() throws SQLException {
    Map<String, Map<String, String>> cells = new TreeMap<>();
    try (PreparedStatement select =
            db.prepareStatement("select supplier, fact, value from known_supplier_cell");
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        cells
            .computeIfAbsent(row.getString(1), id -> new LinkedHashMap<>(Map.of(ID, id)))
            .put(row.getString(2), row.getString(3));
      }
    }
    List<KnownSupplierRow> rows = new ArrayList<>();
    cells.forEach((id, own) -> rows.add(new KnownSupplierRow("your own row " + id, own)));
    return rows;
  }

  /**
   * Puts these rows in the place of all that were there.
   *
   * @throws StoplogException REGISTER_INVALID when they do not fit together; nothing is written
   *     then
   */
  public void replace(List<KnownSupplierRow> rows) throws SQLException {
    KnownSuppliers.seed().with(rows); // refuses those that do not fit together
    try (Statement delete = db.createStatement()) {
      delete.executeUpdate("delete from known_supplier_cell");
    }
    try (PreparedStatement insert =
        db.prepareStatement(
            "insert into known_supplier_cell (supplier, fact, value) values (?, ?, ?)")) {
      for (KnownSupplierRow row : rows) {
        for (Map.Entry<String, String> cell : row.cells().entrySet()) {
          insert.setString(1, row.id());
          insert.setString(2, cell.getKey());
          insert.setString(3, cell.getValue());
          insert.addBatch();
        }
      }
      insert.executeBatch();
    }
  }
}
