package org.stoplog.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.store.AuditCheck;
import org.stoplog.ledger.store.AuditLog;
import org.stoplog.ledger.store.Checkpoint;
import org.stoplog.ledger.store.CheckpointKey;
import org.stoplog.ledger.store.FolderId;
import org.stoplog.ledger.store.Verification;
import org.stoplog.ledger.table.Stores;

/** Where the audit log meets the key that signs it. */
final class AuditRoom {
  private final Stores stores;
  private final CheckpointKey key;

  AuditRoom(Stores stores) {
    this.stores = stores;
    this.key = CheckpointKey.of(stores.keys().checkpointPublicKey());
  }

  Checkpoint checkpoint() {
    return stores
        .database()
        .transaction(
            connection -> {
              UUID folder = FolderId.of(connection);
              AuditLog.Head head =
                  AuditLog.append(
                      connection,
                      stores.clock(),
                      "audit.checkpoint",
                      Map.of("folder", folder.toString(), "key", key.id()));
              return Checkpoint.sign(folder, head, key, stores.keys()::signCheckpoint);
            });
  }

  Verification verify(List<Checkpoint> against, Progress progress) {
    return stores
        .database()
        .transaction(
            connection -> {
              for (Checkpoint checkpoint : against) {
                mustBeOurs(connection, checkpoint);
              }
              return AuditCheck.run(connection, against, progress);
            });
  }

  private void mustBeOurs(Connection connection, Checkpoint checkpoint) throws SQLException {
    String named = "the checkpoint of entry " + checkpoint.entry() + ", " + checkpoint.at() + ",";
    if (!checkpoint.key().equals(key)) {
      throw new StoplogException(
          Problem.CHECKPOINT_INVALID,
          named + " was signed by the key " + checkpoint.key().id() + ", not by ours, " + key.id());
    }
    // The same entry under the same key is the same log, whatever id the database says now.
    if (!checkpoint.folder().equals(FolderId.of(connection)) && !isInLog(connection, checkpoint)) {
      throw new StoplogException(
          Problem.CHECKPOINT_INVALID,
          named
              + " was signed for another data folder, "
              + checkpoint.folder()
              + ", or the id of this folder was altered in the database");
    }
  }

  private static boolean isInLog(Connection connection, Checkpoint checkpoint) throws SQLException {
    try (PreparedStatement find =
        connection.prepareStatement("select 1 from audit_entry where seq = ? and hash = ?")) {
      find.setLong(1, checkpoint.entry());
      find.setBytes(2, HexFormat.of().parseHex(checkpoint.hash()));
      try (ResultSet row = find.executeQuery()) {
        return row.next();
      }
    }
  }
}
