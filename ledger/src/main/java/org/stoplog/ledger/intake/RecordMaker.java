package org.stoplog.ledger.intake;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.directory.Directory;
import org.stoplog.ledger.reader.ReadResult;
import org.stoplog.ledger.register.Downstream;
import org.stoplog.ledger.table.BatchRemoval;
import org.stoplog.ledger.table.DataFileWriter;
import org.stoplog.ledger.table.DuckSession;
import org.stoplog.ledger.table.LedgerTable;
import org.stoplog.ledger.table.Stores;
import org.stoplog.ledger.table.TableChange;

/** Makes one batch of what was sent or is held, wherever its rows come from. */
public final class RecordMaker {
  /** What becomes of a day's number, its first and last moment and its events. */
  static final String ROLLED_COLUMNS =
      "DATE '1970-01-01' + day_number AS day, make_timestamptz(first) AS first_at,"
          + " make_timestamptz(last) AS last_at, id AS elements, events::BIGINT AS events, ";

  private final Stores stores;

  public RecordMaker(Stores stores) {
    this.stores = stores;
  }

  /**
   * Reads the rows and commits them as one batch; a batch of the same content is replaced.
   *
   * @throws StoplogException DATA_MALFORMED when it is a file and none of its rows could be used;
   *     INTERRUPTED, and whatever the source throws: then nothing is left
   */
  public ImportReport run(RecordPlan plan, RowSource source, Progress progress) {
    SubjectMaker subjects =
        new SubjectMaker(stores.keys().hasher(), plan.region(), plan.supplier());
    try (DuckSession duck = stores.duck().open(progress);
        RecordStage stage =
            new RecordStage(duck, subjects, recipients(plan), plan.defaultDay(), progress)) {
      ReadResult read = source.read(stage, progress::stopped);
      stage.finish();
      if (stage.used() == 0 && plan.recorded() == null) {
        throw nothingUsed(plan.name(), stage.report());
      }
      progress.step("Writing " + plan.table().tableName(), stage.used(), "rows");
      return write(duck, plan, read, stage, progress);
    }
  }

  private Recipients recipients(RecordPlan plan) {
    return new Recipients(
        stores.database().transaction(connection -> new Downstream(connection).known()),
        plan.supplier(),
        plan.addsRecipients());
  }

  static StoplogException nothingUsed(String name, LeftOutReport report) {
    return new StoplogException(
        Problem.DATA_MALFORMED,
        name + ": none of its rows could be used; left out: " + report.byReason());
  }

  private ImportReport write(
      DuckSession duck, RecordPlan plan, ReadResult read, RecordStage stage, Progress progress) {
    LedgerTable table = plan.table();
    fillSets(duck, ElementSets.idsOf(stores.database(), stage.sets()));
    loadSuppressed(duck, stores);
    long before = duck.count("SELECT count(*) FROM stage");
    duck.execute("DELETE FROM stage WHERE subject IN (SELECT subject FROM suppressed)");
    duck.execute("DELETE FROM stage_passed WHERE subject IN (SELECT subject FROM suppressed)");
    duck.execute(
        """
        DELETE FROM stage_link WHERE subject IN (SELECT subject FROM suppressed)
          OR other IN (SELECT subject FROM suppressed)
        """);
    long kept = duck.count("SELECT count(*) FROM stage");
    long id = stores.database().transaction(Batches::nextId);
    duck.execute(rolledUp(plan, id));
    FanOut fanOut = new FanOut(stores.database(), plan.supplier(), stage.recipients());
    if (table == LedgerTable.DISCLOSURES) {
      fanOut.addTo(duck, id);
    }
    // Rolled up it is smaller, and sorting wants the memory.
    duck.execute("DROP TABLE stage");
    duck.execute("DROP TABLE stage_passed");
    DateRange days =
        duck.one(
            "SELECT min(day), max(day) FROM rolled",
            row ->
                new DateRange(
                    row.getObject(1, LocalDate.class), row.getObject(2, LocalDate.class)));
    List<TableChange> changes = new ArrayList<>();
    Optional<Batch> earlier =
        stores.database().transaction(connection -> Batches.sameAs(connection, plan, read));
    TableChange change =
        new TableChange(
            table, new DataFileWriter(stores.catalog()).write(duck, table, "rolled"), List.of());
    if (earlier.isPresent()) {
      TableChange removal = new BatchRemoval(stores).of(duck, table, earlier.get().id());
      changes.add(merge(change, removal));
    } else {
      changes.add(change);
    }
    ObservedLinks links = new ObservedLinks(duck);
    Batch batch =
        new Batch(
            id,
            plan.kind(),
            "live",
            plan.name(),
            read.sha256(),
            plan.supplier(),
            plan.connection(),
            stores.clock().instant(),
            stage.used() - (before - kept),
            stage.report().count(),
            before - kept,
            days.first(),
            days.last());
    if (progress.stopped()) {
      throw new StoplogException(Problem.INTERRUPTED, "the import was stopped");
    }
    stores.commit(
        "batch.committed",
        changes,
        connection -> {
          if (earlier.isPresent()) {
            Undo.removeFacts(connection, earlier.get().id());
            Batches.end(
                connection, earlier.get().id(), "replaced", batch.importedAt(), stores.actor());
          }
          Batches.insert(connection, batch, plan.asOf(), read, stage.report(), stores.actor());
          if (plan.recorded() != null) {
            Batches.setRecorded(connection, id, plan.recorded());
          }
          setSchemes(connection, id, stage.usedSchemes());
          fanOut.save(connection);
          links.insert(connection, id);
          if (!links.isEmpty() || earlier.isPresent()) {
            Directory.changed(connection);
          }
          Map<String, Object> detail = new HashMap<>();
          detail.put("batch", id);
          detail.put("kind", batch.kind());
          detail.put("file", batch.sha256());
          detail.put("rows", batch.rows());
          earlier.ifPresent(old -> detail.put("replaced", old.id()));
          return detail;
        });
    return new ImportReport(
        id,
        earlier.map(Batch::id).orElse(0L),
        read.mapping(),
        batch.rows(),
        stage.report(),
        batch.suppressed(),
        read.cells(),
        0,
        table == LedgerTable.DISCLOSURES ? stage.recipients().report() : PassedOn.NONE);
  }

  private record DateRange(@Nullable LocalDate first, @Nullable LocalDate last) {}

  private static TableChange merge(TableChange added, TableChange removal) {
    List<org.apache.iceberg.DataFile> files = new ArrayList<>(added.added());
    files.addAll(removal.added());
    return new TableChange(added.table(), files, removal.removed());
  }

  private static String rolledUp(RecordPlan plan, long batch) {
    String place =
        plan.supplier() + "::INTEGER AS supplier, " + plan.connection() + "::INTEGER AS connection";
    if (plan.table() == LedgerTable.HOLDINGS) {
      return "CREATE TEMP TABLE rolled AS SELECT DISTINCT subject_key, subject, "
          + place
          + ", DATE '"
          + plan.asOf()
          + "' AS day, e.id AS elements, "
          + batch
          + "::BIGINT AS batch FROM stage s JOIN sets e ON e.local = s.elements";
    }
    return "CREATE TEMP TABLE rolled AS SELECT subject_key, subject, "
        + place
        + ", "
        + ROLLED_COLUMNS
        + batch
        + "::BIGINT AS batch FROM (SELECT subject_key, subject, day AS day_number, elements AS local,"
        + " min(micros) AS first, max(micros) AS last, count(*) AS events FROM stage"
        + " GROUP BY subject_key, subject, day_number, local) JOIN sets USING (local)";
  }

  private static void fillSets(DuckSession duck, List<Integer> ids) {
    duck.execute("CREATE TEMP TABLE sets (local INTEGER, id INTEGER)");
    try (DuckDBAppender rows = duck.append("sets")) {
      for (int local = 0; local < ids.size(); local++) {
        rows.beginRow().append(local).append(ids.get(local).intValue()).endRow();
      }
    } catch (SQLException e) {
      throw new StoplogException(Problem.INTERNAL, "the sets of elements could not be staged", e);
    }
  }

  /** Fills the temporary table {@code suppressed} with the subjects of people who were erased. */
  static void loadSuppressed(DuckSession duck, Stores stores) {
    duck.execute("CREATE TEMP TABLE suppressed (subject UUID)");
    stores
        .database()
        .transaction(
            connection -> {
              try (DuckDBAppender rows = duck.append("suppressed");
                  PreparedStatement find =
                      connection.prepareStatement("select subject from suppressed_subject");
                  ResultSet row = find.executeQuery()) {
                while (row.next()) {
                  rows.beginRow().append(row.getObject(1, java.util.UUID.class)).endRow();
                }
              }
              return true;
            });
  }

  private static void setSchemes(Connection connection, long batch, int schemes)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("update batch set schemes = ? where id = ?")) {
      update.setInt(1, schemes);
      update.setLong(2, batch);
      update.executeUpdate();
    }
  }
}
