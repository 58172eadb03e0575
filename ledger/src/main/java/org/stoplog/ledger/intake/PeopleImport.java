package org.stoplog.ledger.intake;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.duckdb.DuckDBAppender;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.directory.Codes;
import org.stoplog.ledger.directory.Directory;
import org.stoplog.ledger.reader.FileReader;
import org.stoplog.ledger.reader.Purpose;
import org.stoplog.ledger.reader.ReadRequest;
import org.stoplog.ledger.reader.ReadResult;
import org.stoplog.ledger.table.DuckSession;
import org.stoplog.ledger.table.Stores;

/** Imports people: who they are, their identifiers, what holds of them and when. */
public final class PeopleImport {
  private final Stores stores;
  private final FileReader reader;

  public PeopleImport(Stores stores, FileReader reader) {
    this.stores = stores;
    this.reader = reader;
  }

  /** Reads the file and commits it as one batch; a batch of the same file is replaced. */
  public ImportReport run(ImportRequest request, Progress progress) {
    SubjectMaker subjects = new SubjectMaker(stores.keys().hasher(), request.region(), 0);
    try (DuckSession duck = stores.duck().open(progress);
        PeopleStage stage =
            new PeopleStage(duck, stores.keys(), subjects, new Codes(stores), progress)) {
      progress.step(
          "Reading " + request.file().getFileName(), request.file().toFile().length(), "bytes");
      ReadResult read =
          reader.read(
              new ReadRequest(
                  request.file(),
                  Purpose.PEOPLE,
                  request.mapping(),
                  request.region(),
                  request.password(),
                  ReadRequest.Limits.DEFAULT,
                  null,
                  request.keepsContacts(),
                  false),
              stage,
              progress::stopped);
      stage.flush();
      if (stage.used() == 0) {
        throw RecordMaker.nothingUsed(String.valueOf(request.file().getFileName()), stage.report());
      }
      progress.step("Writing people", stage.used(), "rows");
      return write(duck, request, read, stage, progress);
    }
  }

  private ImportReport write(
      DuckSession duck,
      ImportRequest request,
      ReadResult read,
      PeopleStage stage,
      Progress progress) {
    RecordMaker.loadSuppressed(duck, stores);
    long before = duck.count("SELECT count(*) FROM stage_row");
    duck.execute("DELETE FROM stage_row WHERE ref IN (SELECT subject FROM suppressed)");
    duck.execute(
        """
        DELETE FROM stage_id WHERE ref IN (SELECT subject FROM suppressed)
          OR subject IN (SELECT subject FROM suppressed)
        """);
    long suppressed = before - duck.count("SELECT count(*) FROM stage_row");
    givePersonIds(duck);
    if (stage.keepsContacts()) {
      ContactStage.choose(duck);
    }
    long[] contacts = new long[1];
    long id = stores.database().transaction(Batches::nextId);
    Optional<Batch> earlier =
        stores.database().transaction(connection -> Batches.samePeople(connection, read));
    Batch batch =
        new Batch(
            id,
            "people",
            "live",
            String.valueOf(request.file().getFileName()),
            read.sha256(),
            0,
            0,
            stores.clock().instant(),
            stage.used() - suppressed,
            stage.report().count(),
            suppressed,
            null,
            null);
    if (progress.stopped()) {
      throw new StoplogException(Problem.INTERRUPTED, "the import was stopped");
    }
    stores.commit(
        "batch.committed",
        List.of(),
        connection -> {
          if (earlier.isPresent()) {
            Undo.removeFacts(connection, earlier.get().id());
            Batches.end(
                connection, earlier.get().id(), "replaced", batch.importedAt(), stores.actor());
          }
          Batches.insert(
              connection,
              batch,
              Batches.asOf(request, batch.importedAt()),
              read,
              stage.report(),
              stores.actor());
          insertPeople(connection, duck);
          insertFacts(connection, duck, id);
          // Set anew at every try of the transaction.
          contacts[0] =
              stage.keepsContacts() ? ContactStage.insert(connection, duck, stores.keys(), id) : 0;
          Directory.changed(connection);
          Map<String, Object> detail = new HashMap<>();
          detail.put("batch", id);
          detail.put("kind", batch.kind());
          detail.put("file", batch.sha256());
          detail.put("rows", batch.rows());
          if (stage.keepsContacts()) {
            detail.put("contacts", contacts[0]);
          }
          earlier.ifPresent(old -> detail.put("replaced", old.id()));
          return detail;
        });
    return new ImportReport(
        id,
        earlier.map(Batch::id).orElse(0L),
        read.mapping(),
        batch.rows(),
        stage.report(),
        suppressed,
        read.cells(),
        contacts[0],
        PassedOn.NONE);
  }

  /** Fills {@code people_in}: every reference with its person's id, and whether it is a new one. */
  private void givePersonIds(DuckSession duck) {
    duck.execute("CREATE TEMP TABLE known (id BIGINT, ref UUID)");
    stores
        .database()
        .transaction(
            connection -> {
              try (DuckDBAppender rows = duck.append("known");
                  PreparedStatement find =
                      connection.prepareStatement(
                          "select id, ref from person where ref is not null")) {
                find.setFetchSize(50_000);
                try (ResultSet row = find.executeQuery()) {
                  while (row.next()) {
                    rows.beginRow()
                        .append(row.getLong(1))
                        .append(row.getObject(2, UUID.class))
                        .endRow();
                  }
                }
              }
              return true;
            });
    duck.execute(
        """
        CREATE TEMP TABLE wanted AS
        SELECT ref, any_value(sealed) AS sealed FROM (
          SELECT ref, sealed FROM stage_row
          UNION ALL SELECT merged_into, NULL FROM stage_row WHERE merged_into IS NOT NULL
          UNION ALL SELECT guardian, NULL FROM stage_row WHERE guardian IS NOT NULL)
        WHERE ref NOT IN (SELECT subject FROM suppressed) GROUP BY ref
        """);
    long missing =
        duck.count("SELECT count(*) FROM wanted WHERE ref NOT IN (SELECT ref FROM known)");
    long first = missing == 0 ? 0 : reserve(missing);
    duck.execute(
        "CREATE TEMP TABLE people_in AS SELECT coalesce(k.id, "
            + first
            + " + row_number() OVER (PARTITION BY k.id IS NULL ORDER BY w.ref) - 1) AS id,"
            + " w.ref, w.sealed FROM wanted w LEFT JOIN known k USING (ref)");
  }

  /** Takes so many ids out of the sequence, for ever. @return the first of them */
  private long reserve(long count) {
    return stores
        .database()
        .transaction(
            connection -> {
              try (PreparedStatement take =
                  connection.prepareStatement(
                      "select setval('person_id', nextval('person_id') + ? - 1)")) {
                take.setLong(1, count);
                try (ResultSet row = take.executeQuery()) {
                  row.next();
                  return row.getLong(1) - count + 1;
                }
              }
            });
  }

  private static void insertPeople(Connection connection, DuckSession duck) throws SQLException {
    try (PreparedStatement stage =
        connection.prepareStatement(
            "create temporary table person_in (id bigint, ref uuid, sealed bytea) on commit drop")) {
      stage.execute();
    }
    copy(
        connection,
        duck,
        "person_in (id, ref, sealed)",
        "SELECT id, ref, sealed FROM people_in",
        row -> new Object[] {row.getLong(1), row.getObject(2), row.getBytes(3)});
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into person (id, ref, sealed) select id, ref, sealed from person_in
            on conflict (id) do update set sealed = coalesce(person.sealed, excluded.sealed)
            """)) {
      insert.executeUpdate();
    }
  }

  private static void insertFacts(Connection connection, DuckSession duck, long batch)
      throws SQLException {
    copy(
        connection,
        duck,
        "person_period (person, batch, since, until, codes, organisation, admin, guardian,"
            + " guardian_erased)",
        """
        SELECT p.id, s.since, s.until, s.codes, s.organisation, s.admin, g.id,
          s.guardian IS NOT NULL AND g.id IS NULL
        FROM stage_row s JOIN people_in p USING (ref) LEFT JOIN people_in g ON g.ref = s.guardian
        """,
        row ->
            new Object[] {
              row.getLong(1),
              batch,
              row.getObject(2),
              row.getObject(3),
              row.getString(4),
              row.getObject(5),
              row.getBoolean(6),
              row.getObject(7),
              row.getBoolean(8)
            });
    copy(
        connection,
        duck,
        "person_identifier (person, batch, scheme, subject, derived, since, until)",
        """
        SELECT DISTINCT p.id, s.scheme, s.subject, s.derived, s.since, s.until
        FROM stage_id s JOIN people_in p USING (ref)
        """,
        row ->
            new Object[] {
              row.getLong(1),
              batch,
              row.getInt(2),
              row.getObject(3),
              row.getBytes(4),
              row.getObject(5),
              row.getObject(6)
            });
    copy(
        connection,
        duck,
        "person_merge (person, into_person, batch)",
        """
        SELECT DISTINCT p.id, m.id FROM stage_row s JOIN people_in p USING (ref)
        JOIN people_in m ON m.ref = s.merged_into WHERE p.id <> m.id
        """,
        row -> new Object[] {row.getLong(1), row.getLong(2), batch});
  }

  static void copy(
      Connection connection,
      DuckSession duck,
      String target,
      String sql,
      DuckSession.Row<Object[]> row)
      throws SQLException {
    try (CopyIn copy = new CopyIn(connection, target)) {
      duck.each(
          sql,
          result -> {
            Object[] values = row.read(result);
            try {
              copy.row(values);
            } catch (SQLException e) {
              // PostgreSQL's, not DuckDB's: the transaction says what it means.
              throw new IllegalStateException("the rows could not be handed over", e);
            }
            return copy;
          });
      copy.finish();
    }
  }
}
