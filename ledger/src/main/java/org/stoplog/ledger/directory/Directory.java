package org.stoplog.ledger.directory;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.expressions.Expressions;
import org.duckdb.DuckDBAppender;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.identity.Scheme;
import org.stoplog.ledger.table.DataFileWriter;
import org.stoplog.ledger.table.DuckSession;
import org.stoplog.ledger.table.LedgerTable;
import org.stoplog.ledger.table.Stores;
import org.stoplog.ledger.table.TableChange;
import org.stoplog.ledger.table.TableFiles;

/**
 * The derived copy of the directory: from what live batches say of people to the tables {@code
 * identifiers} and {@code periods}, which exposures join. It is a pure function of the live facts,
 * so an undo is the same work with fewer facts. Rebuilt when it is asked for and no longer current.
 */
public final class Directory {
  private final Stores stores;

  public Directory(Stores stores) {
    // The copy is the program's own affair, whoever was the first to need it.
    this.stores = stores.by(null);
  }

  /** Says in a transaction that facts have changed. */
  public static void changed(Connection connection) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "update derived_copy set truth_version = truth_version + 1 where name = 'directory'")) {
      update.executeUpdate();
    }
  }

  private record Versions(long truth, long copy) {}

  /** Brings the copy up to the facts. Does nothing when it is current. */
  public void refresh(Progress progress) {
    Versions versions = stores.database().transaction(Directory::versions);
    if (versions.truth == versions.copy) {
      return;
    }
    try (DuckSession duck = stores.duck().open(progress)) {
      refresh(duck, progress);
    }
  }

  private void refresh(DuckSession duck, Progress progress) {
    // Another one may have done it while we waited for the turn.
    Versions versions = stores.database().transaction(Directory::versions);
    if (versions.truth == versions.copy) {
      return;
    }
    progress.step("Working out who is who", Progress.UNKNOWN, "rows");
    stores
        .database()
        .transaction(
            connection -> {
              load(connection, duck);
              return true;
            });
    for (String step : DirectorySql.STEPS) {
      duck.execute(step);
    }
    DataFileWriter writer = new DataFileWriter(stores.catalog());
    List<TableChange> changes =
        List.of(
            replace(
                LedgerTable.IDENTIFIERS,
                writer.write(duck, LedgerTable.IDENTIFIERS, "identifiers_out")),
            replace(LedgerTable.PERIODS, writer.write(duck, LedgerTable.PERIODS, "periods_out")));
    stores.commit(
        "directory.derived",
        changes,
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "update derived_copy set copy_version = ? where name = 'directory'")) {
            update.setLong(1, versions.truth);
            update.executeUpdate();
          }
          return Map.of("version", versions.truth);
        });
  }

  private static Versions versions(Connection connection) throws SQLException {
    try (PreparedStatement find =
            connection.prepareStatement(
                "select truth_version, copy_version from derived_copy where name = 'directory'");
        ResultSet row = find.executeQuery()) {
      row.next();
      return new Versions(row.getLong(1), row.getLong(2));
    }
  }

  private TableChange replace(LedgerTable table, List<DataFile> files) {
    List<DataFile> old =
        stores
            .database()
            .transaction(
                connection ->
                    new TableFiles(stores.catalog())
                        .plan(connection, table, Expressions.alwaysTrue()).stream()
                            .map(TableFiles.Planned::data)
                            .toList());
    return new TableChange(table, files, old);
  }

  private static void load(Connection connection, DuckSession duck) throws SQLException {
    for (String table : DirectorySql.TABLES) {
      duck.execute(table);
    }
    copy(
        connection,
        duck,
        "batches_in",
        "select id, as_of from batch where status = 'live' and kind = 'people'",
        (row, out) -> out.append(row.getLong(1)).append(row.getObject(2, LocalDate.class)));
    copy(
        connection,
        duck,
        "merges_in",
        "select person, into_person, batch from person_merge",
        (row, out) -> out.append(row.getLong(1)).append(row.getLong(2)).append(row.getLong(3)));
    copy(
        connection,
        duck,
        "periods_in",
        "select person, batch, since, until, codes::text, organisation, admin, guardian from person_period",
        (row, out) ->
            out.append(row.getLong(1))
                .append(row.getLong(2))
                .append(row.getObject(3, LocalDate.class))
                .append(row.getObject(4, LocalDate.class))
                .append(row.getString(5))
                .append(row.getObject(6, Integer.class))
                .append(row.getBoolean(7))
                .append(row.getObject(8, Long.class)));
    copy(
        connection,
        duck,
        "links_in",
        "select subject, scheme, other, other_scheme, first_day, last_day from observed_link",
        (row, out) ->
            subject(out, row.getObject(1, UUID.class))
                .append(row.getShort(2))
                .append(row.getObject(3, UUID.class))
                .append(row.getObject(3, UUID.class).getMostSignificantBits())
                .append(row.getShort(4))
                .append(row.getObject(5, LocalDate.class))
                .append(row.getObject(6, LocalDate.class)));
    identifiers(connection, duck);
  }

  private static void identifiers(Connection connection, DuckSession duck) throws SQLException {
    try (DuckDBAppender out = duck.append("facts_in");
        PreparedStatement find =
            connection.prepareStatement(
                "select person, batch, scheme, subject, derived, since, until from person_identifier")) {
      find.setFetchSize(20_000);
      try (ResultSet row = find.executeQuery()) {
        while (row.next()) {
          UUID subject = row.getObject(4, UUID.class);
          int scheme = row.getInt(3);
          fact(out, row, scheme, subject, scheme, subject);
          ByteBuffer derived = ByteBuffer.wrap(row.getBytes(5));
          boolean hasBase = false;
          while (derived.hasRemaining()) {
            int form = derived.get();
            fact(out, row, form, new UUID(derived.getLong(), derived.getLong()), scheme, subject);
            hasBase |= form == Scheme.EMAIL_BASE.code();
          }
          if (scheme == Scheme.EMAIL.code() && !hasBase) {
            fact(out, row, Scheme.EMAIL_BASE.code(), subject, scheme, subject);
          }
        }
      }
    }
  }

  private static void fact(
      DuckDBAppender out, ResultSet row, int scheme, UUID subject, int stated, UUID statedSubject)
      throws SQLException {
    out.beginRow()
        .append(row.getLong(1))
        .append(row.getLong(2))
        .append((short) scheme)
        .append(subject)
        .append(subject.getMostSignificantBits())
        .append((short) stated)
        .append(statedSubject)
        .append(row.getObject(6, LocalDate.class))
        .append(row.getObject(7, LocalDate.class))
        .endRow();
  }

  private static DuckDBAppender subject(DuckDBAppender out, UUID subject) throws SQLException {
    return out.append(subject).append(subject.getMostSignificantBits());
  }

  private interface Fill {
    DuckDBAppender fill(ResultSet row, DuckDBAppender out) throws SQLException;
  }

  private static void copy(
      Connection connection, DuckSession duck, String table, String sql, Fill fill)
      throws SQLException {
    try (DuckDBAppender out = duck.append(table);
        PreparedStatement find = connection.prepareStatement(sql)) {
      find.setFetchSize(20_000);
      try (ResultSet row = find.executeQuery()) {
        while (row.next()) {
          out.beginRow();
          fill.fill(row, out).endRow();
        }
      }
    }
  }
}
