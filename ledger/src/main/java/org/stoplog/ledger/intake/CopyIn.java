package org.stoplog.ledger.intake;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Many rows into a table of PostgreSQL by COPY, in the caller's transaction. Values are numbers,
 * dates, uuids, booleans and bytes; text is not needed here, so nothing has to be escaped.
 */
public final class CopyIn implements AutoCloseable {
  private static final int FLUSH = 1 << 16;
  private static final HexFormat HEX = HexFormat.of();

  private final org.postgresql.copy.CopyIn copy;
  private final StringBuilder buffer = new StringBuilder(FLUSH + 1024);

  /**
   * @param target table and columns, for example {@code person (id, ref)}
   */
  public CopyIn(Connection connection, String target) throws SQLException {
    copy =
        connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy " + target + " from stdin");
  }

  /** One row in the order of the columns. */
  public void row(@Nullable Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      if (i > 0) {
        buffer.append('\t');
      }
      Object value = values[i];
      if (value == null) {
        buffer.append("\\N");
      } else if (value instanceof byte[] bytes) {
        HEX.formatHex(buffer.append("\\\\x"), bytes);
      } else {
        buffer.append(value);
      }
    }
    buffer.append('\n');
    if (buffer.length() >= FLUSH) {
      flush();
    }
  }

  private void flush() throws SQLException {
    byte[] bytes = buffer.toString().getBytes(StandardCharsets.UTF_8);
    copy.writeToCopy(bytes, 0, bytes.length);
    buffer.setLength(0);
  }

  /** Ends the copy; without it nothing of it stays. */
  public void finish() throws SQLException {
    flush();
    copy.endCopy();
  }

  @Override
  public void close() throws SQLException {
    if (copy.isActive()) {
      copy.cancelCopy();
    }
  }
}
