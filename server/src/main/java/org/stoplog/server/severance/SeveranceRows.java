package org.stoplog.server.severance;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.gateway.policy.ConnectionState;

/** The rows of cuts. In the caller's transaction. */
final class SeveranceRows {
  private static final int USUAL_QUIET_DAYS = 30;

  private final JdbcClient jdbc;

  SeveranceRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }

  static String word(ConnectionState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  void add(Severance one) {
    OwnCopy copy = one.ownCopy();
    jdbc.sql(
            """
            insert into severance (id, supplier, engagement, connection, state, reason, by, at,
              own_copy, own_copy_words)
            values (:id, :supplier, :engagement, :connection, :state, :reason, :by, :at, :copy,
              :words)
            """)
        .param("id", one.id())
        .param("supplier", one.supplier())
        .param("engagement", one.engagement())
        .param("connection", one.connection())
        .param("state", word(one.state()))
        .param("reason", one.reason())
        .param("by", one.by())
        .param("at", at(one.at()))
        .param("copy", copy == null ? null : copy.word())
        .param("words", one.ownCopyWords())
        .update();
  }

  void setVersion(UUID id, long version) {
    jdbc.sql("update severance set policy_version = :version where id = :id")
        .param("version", version)
        .param("id", id)
        .update();
  }

  /** Of a supplier, newest first. */
  List<Severance> of(int supplier) {
    return jdbc.sql("select * from severance where supplier = :supplier order by number desc")
        .param("supplier", supplier)
        .query(SeveranceRows::severance)
        .list();
  }

  /** All that hold, newest first. */
  List<Severance> holding() {
    return jdbc.sql("select * from severance where restored_at is null order by number desc")
        .query(SeveranceRows::severance)
        .list();
  }

  /** Those that nobody else looked at, oldest first. */
  List<Severance> unreviewed() {
    return jdbc.sql("select * from severance where reviewed_at is null order by number")
        .query(SeveranceRows::severance)
        .list();
  }

  Optional<Severance> find(UUID id) {
    return find(id, "");
  }

  /** Waits for whoever changes it. */
  Optional<Severance> lock(UUID id) {
    return find(id, " for update");
  }

  private Optional<Severance> find(UUID id, String lock) {
    return jdbc.sql("select * from severance where id = :id" + lock)
        .param("id", id)
        .query(SeveranceRows::severance)
        .optional();
  }

  void review(UUID id, UUID by, Instant now) {
    jdbc.sql("update severance set reviewed_by = :by, reviewed_at = :now where id = :id")
        .param("by", by)
        .param("now", at(now))
        .param("id", id)
        .update();
  }

  void restore(UUID id, UUID approval, Instant now) {
    jdbc.sql("update severance set approval = :approval, restored_at = :now where id = :id")
        .param("approval", approval)
        .param("now", at(now))
        .param("id", id)
        .update();
  }

  void setOwnCopy(UUID id, OwnCopy copy, String words) {
    jdbc.sql("update severance set own_copy = :copy, own_copy_words = :words where id = :id")
        .param("copy", copy.word())
        .param("words", words)
        .param("id", id)
        .update();
  }

  /** After how many quiet days a cut of this supplier counts as silent. */
  int quietDays(int supplier) {
    return jdbc.sql("select quiet_days from supplier_silence where supplier = :supplier")
        .param("supplier", supplier)
        .query(Integer.class)
        .optional()
        .orElse(USUAL_QUIET_DAYS);
  }

  void setQuietDays(int supplier, int days) {
    jdbc.sql(
            """
            insert into supplier_silence (supplier, quiet_days) values (:supplier, :days)
            on conflict (supplier) do update set quiet_days = excluded.quiet_days
            """)
        .param("supplier", supplier)
        .param("days", days)
        .update();
  }

  private static Severance severance(ResultSet row, int number) throws SQLException {
    String copy = row.getString("own_copy");
    return new Severance(
        row.getObject("id", UUID.class),
        row.getInt("supplier"),
        row.getObject("engagement", Integer.class),
        row.getObject("connection", Integer.class),
        ConnectionState.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getString("reason"),
        row.getObject("by", UUID.class),
        row.getObject("at", OffsetDateTime.class).toInstant(),
        row.getObject("policy_version", Long.class),
        copy == null ? null : OwnCopy.of(copy).orElseThrow(),
        row.getString("own_copy_words"),
        row.getObject("reviewed_by", UUID.class),
        instant(row, "reviewed_at"),
        row.getObject("approval", UUID.class),
        instant(row, "restored_at"));
  }
}
