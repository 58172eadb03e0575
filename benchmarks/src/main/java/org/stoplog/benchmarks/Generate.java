package org.stoplog.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.duckdb.DuckDBAppender;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.identity.Scheme;
import org.stoplog.ledger.identity.SubjectHasher;
import org.stoplog.ledger.table.DataFileWriter;
import org.stoplog.ledger.table.DuckSession;
import org.stoplog.ledger.table.LedgerTable;
import org.stoplog.ledger.table.Stores;
import org.stoplog.ledger.table.TableChange;

/**
 * Fills a ledger as imports would, without reading files: each person has one e-mail address, each
 * supplier one batch over three years, and one subject in fifty belongs to nobody.
 */
final class Generate {
  /** People who are also in PostgreSQL, so that they can be looked up. */
  static final int LOOKED_UP = 10_000;

  private static final int DAYS = 1096;

  private final Stores stores;
  private final SubjectHasher hasher;
  private final Size size;
  private final long[] rowsOf;

  /** The same number of rows for each of {@link Size#SUPPLIERS}. */
  Generate(Ledger ledger, Size size) {
    this(ledger, size, evenly(size));
  }

  /**
   * @param rowsOf each supplier, the first one first
   */
  Generate(Ledger ledger, Size size, long[] rowsOf) {
    this.stores = ledger.stores();
    this.hasher = stores.keys().hasher();
    this.size = size;
    this.rowsOf = rowsOf.clone();
  }

  private static long[] evenly(Size size) {
    long[] rows = new long[Size.SUPPLIERS];
    Arrays.fill(rows, size.disclosures() / Size.SUPPLIERS);
    return rows;
  }

  static String email(long person) {
    return "user" + person + "@example.test";
  }

  /** Does nothing when the ledger holds its batches already. */
  void fillOnce() {
    long done = stores.database().transaction(Generate::batches);
    long parts = Arrays.stream(rowsOf).map(rows -> Math.ceilDiv(rows, Size.MOST_IN_BATCH)).sum();
    if (done == parts + 1) {
      return;
    }
    if (done != 0) {
      throw new StoplogException(Problem.DATA_FOLDER_UNUSABLE, "half filled; delete it");
    }
    try (DuckSession duck = stores.duck().open(Progress.NONE)) {
      subjects(duck);
      identifiers(duck);
      for (int supplier = 1; supplier <= rowsOf.length; supplier++) {
        long rows = rowsOf[supplier - 1];
        for (long from = 0; from < rows; from += Size.MOST_IN_BATCH) {
          disclosures(duck, supplier, from, Math.min(rows, from + Size.MOST_IN_BATCH));
        }
      }
    }
  }

  private static long batches(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        var row = statement.executeQuery("select count(*) from batch")) {
      row.next();
      return row.getLong(1);
    }
  }

  private void subjects(DuckSession duck) {
    duck.execute("CREATE TEMP TABLE who (person BIGINT, subject UUID, subject_key BIGINT)");
    long[] subject = new long[2];
    try (DuckDBAppender rows = duck.append("who")) {
      for (long person = 0; person < known() + known() / 50; person++) {
        byte[] text = email(person).getBytes(UTF_8);
        hasher.hash(Scheme.EMAIL, text, 0, text.length, subject);
        rows.beginRow()
            .append(person)
            .appendUUID(subject[0], subject[1])
            .append(subject[0])
            .endRow();
      }
    } catch (SQLException e) {
      throw new StoplogException(Problem.INTERNAL, "subjects could not be staged", e);
    }
  }

  private long known() {
    return size.people();
  }

  private void identifiers(DuckSession duck) {
    TableChange files =
        change(
            duck,
            LedgerTable.IDENTIFIERS,
            "(SELECT 1 AS scheme, subject_key, subject, person, DATE '0001-01-01' AS since,"
                + " DATE '9999-12-31' AS until, 0 AS kind, 1 AS owners FROM who WHERE person < "
                + known()
                + ")");
    stores.commit(
        "benchmark.people",
        List.of(files),
        connection -> {
          try (Statement statement = connection.createStatement()) {
            // The copy is what we write here; the truth behind it is left out.
            statement.execute("update derived_copy set copy_version = truth_version");
            for (int set = 1; set <= 8; set++) {
              statement.execute(
                  "insert into element_set (low, high) values (" + elements(set) + ", 0)");
            }
            statement.execute(batch(0, "people", 0, known()));
          }
          lookedUp(connection);
          return Map.of("people", known());
        });
  }

  private static long elements(int set) {
    return (1L << set) | (1L << (set * 3)) | 1;
  }

  private void lookedUp(Connection connection) throws SQLException {
    try (PreparedStatement person =
            connection.prepareStatement("insert into person (id, ref) values (?, ?)");
        PreparedStatement identifier =
            connection.prepareStatement(
                "insert into person_identifier (person, batch, scheme, subject) select ?, max(id), ?, ? from batch")) {
      for (long id = 0; id < Math.min(LOOKED_UP, known()); id++) {
        person.setLong(1, id);
        person.setObject(2, subject(Scheme.USER_ID, "u" + id));
        person.addBatch();
        identifier(identifier, id, Scheme.EMAIL, email(id));
        identifier(identifier, id, Scheme.USER_ID, "u" + id);
        identifier(identifier, id, Scheme.PHONE, "+4930" + (1_000_000 + id));
      }
      person.executeBatch();
      identifier.executeBatch();
    }
  }

  private void identifier(PreparedStatement insert, long person, Scheme scheme, String text)
      throws SQLException {
    insert.setLong(1, person);
    insert.setInt(2, scheme.code());
    insert.setObject(3, subject(scheme, text));
    insert.addBatch();
  }

  private UUID subject(Scheme scheme, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return hasher.hash(scheme, bytes, 0, bytes.length).uuid();
  }

  private void disclosures(DuckSession duck, int supplier, long from, long to) {
    long all = known() + known() / 50;
    String number = "hash(i, " + supplier + ", " + Size.SEED;
    duck.execute(
        "CREATE OR REPLACE TEMP TABLE sent AS SELECT subject_key, subject, "
            + supplier
            + "::INTEGER AS supplier, 1::INTEGER AS connection, moment::DATE AS day, moment AS first_at,"
            + " moment + INTERVAL 5 MINUTE AS last_at, elements, events, "
            + (supplier + 1)
            + "::BIGINT AS batch FROM (SELECT ("
            + number
            + ") % "
            + all
            + ")::BIGINT AS person, TIMESTAMPTZ '2023-01-01 00:00:00+00' + to_days(("
            + number
            + ", 'day') % "
            + DAYS
            + ")::INTEGER) + to_seconds(("
            + number
            + ", 'second') % 86000)::BIGINT) AS moment, (1 + "
            + number
            + ", 'set') % 8)::INTEGER AS elements, (1 + "
            + number
            + ", 'events') % 5)::BIGINT AS events FROM range("
            + from
            + ", "
            + to
            + ") r(i)) JOIN who USING (person)");
    TableChange files = change(duck, LedgerTable.DISCLOSURES, "sent");
    stores.commit(
        "benchmark.disclosures",
        List.of(files),
        connection -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute(batch(supplier, "disclosures", from, to - from));
          }
          return Map.of("supplier", supplier);
        });
    System.err.println("supplier " + supplier + " filled up to row " + to);
  }

  private TableChange change(DuckSession duck, LedgerTable table, String source) {
    return new TableChange(
        table, new DataFileWriter(stores.catalog()).write(duck, table, source), List.of());
  }

  private static String batch(int supplier, String kind, long from, long rows) {
    return ("insert into batch (kind, file_name, file_sha256, file_bytes, mapping_version, normaliser,"
            + " supplier, connection, imported_at, rows, left_out)"
            + " values ('%s', 'generated', 'from row %d', 0, '1', 1, %d, 1, now(), %d, 0)")
        .formatted(kind, from, supplier, rows);
  }
}
