package org.stoplog.server.gateways;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.server.platform.Tokens;

/** The rows of gateways, of their tokens and of what they said. Of tokens only hashes are kept. */
final class GatewayRows {
  static final int MOST = 100;

  /** Scanners for leaked secrets find it by this. */
  static final String PREFIX = "stoplog_gw_";

  private static final String SELECT =
      """
      select g.*, t.made_at as paired_at, s.at as seen_at, s.obeys, s.state, s.waiting, s.gaps,
        s.lost, s.aside, s.differs
      from gateway g
        left join passing.gateway_token t on t.gateway = g.id
        left join passing.gateway_seen s on s.gateway = g.id
      """;

  private final JdbcClient jdbc;

  GatewayRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }

  /** Those that may call first, then the revoked ones. */
  List<Gateway> all() {
    return jdbc.sql(SELECT + "order by g.revoked_at is not null, lower(g.name), g.id")
        .query(GatewayRows::gateway)
        .list();
  }

  Optional<Gateway> find(UUID id) {
    return jdbc.sql(SELECT + "where g.id = :id")
        .param("id", id)
        .query(GatewayRows::gateway)
        .optional();
  }

  /** Waits for whoever changes it. @return false when there is none */
  boolean lock(UUID id) {
    return jdbc.sql("select id from gateway where id = :id for update")
        .param("id", id)
        .query(UUID.class)
        .optional()
        .isPresent();
  }

  boolean isNameTaken(String name) {
    return jdbc.sql(
            "select exists (select from gateway where lower(name) = lower(:name) and revoked_at is null)")
        .param("name", name)
        .query(Boolean.class)
        .single();
  }

  /** The gateway inside the server, also when it was revoked. */
  Optional<Gateway> own() {
    return jdbc.sql(SELECT + "where g.made_by is null").query(GatewayRows::gateway).optional();
  }

  /**
   * @param by null for the gateway inside the server
   */
  void add(UUID id, String name, @Nullable String address, @Nullable UUID by, Instant now) {
    jdbc.sql(
            """
            insert into gateway (id, name, address, made_by, made_at)
            values (:id, :name, :address, :by, :now)
            """)
        .param("id", id)
        .param("name", name)
        .param("address", address)
        .param("by", by)
        .param("now", at(now))
        .update();
  }

  /**
   * Makes its token; one that it had before is void.
   *
   * @return the token, which nobody can be told again
   */
  String pair(UUID id, Instant now) {
    String token = PREFIX + Tokens.text(Tokens.random());
    jdbc.sql(
            """
            insert into passing.gateway_token (gateway, token_hash, made_at)
            values (:id, :hash, :now)
            on conflict (gateway) do update
              set token_hash = excluded.token_hash, made_at = excluded.made_at
            """)
        .param("id", id)
        .param("hash", Tokens.sha256(token))
        .param("now", at(now))
        .update();
    return token;
  }

  /**
   * Which gateway has a token; found by its hash, so no comparison tells how much of it is right.
   */
  Optional<UUID> byToken(String token) {
    return jdbc.sql(
            """
            select g.id from passing.gateway_token t join gateway g on g.id = t.gateway
            where t.token_hash = :hash and g.revoked_at is null
            """)
        .param("hash", Tokens.sha256(token))
        .query(UUID.class)
        .optional();
  }

  /** Ends it for good. @return false when it was before */
  boolean revoke(UUID id, UUID by, Instant now) {
    jdbc.sql("delete from passing.gateway_token where gateway = :id").param("id", id).update();
    return jdbc.sql(
                """
                update gateway set revoked_by = :by, revoked_at = :now
                where id = :id and revoked_at is null
                """)
            .param("id", id)
            .param("by", by)
            .param("now", at(now))
            .update()
        == 1;
  }

  void seen(UUID id, Instant now, @Nullable Long obeys, @Nullable Health health) {
    jdbc.sql(
            """
            insert into passing.gateway_seen (gateway, at, obeys, state, waiting, gaps, lost, aside)
            values (:id, :now, :obeys, :state, :waiting, :gaps, :lost, :aside)
            on conflict (gateway) do update set at = excluded.at, obeys = excluded.obeys,
              state = excluded.state, waiting = excluded.waiting, gaps = excluded.gaps,
              lost = excluded.lost, aside = excluded.aside
            """)
        .param("id", id)
        .param("now", at(now))
        .param("obeys", obeys)
        .param("state", health == null ? null : health.state())
        .param("waiting", health == null ? null : health.waiting())
        .param("gaps", health == null ? null : health.gaps())
        .param("lost", health == null ? null : health.lost())
        .param("aside", health == null ? null : health.aside())
        .update();
    day(id, now, health != null && health.waiting() == 0);
  }

  /** Keeps how long it did not call that day: a day that nobody saw is no quiet day. */
  private void day(UUID id, Instant now, boolean isClear) {
    jdbc.sql(
            """
            insert into gateway_day as d (gateway, day, first_at, last_at, longest_seconds, clear_at)
            values (:id, (:now at time zone 'UTC')::date, :now, :now,
              ceil(extract(epoch from :now at time zone 'UTC'
                - date_trunc('day', :now at time zone 'UTC')))::bigint,
              case when :clear then :now end)
            on conflict (gateway, day) do update set
              longest_seconds = greatest(d.longest_seconds,
                ceil(extract(epoch from excluded.last_at - d.last_at))::bigint),
              last_at = greatest(d.last_at, excluded.last_at),
              clear_at = coalesce(excluded.clear_at, d.clear_at)
            """)
        .param("id", id)
        .param("now", at(now), java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
        .param("clear", isClear)
        .update();
  }

  /** Notes the last segment that came with another content. */
  void differs(UUID id, long segment, Instant now) {
    jdbc.sql(
            """
            insert into passing.gateway_seen (gateway, at, differs) values (:id, :now, :segment)
            on conflict (gateway) do update set differs = excluded.differs
            """)
        .param("id", id)
        .param("segment", segment)
        .param("now", at(now))
        .update();
  }

  private static Gateway gateway(ResultSet row, int number) throws SQLException {
    Instant seen = instant(row, "seen_at");
    return new Gateway(
        row.getObject("id", UUID.class),
        row.getString("name"),
        row.getString("address"),
        row.getObject("made_at", OffsetDateTime.class).toInstant(),
        instant(row, "paired_at"),
        instant(row, "revoked_at"),
        seen == null
            ? null
            : new Gateway.Seen(
                seen,
                row.getObject("obeys", Long.class),
                health(row),
                row.getObject("differs", Long.class)));
  }

  private static @Nullable Health health(ResultSet row) throws SQLException {
    String state = row.getString("state");
    return state == null
        ? null
        : new Health(
            state,
            row.getLong("waiting"),
            row.getLong("gaps"),
            row.getLong("lost"),
            row.getLong("aside"));
  }
}
