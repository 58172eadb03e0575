package org.stoplog.server.subprocessors;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A sub-processor as a supplier's list has it.
 *
 * @param subProcessor who it is in the register
 * @param known its name there
 * @param since null where the list does not say
 * @param source where the list came from
 * @param sha256 of the file
 * @param line of the file
 * @param gone when a later list no longer had it, or had it otherwise; null while it holds
 */
record Listed(
    UUID id,
    int subProcessor,
    String known,
    String name,
    @Nullable String domain,
    String purpose,
    String data,
    String place,
    @Nullable LocalDate since,
    String source,
    String sha256,
    int line,
    Instant at,
    @Nullable Instant gone) {
  static Listed of(ResultSet row) throws SQLException {
    OffsetDateTime gone = row.getObject("gone_at", OffsetDateTime.class);
    return new Listed(
        row.getObject("id", UUID.class),
        row.getInt("sub_processor"),
        row.getString("known"),
        row.getString("name"),
        row.getString("domain"),
        row.getString("purpose"),
        row.getString("data"),
        row.getString("place"),
        row.getObject("since", LocalDate.class),
        row.getString("source"),
        row.getString("sha256"),
        row.getInt("line"),
        row.getObject("listed_at", OffsetDateTime.class).toInstant(),
        gone == null ? null : gone.toInstant());
  }
}
