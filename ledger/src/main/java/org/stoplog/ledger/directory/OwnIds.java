package org.stoplog.ledger.directory;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.stoplog.ledger.table.Stores;

/** The company's own ids of people: they name them, so only what two people approved reads them. */
public final class OwnIds {
  private static final byte[] CONTEXT = "person".getBytes(StandardCharsets.UTF_8);

  private OwnIds() {}

  /** What is kept of one. */
  public static String open(Stores stores, byte[] sealed) {
    return new String(stores.keys().unseal(sealed, CONTEXT), StandardCharsets.UTF_8);
  }

  /** By person; whoever was erased is missing. */
  public static Map<Long, String> of(Stores stores, Connection connection, Collection<Long> people)
      throws SQLException {
    Map<Long, String> ids = new HashMap<>();
    try (PreparedStatement find =
        connection.prepareStatement(
            "select id, sealed from person where id = any (?) and sealed is not null")) {
      find.setArray(1, connection.createArrayOf("bigint", people.toArray()));
      try (ResultSet row = find.executeQuery()) {
        while (row.next()) {
          ids.put(row.getLong(1), open(stores, row.getBytes(2)));
        }
      }
    }
    return ids;
  }
}
