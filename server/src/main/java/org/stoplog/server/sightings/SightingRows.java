package org.stoplog.server.sightings;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.identity.Keyset;
import org.stoplog.server.platform.Ids;

/** Sightings and what was said of them, in the caller's transaction. Rows are only added. */
final class SightingRows {
  private static final String SELECT =
      """
      select s.*, e.kind as said_kind, e.words as said_words, e.incident as said_incident,
        e.said_by, e.said_at
      from sighting s
      left join lateral (
        select * from sighting_event where sighting = s.id order by number desc limit 1) e on true
      """;

  private final JdbcClient jdbc;
  private final Keyset keys;

  SightingRows(JdbcClient jdbc, Keyset keys) {
    this.jdbc = jdbc;
    this.keys = keys;
  }

  private static byte[] context(UUID sighting) {
    return ("sighting " + sighting).getBytes(US_ASCII);
  }

  /**
   * Adds it, unless it was sighted in this state before.
   *
   * @param at by the real clock
   */
  Optional<Sighting> add(Lookout lookout, UUID observation, Found found, Instant at) {
    UUID id = Ids.next(at);
    boolean isAgain =
        jdbc.sql(
                    """
                    select count(*) from sighting
                    where kind = :kind and coalesce(supplier, 0) = coalesce(:supplier::int, 0)
                      and key = :key
                    """)
                .param("kind", lookout.kind().word())
                .param("supplier", found.supplier(), Types.INTEGER)
                .param("key", found.key())
                .query(Long.class)
                .single()
            > 0;
    int added =
        jdbc.sql(
                """
                insert into sighting (id, lookout, observation, kind, supplier, key, version, title,
                  grave, again, detail, seen_at)
                values (:id, :lookout, :observation, :kind, :supplier, :key, :version, :title,
                  :grave, :again, :detail, :at)
                on conflict do nothing
                """)
            .param("id", id)
            .param("lookout", lookout.id())
            .param("observation", observation)
            .param("kind", lookout.kind().word())
            .param("supplier", found.supplier(), Types.INTEGER)
            .param("key", found.key())
            .param("version", found.version())
            .param("title", found.title())
            .param("grave", found.isGrave())
            .param("again", isAgain)
            .param(
                "detail", keys.seal(String.join("\n", found.detail()).getBytes(UTF_8), context(id)))
            .param("at", LookoutRows.utc(at))
            .update();
    return added == 0 ? Optional.empty() : find(id);
  }

  Optional<Sighting> find(UUID id) {
    return jdbc.sql(SELECT + " where s.id = :id")
        .param("id", id)
        .query((row, number) -> sighting(row))
        .optional();
  }

  /** Held until the transaction ends. */
  void lock(UUID id) {
    jdbc.sql("select id from sighting where id = :id for update")
        .param("id", id)
        .query(UUID.class)
        .optional();
  }

  /**
   * What is asked for.
   *
   * @param before number before which the list goes on
   * @param incidents that whoever asks is a member of; others have led to nothing for them
   */
  record Asked(
      @Nullable Kind kind,
      @Nullable Integer supplier,
      Sighting.@Nullable State state,
      long before,
      int most,
      Set<UUID> incidents) {
    Asked {
      incidents = Set.copyOf(incidents);
    }
  }

  /** As whoever asks may see them, the newest first. */
  List<Sighting> list(Asked asked) {
    Kind kind = asked.kind();
    Sighting.State state = asked.state();
    return jdbc.sql(
            SELECT
                + """
                 where (:kind::text is null or s.kind = :kind)
                  and (:supplier::int is null or s.supplier = :supplier)
                  and (:state::text is null or :state = case
                    when e.kind = 'incident' and e.incident::text <> all (:incidents) then 'looked-at'
                    else coalesce(e.kind, 'new') end)
                  and s.number < :before
                order by s.number desc limit :most
                """)
        .param("kind", kind == null ? null : kind.word(), Types.VARCHAR)
        .param("supplier", asked.supplier(), Types.INTEGER)
        .param("state", state == null ? null : state.word(), Types.VARCHAR)
        .param("incidents", asked.incidents().stream().map(UUID::toString).toArray(String[]::new))
        .param("before", asked.before())
        .param("most", asked.most())
        .query((row, number) -> sighting(row).seenBy(asked.incidents()))
        .list();
  }

  /** Of one lookout, the newest first. */
  List<Sighting> of(UUID lookout, int most) {
    return jdbc.sql(SELECT + " where s.lookout = :lookout order by s.number desc limit :most")
        .param("lookout", lookout)
        .param("most", most)
        .query((row, number) -> sighting(row))
        .list();
  }

  /** How many nobody has looked at; of one supplier, or of all. */
  long waiting(@Nullable Integer supplier) {
    return jdbc.sql(
            """
            select count(*) from sighting s
            where not exists (select from sighting_event e where e.sighting = s.id)
              and (:supplier::int is null or s.supplier = :supplier)
            """)
        .param("supplier", supplier, Types.INTEGER)
        .query(Long.class)
        .single();
  }

  private Sighting sighting(ResultSet row) throws SQLException {
    UUID id = row.getObject("id", UUID.class);
    String said = row.getString("said_kind");
    return new Sighting(
        id,
        row.getInt("number"),
        row.getObject("lookout", UUID.class),
        row.getObject("observation", UUID.class),
        Kind.of(row.getString("kind")).orElseThrow(),
        row.getObject("supplier", Integer.class),
        row.getString("title"),
        row.getBoolean("grave"),
        row.getBoolean("again"),
        text(id, row.getBytes("detail")).lines().toList(),
        row.getObject("seen_at", OffsetDateTime.class).toInstant(),
        said == null
            ? null
            : new Sighting.Said(
                Sighting.State.of(said).orElseThrow(),
                text(id, row.getBytes("said_words")),
                row.getObject("said_incident", UUID.class),
                row.getObject("said_by", UUID.class),
                row.getObject("said_at", OffsetDateTime.class).toInstant()));
  }

  private String text(UUID id, byte[] sealed) {
    return new String(keys.unseal(sealed, context(id)), UTF_8);
  }

  /** All that was said of one, the oldest first. */
  List<Sighting.Said> said(UUID id) {
    return jdbc.sql("select * from sighting_event where sighting = :id order by number")
        .param("id", id)
        .query(
            (row, number) ->
                new Sighting.Said(
                    Sighting.State.of(row.getString("kind")).orElseThrow(),
                    text(id, row.getBytes("words")),
                    row.getObject("incident", UUID.class),
                    row.getObject("said_by", UUID.class),
                    row.getObject("said_at", OffsetDateTime.class).toInstant()))
        .list();
  }

  /** The sighting must be held. */
  void say(UUID id, Sighting.Said said) {
    jdbc.sql(
            """
            insert into sighting_event (sighting, number, kind, words, incident, said_by, said_at)
            select :id, coalesce(max(number), 0) + 1, :kind, :words, :incident, :by, :at
            from sighting_event where sighting = :id
            """)
        .param("id", id)
        .param("kind", said.state().word())
        .param("words", keys.seal(said.words().getBytes(UTF_8), context(id)))
        .param("incident", said.incident(), Types.OTHER)
        .param("by", said.by())
        .param("at", LookoutRows.utc(said.at()))
        .update();
  }
}
