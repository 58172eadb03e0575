package org.stoplog.server.gateways;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.gateway.policy.Action;
import org.stoplog.gateway.policy.ConnectionMode;
import org.stoplog.gateway.policy.ConnectionState;
import org.stoplog.gateway.policy.CutReply;
import org.stoplog.gateway.policy.Language;
import org.stoplog.gateway.policy.Refusal;

/** The rows of what gateways do with connections. */
final class ConnectionRows {
  private static final int LONGEST_PART = 20;

  private static final String SELECT =
      """
      select c.id, c.name, c.engagement, s.id as supplier, s.name as supplier_name, g.*,
        f.ports as forward_ports, f.private_reason as forward_private_reason,
        f.revision as forward_revision,
        coalesce((select x.state from gateway_cut x
                  where x.connection = c.id and x.restored_at is null
                  order by x.number desc limit 1), 'open') as state
      from connection c
        join supplier s on s.id = c.supplier
        left join gateway_connection g on g.connection = c.id
        left join forward_rule f on f.connection = c.id
      """;

  private final JdbcClient jdbc;

  ConnectionRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** All of the register, those that go through gateways first. */
  List<ConnectionRow> all() {
    return rows(
        SELECT
            + "order by g.connection is null and f.connection is null, lower(s.name),"
            + " lower(c.name), c.id");
  }

  /** Those that go through gateways, in an order that never changes. */
  List<ConnectionRow> through() {
    return rows(
        SELECT + "where g.connection is not null or f.connection is not null order by c.id");
  }

  private List<ConnectionRow> rows(String query) {
    Map<Integer, Map<String, Action>> rules = rules(null);
    Map<Integer, List<String>> hosts = ForwardRows.names(jdbc);
    return jdbc.sql(query).query((row, number) -> row(row, rules, hosts)).list();
  }

  Optional<ConnectionRow> find(int connection) {
    Map<Integer, Map<String, Action>> rules = rules(connection);
    Map<Integer, List<String>> hosts = ForwardRows.names(jdbc);
    return jdbc.sql(SELECT + "where c.id = :id")
        .param("id", connection)
        .query((row, number) -> row(row, rules, hosts))
        .optional();
  }

  /** Waits for whoever changes it or its state; also where it goes through no gateway yet. */
  Optional<ConnectionRow> lock(int connection) {
    boolean isThere =
        jdbc.sql("select id from connection where id = :id for update")
            .param("id", connection)
            .query(Integer.class)
            .optional()
            .isPresent();
    return isThere ? find(connection) : Optional.empty();
  }

  long count() {
    return jdbc.sql("select count(*) from gateway_connection").query(Long.class).single();
  }

  private Map<Integer, Map<String, Action>> rules(@Nullable Integer connection) {
    Map<Integer, Map<String, Action>> rules = new HashMap<>();
    jdbc.sql(
            """
            select connection, element, action from gateway_rule
            where :connection::int is null or connection = :connection
            """)
        .param("connection", connection)
        .query(
            row -> {
              rules
                  .computeIfAbsent(row.getInt("connection"), id -> new HashMap<>())
                  .put(
                      row.getString("element"),
                      Words.stored(Action.values(), row.getString("action")));
            });
    return rules;
  }

  /**
   * Writes what the form says.
   *
   * @param secretSha256 null when none is asked for
   */
  void save(
      ConnectionRow before,
      Through through,
      @Nullable String secretSha256,
      ConnectionRow.@Nullable Key key) {
    jdbc.sql(
            """
            insert into gateway_connection (connection, slug, language, mode, upstream,
              private_reason, secret_sha256, when_cut, unreadable, undeclared, fail_open,
              sends_address, sends_user_agent, hash_key_id, hash_key, certificate_name, host,
              revision)
            values (:connection, :slug, :language, :mode, :upstream, :reason, :secret, :whenCut,
              :unreadable, :undeclared, :failOpen, :address, :agent, :keyId, :key, :certificate,
              :host, 1)
            on conflict (connection) do update set language = excluded.language,
              mode = excluded.mode, upstream = excluded.upstream,
              private_reason = excluded.private_reason, secret_sha256 = excluded.secret_sha256,
              when_cut = excluded.when_cut, unreadable = excluded.unreadable,
              undeclared = excluded.undeclared, fail_open = excluded.fail_open,
              sends_address = excluded.sends_address,
              sends_user_agent = excluded.sends_user_agent, hash_key_id = excluded.hash_key_id,
              hash_key = excluded.hash_key, certificate_name = excluded.certificate_name,
              host = excluded.host, revision = gateway_connection.revision + 1
            """)
        .param("connection", before.connection())
        .param("slug", before.slug() == null ? slug(before) : before.slug())
        .param("language", Words.of(through.language()))
        .param("mode", Words.of(through.mode()))
        .param("upstream", through.upstream())
        .param("reason", through.privateReason())
        .param("secret", secretSha256)
        .param("whenCut", Words.of(through.whenCut()))
        .param("unreadable", Words.of(through.unreadable()))
        .param("undeclared", Words.of(through.undeclared()))
        .param("failOpen", through.failOpen())
        .param("address", through.sendsAddress())
        .param("agent", through.sendsUserAgent())
        .param("keyId", key == null ? null : key.id())
        .param("key", key == null ? null : key.sealed())
        .param("certificate", through.senders().certificate())
        .param("host", through.senders().host())
        .update();
    jdbc.sql("delete from gateway_rule where connection = :connection")
        .param("connection", before.connection())
        .update();
    through
        .rules()
        .forEach(
            (element, action) ->
                jdbc.sql(
                        """
                        insert into gateway_rule (connection, element, action)
                        values (:connection, :element, :action)
                        """)
                    .param("connection", before.connection())
                    .param("element", element)
                    .param("action", Words.of(action))
                    .update());
  }

  void setSecret(int connection, String sha256) {
    jdbc.sql(
            """
            update gateway_connection set secret_sha256 = :secret, revision = revision + 1
            where connection = :connection
            """)
        .param("secret", sha256)
        .param("connection", connection)
        .update();
  }

  /** Whether another connection has this name. */
  boolean isTaken(@Nullable String host, int connection) {
    return host != null
        && jdbc.sql(
                """
                select exists (select from gateway_connection
                               where host = :host and connection <> :connection)
                """)
            .param("host", host)
            .param("connection", connection)
            .query(Boolean.class)
            .single();
  }

  /** Names for people who read addresses, and the number that makes it the only one. */
  private static String slug(ConnectionRow row) {
    return part(row.supplierName()) + part(row.name()) + row.connection();
  }

  private static String part(String name) {
    String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String cut = plain.substring(0, Math.min(LONGEST_PART, plain.length()));
    String bare = cut.replaceAll("^-+|-+$", "");
    return bare.isEmpty() ? "" : bare + "-";
  }

  private static ConnectionRow row(
      ResultSet row, Map<Integer, Map<String, Action>> rules, Map<Integer, List<String>> hosts)
      throws SQLException {
    int id = row.getInt("id");
    String slug = row.getString("slug");
    String keyId = row.getString("hash_key_id");
    return new ConnectionRow(
        id,
        row.getString("name"),
        row.getInt("supplier"),
        row.getString("supplier_name"),
        row.getObject("engagement", Integer.class),
        slug,
        slug == null ? null : through(row, rules.getOrDefault(id, Map.of())),
        row.getString("secret_sha256"),
        keyId == null ? null : new ConnectionRow.Key(keyId, row.getBytes("hash_key")),
        row.getLong("revision"),
        ForwardRows.hosts(row, hosts),
        Words.stored(ConnectionState.values(), row.getString("state")));
  }

  private static Senders senders(ResultSet row) throws SQLException {
    String certificate = row.getString("certificate_name");
    Senders.Kind kind =
        certificate != null
            ? Senders.Kind.CERTIFICATE
            : row.getString("secret_sha256") != null ? Senders.Kind.SECRET : Senders.Kind.OPEN;
    return new Senders(kind, certificate, row.getString("host"));
  }

  private static Through through(ResultSet row, Map<String, Action> rules) throws SQLException {
    return new Through(
        Words.stored(Language.values(), row.getString("language")),
        Words.stored(ConnectionMode.values(), row.getString("mode")),
        row.getString("upstream"),
        row.getString("private_reason"),
        senders(row),
        Words.stored(CutReply.values(), row.getString("when_cut")),
        Words.stored(Refusal.values(), row.getString("unreadable")),
        Words.stored(Refusal.values(), row.getString("undeclared")),
        row.getBoolean("fail_open"),
        row.getBoolean("sends_address"),
        row.getBoolean("sends_user_agent"),
        rules);
  }
}
