package org.stoplog.server.gateways;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.gateway.policy.ForwardPolicy;
import org.stoplog.gateway.policy.ForwardRule;
import org.stoplog.gateway.policy.ForwardSender;

/** The rows of who may use gateways as a proxy, and of the hosts of connections. */
final class ForwardRows {
  /** Of all rules: a policy of that many is read by gateways with room to spare. */
  static final int MOST_HOSTS = 5000;

  private final JdbcClient jdbc;

  ForwardRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Who may, or might. */
  record Sender(String id, String label, UUID madeBy, Instant madeAt, @Nullable Instant revokedAt) {
    boolean isRevoked() {
      return revokedAt != null;
    }
  }

  /** Those that may first, then the revoked ones. */
  List<Sender> senders() {
    return jdbc.sql("select * from forward_sender order by revoked_at is not null, id")
        .query(
            (row, number) ->
                new Sender(
                    row.getString("id"),
                    row.getString("label"),
                    row.getObject("made_by", UUID.class),
                    row.getObject("made_at", java.time.OffsetDateTime.class).toInstant(),
                    GatewayRows.instant(row, "revoked_at")))
        .list();
  }

  /** Of the policy. */
  private List<ForwardSender> those() {
    return jdbc.sql("select id, sha256 from forward_sender where revoked_at is null order by id")
        .query((row, number) -> new ForwardSender(row.getString(1), row.getString(2)))
        .list();
  }

  /**
   * What the policy says of it: who may, and where to.
   *
   * @return null while nobody may and no host is known, as in policies of older servers
   */
  @Nullable ForwardPolicy policy(List<ConnectionRow> rows) {
    List<ForwardRule> rules = new ArrayList<>();
    for (ConnectionRow row : rows) {
      Hosts hosts = row.hosts();
      if (hosts != null) {
        rules.add(hosts.rule(row.connection(), row.state()));
      }
    }
    List<ForwardSender> senders = those();
    return senders.isEmpty() && rules.isEmpty() ? null : new ForwardPolicy(senders, rules);
  }

  /**
   * @return false when the name was given before, also to one that is revoked
   */
  boolean add(String id, String label, String sha256, UUID by, Instant now) {
    return jdbc.sql(
                """
                insert into forward_sender (id, label, sha256, made_by, made_at)
                values (:id, :label, :sha256, :by, :now) on conflict (id) do nothing
                """)
            .param("id", id)
            .param("label", label)
            .param("sha256", sha256)
            .param("by", by)
            .param("now", GatewayRows.at(now))
            .update()
        > 0;
  }

  /**
   * @return false when there is none that may
   */
  boolean revoke(String id, UUID by, Instant now) {
    return jdbc.sql(
                """
                update forward_sender set revoked_by = :by, revoked_at = :now
                where id = :id and revoked_at is null
                """)
            .param("id", id)
            .param("by", by)
            .param("now", GatewayRows.at(now))
            .update()
        > 0;
  }

  /** By connection. */
  static Map<Integer, List<String>> names(JdbcClient jdbc) {
    Map<Integer, List<String>> names = new HashMap<>();
    jdbc.sql("select connection, host from forward_host order by host collate \"C\"")
        .query(
            row -> {
              names
                  .computeIfAbsent(row.getInt(1), connection -> new ArrayList<>())
                  .add(row.getString(2));
            });
    return names;
  }

  /** Null where the row has no rule. */
  static @Nullable Hosts hosts(ResultSet row, Map<Integer, List<String>> names)
      throws SQLException {
    Array ports = row.getArray("forward_ports");
    return ports == null
        ? null
        : new Hosts(
            names.getOrDefault(row.getInt("id"), List.of()),
            Arrays.stream((Integer[]) ports.getArray()).toList(),
            row.getString("forward_private_reason"),
            row.getLong("forward_revision"));
  }

  /** Another connection that has one of these hosts, and which; empty when none has. */
  Optional<Map.Entry<String, Integer>> taken(int connection, List<String> names) {
    return jdbc.sql(
            """
            select host, connection from forward_host
            where host in (:names) and connection <> :connection order by host limit 1
            """)
        .param("names", names)
        .param("connection", connection)
        .query((row, number) -> Map.entry(row.getString(1), row.getInt(2)))
        .optional();
  }

  /** Hosts of all other connections. */
  long others(int connection) {
    return jdbc.sql("select count(*) from forward_host where connection <> :connection")
        .param("connection", connection)
        .query(Long.class)
        .single();
  }

  /** Puts these in the place of the connection's hosts. */
  void save(int connection, Hosts hosts) {
    jdbc.sql(
            """
            insert into forward_rule (connection, ports, private_reason, revision)
            values (:connection, string_to_array(:ports, ',')::int[], :reason, 1)
            on conflict (connection) do update set ports = excluded.ports,
              private_reason = excluded.private_reason, revision = forward_rule.revision + 1
            """)
        .param("connection", connection)
        .param(
            "ports", hosts.ports().stream().map(String::valueOf).collect(Collectors.joining(",")))
        .param("reason", hosts.privateReason())
        .update();
    clear(connection);
    for (String host : hosts.names()) {
      jdbc.sql("insert into forward_host (host, connection) values (:host, :connection)")
          .param("host", host)
          .param("connection", connection)
          .update();
    }
  }

  void remove(int connection) {
    clear(connection);
    jdbc.sql("delete from forward_rule where connection = :connection")
        .param("connection", connection)
        .update();
  }

  private void clear(int connection) {
    jdbc.sql("delete from forward_host where connection = :connection")
        .param("connection", connection)
        .update();
  }
}
