package org.stoplog.ledger.exposure;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.stoplog.ledger.intake.Batch;
import org.stoplog.ledger.intake.Batches;
import org.stoplog.ledger.register.Chains;
import org.stoplog.ledger.register.Coverage;
import org.stoplog.ledger.register.Grant;
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
    List<Integer> suppliers =
        new Chains(connection).of(supplier).stream().map(reach -> reach.supplier().id()).toList();
    return over(connection, suppliers, today);
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
    List<Coverage.BatchPeriod> batches = new ArrayList<>();
    for (Batch batch : Batches.all(connection)) {
      LocalDate first = batch.firstDay();
      LocalDate last = batch.lastDay();
      if (batch.status().equals("live")
          && suppliers.contains(batch.supplier())
          && first != null
          && last != null) {
        batches.add(new Coverage.BatchPeriod(batch.connection(), first, last, false));
      }
    }
    return Coverage.of(connections, grants, batches, today);
  }
}
