package org.stoplog.ledger.store;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What is done in one transaction. It neither commits nor rolls back; the caller does. */
@FunctionalInterface
public interface Work<T extends @Nullable Object> {
  T run(Connection connection) throws SQLException;
}
