package org.stoplog.ledger.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/** Names a data folder; a copy restored from its backup has the same. */
public final class FolderId {
  private static final String NAME = "folder.id";

  private FolderId() {}

  /** The id of the folder that this database is in; made at the first call. */
  public static UUID of(Connection inTransaction) throws SQLException {
    try (PreparedStatement add =
        inTransaction.prepareStatement(
            "insert into setting (name, value) values (?, ?) on conflict (name) do nothing")) {
      add.setString(1, NAME);
      add.setString(2, UUID.randomUUID().toString());
      add.executeUpdate();
    }
    try (PreparedStatement find =
        inTransaction.prepareStatement("select value from setting where name = ?")) {
      find.setString(1, NAME);
      try (ResultSet row = find.executeQuery()) {
        row.next();
        String text = row.getString(1);
        // Whoever can write the database can write this too; it must not stop a check of the log.
        return text.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
            ? UUID.fromString(text)
            : UUID.nameUUIDFromBytes(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      }
    }
  }
}
