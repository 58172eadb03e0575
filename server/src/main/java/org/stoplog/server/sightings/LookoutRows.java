package org.stoplog.server.sightings;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.identity.Keyset;

/** Lookouts and what they saw, in the caller's transaction. */
final class LookoutRows {
  private static final int MOST_REMEMBERED = 50;

  private final JdbcClient jdbc;
  private final Keyset keys;

  LookoutRows(JdbcClient jdbc, Keyset keys) {
    this.jdbc = jdbc;
    this.keys = keys;
  }

  private static byte[] context(UUID observation) {
    return ("lookout observation " + observation).getBytes(US_ASCII);
  }

  static @Nullable OffsetDateTime utc(@Nullable Instant at) {
    return at == null ? null : at.atOffset(ZoneOffset.UTC);
  }

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }

  private static Instant at(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  /** Those that were not removed, by title. */
  List<Lookout> all() {
    return jdbc.sql("select * from lookout where removed_at is null order by lower(title), id")
        .query((row, number) -> lookout(row))
        .list();
  }

  long count() {
    return jdbc.sql("select count(*) from lookout where removed_at is null")
        .query(Long.class)
        .single();
  }

  /** Those whose time has come, the longest waiting first. */
  List<Lookout> due(Instant now) {
    return jdbc.sql(
            """
            select * from lookout
            where next_at <= :now and paused_at is null and removed_at is null
            order by next_at, id limit 200
            """)
        .param("now", utc(now))
        .query((row, number) -> lookout(row))
        .list();
  }

  Optional<Lookout> find(UUID id) {
    return find(id, "");
  }

  /** Held until the transaction ends. */
  Optional<Lookout> lock(UUID id) {
    return find(id, " for update");
  }

  private Optional<Lookout> find(UUID id, String how) {
    return jdbc.sql("select * from lookout where id = :id" + how)
        .param("id", id)
        .query((row, number) -> lookout(row))
        .optional();
  }

  private static Lookout lookout(ResultSet row) throws SQLException {
    return new Lookout(
        row.getObject("id", UUID.class),
        new Lookout.Facts(
            Kind.of(row.getString("kind")).orElseThrow(),
            row.getObject("supplier", Integer.class),
            row.getString("title"),
            row.getString("target"),
            Arrays.asList((String[]) row.getArray("products").getArray()),
            row.getBoolean("inside"),
            row.getInt("every_days")),
        row.getObject("made_by", UUID.class),
        at(row, "made_at"),
        at(row, "begun_at"),
        instant(row, "paused_at"),
        instant(row, "removed_at"),
        instant(row, "next_at"),
        row.getInt("failures"),
        instant(row, "failing_since"));
  }

  void add(UUID id, Lookout.Facts facts, UUID by, Instant now) {
    write(
            """
            insert into lookout (id, kind, supplier, title, target, products, inside, every_days,
              made_by, made_at, begun_at, next_at)
            values (:id, :kind, :supplier, :title, :target, :products, :inside, :every, :by, :now,
              :now, case when :target::text is null then null else :now::timestamptz end)
            """,
            id,
            facts)
        .param("kind", facts.kind().word())
        .param("by", by)
        .param("now", utc(now))
        .update();
  }

  /** A new target, and what is compared, begins anew. */
  void change(Lookout before, Lookout.Facts facts, Instant now) {
    boolean isOther =
        !java.util.Objects.equals(before.facts().target(), facts.target())
            || !java.util.Objects.equals(before.facts().supplier(), facts.supplier());
    Instant next = facts.target() == null ? null : isOther ? now : before.nextAt();
    write(
            """
            update lookout set supplier = :supplier, title = :title, target = :target,
              products = :products, inside = :inside, every_days = :every, begun_at = :begun,
              next_at = :next, failures = 0, failing_since = null
            where id = :id
            """,
            before.id(),
            facts)
        .param("begun", utc(isOther ? now : before.begunAt()))
        .param("next", utc(next), Types.TIMESTAMP_WITH_TIMEZONE)
        .update();
  }

  private JdbcClient.StatementSpec write(String sql, UUID id, Lookout.Facts facts) {
    return jdbc.sql(sql)
        .param("id", id)
        .param("supplier", facts.supplier(), Types.INTEGER)
        .param("title", facts.title())
        .param("target", facts.target(), Types.VARCHAR)
        .param("products", facts.products().toArray(String[]::new))
        .param("inside", facts.isInside())
        .param("every", facts.everyDays());
  }

  void pause(UUID id, @Nullable Instant at) {
    set(id, "paused_at", at);
  }

  void remove(UUID id, Instant at) {
    set(id, "removed_at", at);
  }

  void plan(UUID id, Instant at) {
    set(id, "next_at", at);
  }

  private void set(UUID id, String column, @Nullable Instant at) {
    jdbc.sql("update lookout set " + column + " = :at where id = :id")
        .param("at", utc(at), Types.TIMESTAMP_WITH_TIMEZONE)
        .param("id", id)
        .update();
  }

  /** What came of a look. */
  void looked(UUID id, int failures, @Nullable Instant failingSince, @Nullable Instant next) {
    jdbc.sql(
            """
            update lookout set failures = :failures, failing_since = :since, next_at = :next
            where id = :id
            """)
        .param("failures", failures)
        .param("since", utc(failingSince), Types.TIMESTAMP_WITH_TIMEZONE)
        .param("next", utc(next), Types.TIMESTAMP_WITH_TIMEZONE)
        .param("id", id)
        .update();
  }

  /**
   * One look, as it was.
   *
   * @param by who sent a file; null for the program
   * @param source address or name of a file
   * @param sha256 of what was seen; null when nothing was
   * @param words what was seen, or why nothing was
   */
  record Observation(
      UUID id,
      UUID lookout,
      Instant at,
      @Nullable UUID by,
      String source,
      @Nullable String sha256,
      String words) {
    boolean isSeen() {
      return sha256 != null;
    }

    @Override
    public String toString() {
      return "Observation[" + id + "]";
    }
  }

  /**
   * @param content lines to compare with, when they are others than before
   */
  void add(Observation one, @Nullable String content) {
    byte[] context = context(one.id());
    jdbc.sql(
            """
            insert into lookout_observation (id, lookout, at, asked_by, source, outcome, sha256,
              words, content)
            values (:id, :lookout, :at, :by, :source, :outcome, :sha256, :words, :content)
            """)
        .param("id", one.id())
        .param("lookout", one.lookout())
        .param("at", utc(one.at()))
        .param("by", one.by(), Types.OTHER)
        .param("source", keys.seal(one.source().getBytes(UTF_8), context))
        .param("outcome", one.isSeen() ? "seen" : "failed")
        .param("sha256", one.sha256(), Types.VARCHAR)
        .param("words", keys.seal(one.words().getBytes(UTF_8), context))
        .param(
            "content",
            content == null ? null : keys.seal(content.getBytes(UTF_8), context),
            Types.BINARY)
        .update();
  }

  /** The newest first. */
  List<Observation> observations(UUID lookout, int most) {
    return jdbc.sql(
            """
            select * from lookout_observation where lookout = :lookout
            order by number desc limit :most
            """)
        .param("lookout", lookout)
        .param("most", most)
        .query((row, number) -> observation(row))
        .list();
  }

  /** One that is known to be there. */
  Observation observation(UUID id) {
    return jdbc.sql("select * from lookout_observation where id = :id")
        .param("id", id)
        .query((row, number) -> observation(row))
        .single();
  }

  /** The newest of each lookout. */
  Map<UUID, Observation> newest() {
    Map<UUID, Observation> newest = new HashMap<>();
    jdbc.sql(
            "select distinct on (lookout) * from lookout_observation order by lookout, number desc")
        .query((row, number) -> observation(row))
        .list()
        .forEach(one -> newest.put(one.lookout(), one));
    return newest;
  }

  private Observation observation(ResultSet row) throws SQLException {
    UUID id = row.getObject("id", UUID.class);
    return new Observation(
        id,
        row.getObject("lookout", UUID.class),
        at(row, "at"),
        row.getObject("asked_by", UUID.class),
        text(id, row.getBytes("source")),
        row.getString("sha256"),
        text(id, row.getBytes("words")));
  }

  private String text(UUID id, byte[] sealed) {
    return new String(keys.unseal(sealed, context(id)), UTF_8);
  }

  /** Lines that were seen since the lookout began, the newest first. */
  List<String> contents(Lookout one) {
    return jdbc.sql(
            """
            select id, content from lookout_observation
            where lookout = :lookout and at >= :begun and content is not null
            order by number desc limit :most
            """)
        .param("lookout", one.id())
        .param("begun", utc(one.begunAt()))
        .param("most", MOST_REMEMBERED)
        .query((row, number) -> text(row.getObject(1, UUID.class), row.getBytes(2)))
        .list();
  }
}
