package org.stoplog.ledger.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postgresql.PGConnection;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Progress;

/**
 * Writes the record into one file, and brings it back. The file holds every table of the database
 * as of one moment, the files of the warehouse, the evidence and the segments of gateways, and a
 * hash of each. It never holds keys: without its keyset a backup names nobody, and is of no use.
 */
public final class Backup {
  private Backup() {}

  /**
   * Writes a backup while work goes on. The target appears when it is complete.
   *
   * @throws StoplogException USAGE when the target exists or is in the folder, FILE_CHANGED,
   *     DISK_FULL, DATABASE_LOST; INTERRUPTED when it is stopped, and then nothing is left
   */
  public static void write(DataFolder folder, Database database, Path target, Progress progress) {
    Path absolute = target.toAbsolutePath().normalize();
    if (Files.exists(absolute) || absolute.startsWith(folder.root())) {
      throw new StoplogException(
          Problem.USAGE, absolute + " exists, or is in the data folder: name a new file elsewhere");
    }
    Path part = absolute.resolveSibling(absolute.getFileName() + ".part");
    try {
      writePart(folder, database, part, progress);
      Files.move(part, absolute, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw failed(absolute, e);
    } catch (SQLException e) {
      throw SqlFailure.of(e);
    } finally {
      removeQuietly(part);
    }
  }

  private static void writePart(DataFolder folder, Database database, Path part, Progress progress)
      throws IOException, SQLException {
    Set<StandardOpenOption> options =
        Set.of(
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    try (FileChannel channel =
            FileChannel.open(
                part,
                options,
                PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString("rw-------")));
        BackupWriter writer = new BackupWriter(Channels.newOutputStream(channel), progress);
        Connection connection = database.connect()) {
      // Before the snapshot: no file that the snapshot names may be swept from here on.
      WarehouseLock.holdForCopy(connection);
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setReadOnly(true);
      progress.step("Writing the tables of the database", Progress.UNKNOWN, "bytes");
      for (String table : tables(connection)) {
        try (OutputStream parts = writer.table(table)) {
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyOut("copy \"" + table + "\" to stdout", parts);
        }
      }
      writer.folder(folder.warehouse());
      writer.folder(folder.evidence());
      writer.folder(folder.segments());
      writer.finish(schema(connection), sequences(connection));
      channel.force(true);
    }
  }

  /** All tables of ours, without the one that tells the schema. */
  static List<String> tables(Connection connection) throws SQLException {
    String query =
        """
        select relname from pg_class
        where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> 'schema_version'
        order by relname
        """;
    List<String> tables = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        tables.add(rows.getString(1));
      }
    }
    return tables;
  }

  private static int schema(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select max(version) from schema_version")) {
      row.next();
      return row.getInt(1);
    }
  }

  /**
   * Values of the sequences; they are not part of a snapshot, so these may be later than the rows.
   */
  private static Map<String, Long> sequences(Connection connection) throws SQLException {
    String query =
        """
        select sequencename, coalesce(last_value + increment_by, start_value) from pg_sequences
        where schemaname = 'public'
        """;
    Map<String, Long> sequences = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        sequences.put(rows.getString(1), rows.getLong(2));
      }
    }
    return sequences;
  }

  /**
   * Makes a data folder from a backup. All of the backup is checked before any of it is used. The
   * setting {@code restored} then holds the time of it.
   *
   * @param password of the database to be made, as in {@link Database#start}
   * @throws StoplogException BACKUP_INVALID naming the entry, DATA_FOLDER_UNUSABLE when the folder
   *     is not empty, DATA_FOLDER_NEWER for a later version's backup, DISK_FULL
   */
  public static void restore(Path archive, Path emptyRoot, String password) {
    BackupReader reader = new BackupReader(archive);
    BackupManifest manifest = reader.check();
    Migrations.requireKnown(manifest.schema());
    try (DataFolder folder = DataFolder.openForRestore(emptyRoot)) {
      try {
        fill(folder, password, reader, manifest);
        // The mark goes last, also on the disk.
        Program.run(List.of("sync", "-f", folder.root().toString()));
        folder.restored();
      } catch (StoplogException e) {
        DataFolder.empty(folder.root()); // it was empty before
        throw e;
      }
    } catch (IOException e) {
      throw failed(emptyRoot, e);
    }
  }

  private static void fill(
      DataFolder folder, String password, BackupReader reader, BackupManifest manifest) {
    Migrations then = Migrations.upTo(manifest.schema());
    try (Database database = Database.start(folder, password, then)) {
      database.transaction(
          connection -> {
            new Restore(folder, connection).run(reader, manifest);
            return true;
          });
      Migrations.ours().run(database);
    }
  }

  static StoplogException failed(Path where, IOException e) {
    boolean isFull = String.valueOf(e.getMessage()).contains("No space left on device");
    return new StoplogException(
        isFull ? Problem.DISK_FULL : Problem.DATA_FOLDER_UNUSABLE,
        where + " cannot be written: " + e.getMessage(),
        e);
  }

  private static void removeQuietly(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      // Nothing reads a .part, and the next backup of this name overwrites it.
    }
  }
}
