package org.stoplog.ledger.exposure;

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
import org.stoplog.ledger.register.Chains;
import org.stoplog.ledger.register.Coverage;
import org.stoplog.ledger.register.Grant;
import org.stoplog.ledger.register.Reach;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.Supplier;
import org.stoplog.ledger.register.SupplierConnection;

/** What the record covers, from the register and the batches as they are now. */
public final class Coverages {
  private Coverages() {}

  /** What the record covers of a supplier's connections, month by month. */
  public static Coverage of(Connection connection, int supplier, LocalDate today)
      throws SQLException {
    return over(connection, List.of(supplier), today);
  }

  /**
   * What the record covers of all suppliers that a breach at this one reaches: an upper bound needs
   * all of their connections.
   */
  public static Coverage ofReached(Connection connection, Supplier supplier, LocalDate today)
      throws SQLException {
    return ofReached(connection, new Chains(connection).of(supplier), today);
  }

  /** The same where its chains were read before. */
  public static Coverage ofReached(Connection connection, List<Reach> reached, LocalDate today)
      throws SQLException {
    return over(connection, reached.stream().map(reach -> reach.supplier().id()).toList(), today);
  }

  private static Coverage over(Connection connection, List<Integer> suppliers, LocalDate today)
      throws SQLException {
    Register register = new Register(connection);
    List<SupplierConnection> connections = new ArrayList<>();
    List<Grant> grants = new ArrayList<>();
    for (int supplier : suppliers) {
      connections.addAll(register.connections(supplier));
      grants.addAll(register.grants(supplier));
    }
    return Coverage.of(
        connections, grants, batches(connection, suppliers), holes(connection, connections), today);
  }

  /**
   * Ids of the suppliers of whom some month of some connection is dark.
   *
   * @param connections all of each supplier that is asked about
   */
  public static Set<Integer> dark(
      Connection connection, List<SupplierConnection> connections, LocalDate today)
      throws SQLException {
    Map<Integer, Integer> suppliers = new HashMap<>();
    connections.forEach(one -> suppliers.put(one.id(), one.supplier()));
    List<Integer> ids = suppliers.values().stream().distinct().toList();
    Coverage coverage =
        Coverage.of(
            connections,
            new Register(connection).grants(ids),
            batches(connection, ids),
            holes(connection, connections),
            today);
    Set<Integer> dark = new HashSet<>();
    for (Coverage.Cell cell : coverage.cells()) {
      Integer supplier = suppliers.get(cell.connection());
      if (cell.state() == Coverage.State.DARK && supplier != null) {
        dark.add(supplier);
      }
    }
    return dark;
  }

  private static List<Coverage.BatchPeriod> batches(Connection connection, List<Integer> suppliers)
      throws SQLException {
    String sql =
        """
        select coalesce(connection, 0), first_day, last_day, gateway is not null from batch
        where status = 'live' and supplier = any(?) and first_day is not null
          and last_day is not null
        order by id
        """;
    List<Coverage.BatchPeriod> batches = new ArrayList<>();
    try (PreparedStatement find = connection.prepareStatement(sql)) {
      find.setArray(1, connection.createArrayOf("int4", suppliers.toArray()));
      try (ResultSet row = find.executeQuery()) {
        while (row.next()) {
          batches.add(
              new Coverage.BatchPeriod(
                  row.getInt(1),
                  row.getObject(2, LocalDate.class),
                  row.getObject(3, LocalDate.class),
                  row.getBoolean(4)));
        }
      }
    }
    return batches;
  }

  /**
   * What gateways could not read, let through without a record, or recorded in segments that never
   * came or cannot be opened: those may hold requests of every connection that their gateway has.
   */
  private static List<Coverage.Hole> holes(
      Connection connection, List<SupplierConnection> connections) throws SQLException {
    String sql =
        """
        with days as (
          select gateway, connection, day, opaque + streams > 0 as unread from traffic_day
          where connection = any(?)),
        lost as (
          select gateway, (min(begun_at) at time zone 'UTC')::date as first_day,
            (max(ended_at) at time zone 'UTC')::date as last_day
          from traffic_segment where state in ('missing', 'unreadable')
          group by gateway, date_trunc('month', begun_at, 'UTC'),
            date_trunc('month', ended_at, 'UTC'))
        select connection, min(day), max(day) from days where unread
        group by connection, date_trunc('month', day)
        union all
        select connection, (first_at at time zone 'UTC')::date, (last_at at time zone 'UTC')::date
        from traffic_gap where connection = any(?)
        union all
        select c.connection, first_day, last_day from lost
        join (select distinct gateway, connection from days) c using (gateway)
        """;
    List<Coverage.Hole> holes = new ArrayList<>();
    try (PreparedStatement find = connection.prepareStatement(sql)) {
      Object[] ids = connections.stream().map(SupplierConnection::id).toArray();
      find.setArray(1, connection.createArrayOf("int4", ids));
      find.setArray(2, connection.createArrayOf("int4", ids));
      try (ResultSet row = find.executeQuery()) {
        while (row.next()) {
          holes.add(
              new Coverage.Hole(
                  row.getInt(1),
                  row.getObject(2, LocalDate.class),
                  row.getObject(3, LocalDate.class)));
        }
      }
    }
    return holes;
  }
}
