package org.stoplog.ledger.intake;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.directory.Directory;
import org.stoplog.ledger.table.BatchRemoval;
import org.stoplog.ledger.table.DuckSession;
import org.stoplog.ledger.table.LedgerTable;
import org.stoplog.ledger.table.Stores;
import org.stoplog.ledger.table.TableChange;

/** Takes a batch back: its rows leave the tables' files, its facts leave the directory. */
public final class Undo {
  private final Stores stores;

  public Undo(Stores stores) {
    this.stores = stores;
  }

  /**
   * @return the batch as it was
   * @throws StoplogException BATCH_UNKNOWN when there is no live batch of this id
   */
  public Batch run(long id, Progress progress) {
    Batch batch =
        stores
            .database()
            .transaction(connection -> Batches.find(connection, id))
            .filter(found -> found.status().equals("live"))
            .orElseThrow(
                () -> new StoplogException(Problem.BATCH_UNKNOWN, "there is no live batch " + id));
    progress.step("Undoing batch " + id, batch.rows(), "rows");
    try (DuckSession duck = stores.duck().open(progress)) {
      List<TableChange> changes =
          switch (batch.kind()) {
            case "disclosures" ->
                List.of(new BatchRemoval(stores).of(duck, LedgerTable.DISCLOSURES, id));
            case "holdings" -> List.of(new BatchRemoval(stores).of(duck, LedgerTable.HOLDINGS, id));
            default -> List.of();
          };
      stores.commit(
          "batch.undone",
          changes,
          connection -> {
            removeFacts(connection, id);
            if (batch.kind().equals("people")) {
              unsealUnsaid(connection);
            }
            Batches.end(connection, id, "undone", stores.clock().instant(), stores.actor());
            Directory.changed(connection);
            return Map.of("batch", id, "kind", batch.kind(), "rows", batch.rows());
          });
    }
    return batch;
  }

  /** Deletes what a batch said of people and links. People keep their id; what nobody says goes. */
  static void removeFacts(Connection connection, long batch) throws SQLException {
    for (String table :
        List.of(
            "person_period",
            "person_identifier",
            "person_merge",
            "person_contact",
            "observed_link")) {
      try (PreparedStatement delete =
          connection.prepareStatement("delete from " + table + " where batch = ?")) {
        delete.setLong(1, batch);
        delete.executeUpdate();
      }
    }
  }

  /** Forgets the name of people of whom no live batch says anything any more; their id stays. */
  static void unsealUnsaid(Connection connection) throws SQLException {
    try (PreparedStatement forget =
        connection.prepareStatement(
            """
            update person set sealed = null where sealed is not null
              and not exists (select from person_period p where p.person = person.id)
            """)) {
      forget.executeUpdate();
    }
  }
}
