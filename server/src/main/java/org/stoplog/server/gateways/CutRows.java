package org.stoplog.server.gateways;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.gateway.policy.ConnectionState;

/** The rows of cuts. */
final class CutRows {
  private final JdbcClient jdbc;

  CutRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * @param severance that it is made with
   */
  void add(
      UUID id,
      int connection,
      ConnectionState state,
      String reason,
      UUID by,
      Instant now,
      UUID severance) {
    jdbc.sql(
            """
            insert into gateway_cut (id, connection, state, reason, by, at, severance)
            values (:id, :connection, :state, :reason, :by, :now, :severance)
            """)
        .param("severance", severance)
        .param("id", id)
        .param("connection", connection)
        .param("state", Words.of(state))
        .param("reason", reason)
        .param("by", by)
        .param("now", GatewayRows.at(now))
        .update();
  }

  /** Newest first. */
  List<Cut> of(int connection) {
    return jdbc.sql("select * from gateway_cut where connection = :connection order by number desc")
        .param("connection", connection)
        .query(CutRows::cut)
        .list();
  }

  /** Those that hold, newest first. */
  List<Cut> holding(int connection) {
    return of(connection).stream().filter(Cut::holds).toList();
  }

  /** Ends all cuts of a connection. @return how many */
  int restore(int connection, UUID approval, Instant now) {
    return jdbc.sql(
            """
            update gateway_cut set approval = :approval, restored_at = :now
            where connection = :connection and restored_at is null
            """)
        .param("connection", connection)
        .param("approval", approval)
        .param("now", GatewayRows.at(now))
        .update();
  }

  /** Those of one act that hold, by connection. */
  List<Cut> holding(UUID severance) {
    return jdbc.sql(
            """
            select * from gateway_cut where severance = :severance and restored_at is null
            order by connection, number
            """)
        .param("severance", severance)
        .query(CutRows::cut)
        .list();
  }

  /** Whoever looks at all that was cut together has looked at each. */
  void reviewAll(UUID severance, UUID by, Instant now) {
    jdbc.sql(
            """
            update gateway_cut set reviewed_by = :by, reviewed_at = :now
            where severance = :severance and reviewed_at is null
            """)
        .param("severance", severance)
        .param("by", by)
        .param("now", GatewayRows.at(now))
        .update();
  }

  /** Ends what was cut together; other cuts of the same connections hold. @return how many */
  int restoreAll(UUID severance, UUID approval, Instant now) {
    return jdbc.sql(
            """
            update gateway_cut set approval = :approval, restored_at = :now
            where severance = :severance and restored_at is null
            """)
        .param("severance", severance)
        .param("approval", approval)
        .param("now", GatewayRows.at(now))
        .update();
  }

  private static Cut cut(ResultSet row, int number) throws SQLException {
    return new Cut(
        row.getObject("id", UUID.class),
        row.getInt("connection"),
        row.getObject("severance", UUID.class),
        Words.stored(ConnectionState.values(), row.getString("state")),
        row.getString("reason"),
        row.getObject("by", UUID.class),
        row.getObject("at", OffsetDateTime.class).toInstant(),
        row.getObject("reviewed_by", UUID.class),
        GatewayRows.instant(row, "reviewed_at"),
        row.getObject("approval", UUID.class),
        GatewayRows.instant(row, "restored_at"));
  }
}
