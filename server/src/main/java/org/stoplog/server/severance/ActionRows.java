package org.stoplog.server.severance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.identity.Keyset;

/** The rows of what was done outside of gateways. In the caller's transaction. */
final class ActionRows {
  private final JdbcClient jdbc;
  private final Keyset keys;

  ActionRows(JdbcClient jdbc, Keyset keys) {
    this.jdbc = jdbc;
    this.keys = keys;
  }

  /**
   * @param outcome null when it was begun and nobody knows what came of it
   */
  record Done(
      UUID id,
      String kind,
      String name,
      UUID by,
      Instant at,
      ActionRunner.@Nullable Outcome outcome,
      @Nullable Integer code,
      String output) {}

  /** Before it is run: whoever is killed meanwhile leaves a trace. */
  void begin(
      UUID id,
      UUID severance,
      @Nullable UUID item,
      ActionSettings.Action action,
      UUID by,
      Instant now) {
    jdbc.sql(
            """
            insert into severance_action (id, severance, item, kind, name, by, at)
            values (:id, :severance, :item, :kind, :name, :by, :now)
            """)
        .param("id", id)
        .param("severance", severance)
        .param("item", item)
        .param("kind", action.kind())
        .param("name", action.name())
        .param("by", by)
        .param("now", SeveranceRows.at(now))
        .update();
  }

  void end(UUID id, ActionRunner.Result result, Instant now) {
    jdbc.sql(
            """
            update severance_action set ended_at = :now, outcome = :outcome, code = :code,
              output = :output
            where id = :id
            """)
        .param("now", SeveranceRows.at(now))
        .param("outcome", result.outcome().word())
        .param("code", result.code())
        .param("output", keys.seal(result.output(), context(id)))
        .param("id", id)
        .update();
  }

  /** Of a cut, newest first. */
  List<Done> of(UUID severance) {
    return jdbc.sql(
            """
            select * from severance_action where severance = :id and item is null
            order by number desc limit 100
            """)
        .param("id", severance)
        .query(this::done)
        .list();
  }

  /** Of something to rotate, newest first. */
  List<Done> ofItem(UUID item) {
    return jdbc.sql(
            "select * from severance_action where item = :id order by number desc limit 100")
        .param("id", item)
        .query(this::done)
        .list();
  }

  private Done done(ResultSet row, int number) throws SQLException {
    UUID id = row.getObject("id", UUID.class);
    String outcome = row.getString("outcome");
    byte[] output = row.getBytes("output");
    return new Done(
        id,
        row.getString("kind"),
        row.getString("name"),
        row.getObject("by", UUID.class),
        row.getObject("at", OffsetDateTime.class).toInstant(),
        outcome == null ? null : ActionRunner.Outcome.stored(outcome),
        row.getObject("code", Integer.class),
        output == null ? "" : new String(keys.unseal(output, context(id)), UTF_8));
  }

  private static byte[] context(UUID id) {
    return ("severance-action:" + id).getBytes(UTF_8);
  }
}
