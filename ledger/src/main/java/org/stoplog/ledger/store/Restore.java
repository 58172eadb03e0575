package org.stoplog.ledger.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** Fills an empty data folder from a backup, the database in one transaction. */
final class Restore implements BackupReader.Use {
  private final DataFolder folder;
  private final Connection connection;
  private final List<String> tables;
  private String table = "";
  private @Nullable CopyIn copy;
  private @Nullable OutputStream file;

  Restore(DataFolder folder, Connection connection) throws SQLException {
    this.folder = folder;
    this.connection = connection;
    this.tables = Backup.tables(connection);
  }

  void run(BackupReader reader, BackupManifest manifest) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      // The rows come from one snapshot: their references hold, whatever order they come in.
      statement.execute("set local session_replication_role = replica");
      // What passes and refers to them goes too: it is in no backup.
      statement.execute("truncate \"" + String.join("\", \"", tables) + "\" cascade");
      reader.use(manifest, this);
      endTable();
      statement.execute("set local session_replication_role = origin");
      statement.execute(
          """
          insert into setting (name, value) values ('restored', now()::text)
          on conflict (name) do update set value = excluded.value
          """);
    }
    for (Map.Entry<String, Long> sequence : manifest.sequences().entrySet()) {
      try (PreparedStatement set =
          connection.prepareStatement("select setval(format('%I', ?)::regclass, ?, false)")) {
        set.setString(1, sequence.getKey());
        set.setLong(2, sequence.getValue());
        set.execute();
      }
    }
  }

  @Override
  public void begin(String name) {
    String[] parts = name.split("/", -1);
    if (!parts[0].equals("tables")) {
      file = create(folder.root().resolve(name));
      return;
    }
    if (!tables.contains(parts[1])) {
      throw new StoplogException(Problem.BACKUP_INVALID, name + " belongs to no table");
    }
    try {
      if (!parts[1].equals(table)) {
        endTable();
        copy =
            connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("copy \"" + parts[1] + "\" from stdin");
        table = parts[1];
      }
    } catch (SQLException e) {
      throw SqlFailure.of(e);
    }
  }

  private static OutputStream create(Path path) {
    try {
      Files.createDirectories(Objects.requireNonNull(path.getParent()));
      return Files.newOutputStream(path, StandardOpenOption.CREATE_NEW);
    } catch (IOException e) {
      throw Backup.failed(path, e);
    }
  }

  @Override
  public void bytes(byte[] buffer, int length) {
    try {
      if (file != null) {
        file.write(buffer, 0, length);
      } else if (copy != null) {
        copy.writeToCopy(buffer, 0, length);
      }
    } catch (IOException e) {
      throw Backup.failed(folder.root(), e);
    } catch (SQLException e) {
      throw SqlFailure.of(e);
    }
  }

  @Override
  public void end() {
    try {
      if (file != null) {
        file.close();
        file = null;
      }
    } catch (IOException e) {
      throw Backup.failed(folder.root(), e);
    }
  }

  private void endTable() throws SQLException {
    if (copy != null) {
      copy.endCopy();
      copy = null;
    }
  }
}
