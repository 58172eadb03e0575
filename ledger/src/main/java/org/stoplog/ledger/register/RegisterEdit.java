package org.stoplog.ledger.register;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.register.RegisterPlan.PlannedGrant;

/**
 * Changes to one thing of the register, by the rules of an import. Works in the caller's
 * transaction, one at a time: {@link #begin} waits for whoever changes the register.
 */
public final class RegisterEdit {
  /** "register" in ASCII: any constant nobody else uses will do. */
  private static final long LOCK = 0x7265676973746572L;

  private final Connection db;

  private RegisterEdit(Connection db) {
    this.db = db;
  }

  /** Waits until nobody else changes the register, and keeps others waiting until the commit. */
  public static RegisterEdit begin(Connection db) throws SQLException {
    try (PreparedStatement lock = db.prepareStatement("select pg_advisory_xact_lock(?)")) {
      lock.setLong(1, LOCK);
      lock.execute();
    }
    return new RegisterEdit(db);
  }

  /** What has a form of its own. */
  public enum Thing {
    SUPPLIER(
        """
        select md5(s::text
          || coalesce((select string_agg(domain, ';' order by domain) from supplier_domain
                       where supplier = s.id), '') || '|'
          || coalesce((select string_agg(parent::text, ';' order by parent) from supplier_chain
                       where supplier = s.id), ''))
        from supplier s where id = ?
        """,
        "supplier"),
    ENGAGEMENT("select md5(t::text) from engagement t where id = ?", "engagement"),
    CONNECTION("select md5(t::text) from connection t where id = ?", "connection"),
    GRANT("select md5(t::text) from data_grant t where id = ?", "data_grant");

    private final String stamp;
    private final String table;

    Thing(String stamp, String table) {
      this.stamp = stamp;
      this.table = table;
    }
  }

  /**
   * What a thing says now, as a hash that a form carries; empty when it is not there. Whoever finds
   * another one edits what somebody else has changed meanwhile.
   */
  public static Optional<String> stamp(Connection db, Thing thing, int id) throws SQLException {
    try (PreparedStatement find = db.prepareStatement(thing.stamp)) {
      find.setInt(1, id);
      try (ResultSet row = find.executeQuery()) {
        return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
      }
    }
  }

  /**
   * Brings the register to what a row says; columns that it does not have are left alone.
   *
   * @return what is wrong; when there is anything, nothing was written
   */
  public List<Fault> apply(Row row) throws SQLException {
    Faults faults = new Faults("form");
    new RowCheck(faults).check(row);
    if (!faults.found().isEmpty()) {
      return faults.found();
    }
    Savepoint before = db.setSavepoint();
    try {
      new RegisterImport(db, List.of(row), faults).run(1);
    } catch (StoplogException e) {
      if (e.problem() != Problem.REGISTER_INVALID || faults.found().isEmpty()) {
        throw e;
      }
      db.rollback(before);
    }
    return faults.found();
  }

  /**
   * Gives a supplier, engagement or connection another name.
   *
   * @return what is wrong with the name, null when it was done
   */
  public @Nullable String rename(Thing thing, int id, String name) throws SQLException {
    String fault = thing == Thing.SUPPLIER ? Names.supplierFault(name) : Names.fault(name);
    if (fault != null) {
      return fault;
    }
    String others =
        thing == Thing.SUPPLIER
            ? "select count(*) from supplier where key = ? and id <> ?"
            : "select count(*) from %1$s where key = ? and id <> ? and supplier = (select supplier from %1$s where id = ?)"
                .formatted(thing.table);
    try (PreparedStatement find = db.prepareStatement(others)) {
      find.setString(1, Names.key(name));
      find.setInt(2, id);
      if (thing != Thing.SUPPLIER) {
        find.setInt(3, id);
      }
      try (ResultSet row = find.executeQuery()) {
        row.next();
        if (row.getLong(1) > 0) {
          return "is the name of another one";
        }
      }
    }
    execute(
        "update " + thing.table + " set key = ?, name = ? where id = ?",
        Names.key(name),
        name.strip(),
        id);
    return null;
  }

  /**
   * Adds a grant to an engagement, or changes one.
   *
   * @param grant id, null for a new one
   * @param row a supplier and the grant's cells
   * @return what is wrong; when there is anything, nothing was written
   */
  public List<Fault> grant(int engagement, @Nullable Integer grant, Row row) throws SQLException {
    Faults faults = new Faults("form");
    new RowCheck(faults).check(row);
    if (row.parts(Column.ELEMENTS).isEmpty()) {
      faults.add(row.line(), Column.ELEMENTS, "a grant has at least one element");
    }
    if (!faults.found().isEmpty()) {
      return faults.found();
    }
    PlannedGrant planned = PlannedGrant.of(row);
    String sql =
        grant == null
            ? """
              insert into data_grant (elements, population, since, until, legal_basis, retention,
                place, engagement)
              values (string_to_array(?, ';'), ?, ?, ?, ?, ?, ?, ?)
              """
            : """
              update data_grant set elements = string_to_array(?, ';'), population = ?, since = ?,
                until = ?, legal_basis = ?, retention = ?, place = ?
              where id = ?
              """;
    execute(
        sql,
        String.join(";", planned.elements()),
        planned.population(),
        planned.since(),
        planned.until(),
        planned.terms().legalBasis(),
        planned.terms().retention(),
        planned.terms().place(),
        grant == null ? engagement : grant);
    return List.of();
  }

  /** Takes a grant out: it was never meant. One that is over keeps its row, with its last day. */
  public void removeGrant(int grant) throws SQLException {
    execute("delete from data_grant where id = ?", grant);
  }

  private void execute(String sql, @Nullable Object... values) throws SQLException {
    try (PreparedStatement statement = db.prepareStatement(sql)) {
      Register.bind(statement, values);
      statement.executeUpdate();
    }
  }
}
