package org.stoplog.ledger.intake;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBAppender;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.register.Downstream;
import org.stoplog.ledger.store.Database;
import org.stoplog.ledger.table.DuckSession;

/** What a hub passed on, as disclosures to those who got it, in the batch of the hub's file. */
final class FanOut {
  private final Database database;
  private final int hub;
  private final List<Recipients.Target> targets;
  private final List<Downstream.Way> ways = new ArrayList<>();
  private final List<LocalDate> firstDays = new ArrayList<>();

  FanOut(Database database, int hub, Recipients recipients) {
    this.database = database;
    this.hub = hub;
    this.targets = recipients.recorded();
  }

  /** Adds the rolled-up rows of {@code stage_passed} to {@code rolled}. */
  void addTo(DuckSession duck, long batch) {
    if (targets.isEmpty()) {
      return;
    }
    List<Downstream.Way> all =
        database.transaction(
            connection -> {
              Downstream downstream = new Downstream(connection);
              List<Downstream.Way> found = new ArrayList<>();
              for (Recipients.Target target : targets) {
                found.add(downstream.way(hub, target.supplier, target.name));
              }
              return found;
            });
    duck.execute("CREATE TEMP TABLE way (recipient INTEGER, supplier INTEGER, connection INTEGER)");
    try (DuckDBAppender rows = duck.append("way")) {
      for (int i = 0; i < all.size(); i++) {
        Downstream.Way way = all.get(i);
        rows.beginRow()
            .append(targets.get(i).number)
            .append(way.supplier())
            .append(way.connection())
            .endRow();
      }
    } catch (SQLException e) {
      throw new StoplogException(Problem.INTERNAL, "recipients could not be staged", e);
    }
    duck.execute(
        "INSERT INTO rolled SELECT subject_key, subject, supplier, connection, "
            + RecordMaker.ROLLED_COLUMNS
            + batch
            + "::BIGINT AS batch FROM (SELECT recipient, subject_key, subject, day AS day_number,"
            + " elements AS local, min(micros) AS first, max(micros) AS last, count(*) AS events"
            + " FROM stage_passed GROUP BY recipient, subject_key, subject, day_number, local)"
            + " JOIN sets USING (local) JOIN way USING (recipient)");
    for (Downstream.Way way : all) {
      // All that it got may have been about people who were erased.
      List<LocalDate> first =
          duck.query(
              "SELECT min(day) FROM rolled WHERE supplier = "
                  + way.supplier()
                  + " HAVING count(*) > 0",
              row -> row.getObject(1, LocalDate.class));
      if (!first.isEmpty()) {
        ways.add(way);
        firstDays.add(first.getFirst());
      }
    }
  }

  /** Writes suppliers and connections that the register does not have yet. */
  void save(Connection connection) throws SQLException {
    Downstream downstream = new Downstream(connection);
    for (int i = 0; i < ways.size(); i++) {
      downstream.save(hub, ways.get(i), firstDays.get(i));
    }
  }
}
