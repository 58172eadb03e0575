package org.stoplog.server.gateways;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The rows of requests that gateways kept. What ends one takes its content in the same statement.
 */
final class HeldRows {
  private final JdbcClient jdbc;

  HeldRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What two people can decide of those that are held. */
  enum Decision {
    RELEASE,
    DESTROY
  }

  /**
   * Requests of a connection in one state.
   *
   * @param bytes of their bodies
   * @param first when the oldest was kept
   * @param why the last one could not be sent, a slug; null when none was tried
   */
  record Count(
      String state, long requests, long bytes, Instant first, Instant last, @Nullable String why) {}

  /** A request that is to be sent. */
  record Handed(UUID id, int connection, byte[] content) {
    Handed {
      content = content.clone();
    }

    @Override
    public byte[] content() {
      return content.clone();
    }
  }

  List<Count> of(int connection) {
    return jdbc.sql(
            """
            select state, count(*) as requests, sum(bytes) as bytes, min(kept_at) as first,
              max(kept_at) as last, max(why) as why
            from held_request where connection = :connection group by state order by state
            """)
        .param("connection", connection)
        .query(HeldRows::count)
        .list();
  }

  /** Those that are held, by connection. */
  Map<Integer, ManyCuts.HeldBack> held() {
    Map<Integer, ManyCuts.HeldBack> held = new HashMap<>();
    jdbc.sql(
            """
            select connection, count(*) as requests, sum(bytes) as bytes, min(kept_at) as first
            from held_request where state = 'held' group by connection
            """)
        .query(
            row -> {
              held.put(
                  row.getInt("connection"),
                  new ManyCuts.HeldBack(
                      row.getLong("requests"),
                      row.getLong("bytes"),
                      GatewayRows.some(row, "first")));
            });
    return held;
  }

  private static Count count(ResultSet row, int number) throws SQLException {
    return new Count(
        row.getString("state"),
        row.getLong("requests"),
        row.getLong("bytes"),
        GatewayRows.some(row, "first"),
        GatewayRows.some(row, "last"),
        row.getString("why"));
  }

  /**
   * Says of all that are held now what somebody asks another to decide of them; those that come
   * later are not meant.
   */
  void ask(int connection, Decision decision) {
    jdbc.sql(
            """
            update held_request set asked = :decision
            where connection = :connection and state = 'held'
            """)
        .param("connection", connection)
        .param("decision", Words.of(decision))
        .update();
  }

  /** Those that a decision is about and that are still held, in their order; locks them. */
  List<UUID> asked(int connection, Decision decision) {
    return jdbc.sql(
            """
            select id from held_request
            where connection = :connection and state = 'held' and asked = :decision
            order by number for update
            """)
        .param("connection", connection)
        .param("decision", Words.of(decision))
        .query(UUID.class)
        .list();
  }

  /** Lets gateways have those that were asked for. @return how many */
  int release(int connection, UUID approval) {
    jdbc.sql(
            """
            insert into passing.held_release (held) select id from held_request
            where connection = :connection and state = 'held' and asked = 'release'
            """)
        .param("connection", connection)
        .update();
    return jdbc.sql(
            """
            update held_request
              set state = 'released', asked = null, approval = :approval, why = null
            where connection = :connection and state = 'held' and asked = 'release'
            """)
        .param("connection", connection)
        .param("approval", approval)
        .update();
  }

  /**
   * @return how many
   */
  int destroy(int connection, UUID approval, Instant now) {
    return jdbc.sql(
            """
            update held_request
              set state = 'destroyed', asked = null, approval = :approval, content = null,
                ended_at = :now
            where connection = :connection and state = 'held' and asked = 'destroy'
            """)
        .param("connection", connection)
        .param("approval", approval)
        .param("now", GatewayRows.at(now))
        .update();
  }

  /**
   * Hands a released one to a gateway, once. It goes to the one that kept it, which learns nothing
   * by it, unless that one is gone; never while its connection is cut, nor before the gateway obeys
   * the policy that opened it, nor while none is handed out after a restore.
   */
  Optional<Handed> handOut(UUID gateway, Instant now) {
    Optional<Handed> handed =
        jdbc.sql(
                """
                update held_request set state = 'handed-out', handed_to = :gateway, handed_at = :now
                where id = (
                  select h.id from held_request h join passing.held_release r on r.held = h.id
                  where h.state = 'released'
                    and (h.gateway = :gateway or not exists (
                      select from passing.gateway_token t where t.gateway = h.gateway))
                    and not exists (
                      select from gateway_cut c
                      where c.connection = h.connection and c.restored_at is null)
                    and exists (select from passing.policy_handed)
                    and exists (
                      select from passing.gateway_seen s, gateway_policy p
                      where s.gateway = :gateway and s.obeys >= p.version)
                  order by h.number limit 1 for update of h skip locked)
                returning id, connection, content
                """)
            .param("gateway", gateway)
            .param("now", GatewayRows.at(now))
            .query(
                (row, number) ->
                    new Handed(
                        row.getObject("id", UUID.class),
                        row.getInt("connection"),
                        row.getBytes("content")))
            .optional();
    handed.ifPresent(
        one ->
            jdbc.sql("delete from passing.held_release where held = :id")
                .param("id", one.id())
                .update());
    return handed;
  }

  /** Whether this gateway was given it. */
  boolean isWith(UUID id, UUID gateway) {
    return jdbc.sql(
            "select exists (select from held_request where id = :id and handed_to = :gateway)")
        .param("id", id)
        .param("gateway", gateway)
        .query(Boolean.class)
        .single();
  }

  /** The supplier answered; also where the gateway took long to say so. */
  void sent(UUID id, UUID gateway, int status, Instant now) {
    jdbc.sql(
            """
            update held_request
              set state = 'sent', status = :status, content = null, ended_at = :now
            where id = :id and handed_to = :gateway and state in ('handed-out', 'unknown')
            """)
        .param("id", id)
        .param("gateway", gateway)
        .param("status", status)
        .param("now", GatewayRows.at(now))
        .update();
  }

  /** It left, and no answer came. */
  void unknown(UUID id, UUID gateway, Instant now) {
    jdbc.sql(
            """
            update held_request set state = 'unknown', content = null, ended_at = :now
            where id = :id and handed_to = :gateway and state = 'handed-out'
            """)
        .param("id", id)
        .param("gateway", gateway)
        .param("now", GatewayRows.at(now))
        .update();
  }

  /** Nothing of it left: it is held again, until two people decide anew. */
  void putBack(UUID id, UUID gateway, String why) {
    jdbc.sql(
            """
            update held_request
              set state = 'held', handed_to = null, handed_at = null, approval = null, why = :why
            where id = :id and handed_to = :gateway and state = 'handed-out'
            """)
        .param("id", id)
        .param("gateway", gateway)
        .param("why", why)
        .update();
  }

  /** Those with a gateway that has said nothing since. @return how many are unknown now */
  int giveUp(Instant handedBefore, Instant now) {
    return jdbc.sql(
            """
            update held_request set state = 'unknown', content = null, ended_at = :now
            where state = 'handed-out' and handed_at < :before
            """)
        .param("before", GatewayRows.at(handedBefore))
        .param("now", GatewayRows.at(now))
        .update();
  }

  /**
   * Those that a backup brought back as released: whether they were sent since, nobody knows.
   *
   * @return how many are unknown now
   */
  int giveUpRestored(Instant now) {
    return jdbc.sql(
            """
            update held_request h set state = 'unknown', content = null, ended_at = :now
            where state = 'released'
              and not exists (select from passing.held_release r where r.held = h.id)
            """)
        .param("now", GatewayRows.at(now))
        .update();
  }

  /** Those that were kept too long ago. @return how many were destroyed */
  int expire(Instant keptBefore, Instant now) {
    return jdbc.sql(
            """
            with gone as (
              update held_request
                set state = 'expired', asked = null, content = null, ended_at = :now
              where state in ('held', 'released') and kept_at < :before
              returning id),
            let_go as (delete from passing.held_release where held in (select id from gone))
            select count(*) from gone
            """)
        .param("before", GatewayRows.at(keptBefore))
        .param("now", GatewayRows.at(now))
        .query(Integer.class)
        .single();
  }
}
