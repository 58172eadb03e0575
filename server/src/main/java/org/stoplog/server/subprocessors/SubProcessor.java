package org.stoplog.server.subprocessors;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A supplier that the world is told of.
 *
 * @param domain null where none is known
 * @param data categories, in words
 * @param since day from which it works for us
 * @param gone when it was taken off the list; null while it is on it
 */
record SubProcessor(
    UUID id,
    String name,
    @Nullable String domain,
    String purpose,
    String data,
    String place,
    LocalDate since,
    Instant shown,
    @Nullable Instant gone) {
  static SubProcessor of(ResultSet row) throws SQLException {
    OffsetDateTime gone = row.getObject("gone_at", OffsetDateTime.class);
    return new SubProcessor(
        row.getObject("id", UUID.class),
        row.getString("name"),
        row.getString("domain"),
        row.getString("purpose"),
        row.getString("data"),
        row.getString("place"),
        row.getObject("since", LocalDate.class),
        row.getObject("shown_at", OffsetDateTime.class).toInstant(),
        gone == null ? null : gone.toInstant());
  }

  /** When it last changed. */
  Instant changed() {
    return gone == null ? shown : gone;
  }
}
