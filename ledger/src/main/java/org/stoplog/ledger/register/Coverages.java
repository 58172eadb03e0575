package org.stoplog.ledger.register;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.stoplog.ledger.register.Coverage.BatchPeriod;

/** What the record covers now. Works in the caller's transaction. */
public final class Coverages {
  private final Connection db;
  private final LocalDate today;
  private final Register register;

  public Coverages(Connection db, LocalDate today) {
    this.db = db;
    this.today = today;
    this.register = new Register(db);
  }

  /** Of a supplier's own connections. */
  public Coverage of(int supplier) throws SQLException {
    return of(List.of(supplier));
  }

  /**
   * Of all suppliers that a breach at this one reaches: an upper bound needs all of their
   * connections.
   */
  public Coverage ofReached(Supplier supplier) throws SQLException {
    return of(
        new Chains(db).of(supplier).stream().map(reach -> reach.supplier().id()).toList());
  }

  /** Ids of the suppliers of whom some month of some connection is dark. */
  public Set<Integer> dark() throws SQLException {
    Map<Integer, Integer> suppliers = new HashMap<>();
    List<SupplierConnection> connections = register.connections();
    connections.forEach(one -> suppliers.put(one.id(), one.supplier()));
    List<Integer> all = connections.stream().map(SupplierConnection::supplier).distinct().toList();
    Set<Integer> dark = new HashSet<>();
    for (Coverage.Cell cell :
        Coverage.of(connections, register.grants(), batches(all), today).cells()) {
      Integer supplier = suppliers.get(cell.connection());
      if (cell.state() == Coverage.State.DARK && supplier != null) {
        dark.add(supplier);
      }
    }
    return dark;
  }

  private Coverage of(List<Integer> suppliers) throws SQLException {
    List<SupplierConnection> connections = new ArrayList<>();
    List<Grant> grants = new ArrayList<>();
    for (int supplier : suppliers) {
      connections.addAll(register.connections(supplier));
      grants.addAll(register.grants(supplier));
    }
    return Coverage.of(connections, grants, batches(suppliers), today);
  }

  private List<BatchPeriod> batches(List<Integer> suppliers) throws SQLException {
    List<BatchPeriod> batches = new ArrayList<>();
    String sql =
        """
        select coalesce(connection, 0), first_day, last_day from batch
        where status = 'live' and supplier = any(?) and first_day is not null
          and last_day is not null
        order by id
        """;
    try (PreparedStatement find = db.prepareStatement(sql)) {
      find.setArray(1, db.createArrayOf("int4", suppliers.toArray()));
      try (ResultSet row = find.executeQuery()) {
        while (row.next()) {
          batches.add(
              new BatchPeriod(
                  row.getInt(1),
                  row.getObject(2, LocalDate.class),
                  row.getObject(3, LocalDate.class),
                  false));
        }
      }
    }
    return batches;
  }
}
