package org.stoplog.server.organisations;

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
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.mail.Letter;

/** The rows of rounds, in the caller's transaction. */
final class RoundRows {
  private final JdbcClient jdbc;
  private final IncidentDoor door;

  RoundRows(JdbcClient jdbc, IncidentDoor door) {
    this.jdbc = jdbc;
    this.door = door;
  }

  void add(Round round, byte[] secret, Instant at) {
    jdbc.sql(
            """
            insert into organisation_round (id, incident, number, state, route, catcher, exposure,
              exposure_sha256, possible, days, content, secret, created_by, created_at)
            values (:id, :incident, :number, 'counting', :route, :drill, :exposure, :sha256,
              :possible, :days, :content, :secret, :by, :at)
            """)
        .param("id", round.id())
        .param("incident", round.incident())
        .param("number", round.number())
        .param("route", round.route())
        .param("drill", round.drill())
        .param("exposure", round.exposure())
        .param("sha256", round.sha256())
        .param("possible", round.possible())
        .param("days", round.days())
        .param("content", door.seal(round.incident(), round.letter().bytes()))
        .param("secret", secret)
        .param("by", round.createdBy())
        .param("at", time(at))
        .update();
  }

  int next(UUID incident) {
    return jdbc.sql(
            """
            select coalesce(max(number), 0) + 1 from organisation_round where incident = :incident
            """)
        .param("incident", incident)
        .query(Integer.class)
        .single();
  }

  Optional<Round> find(UUID id) {
    return jdbc.sql("select * from organisation_round where id = :id")
        .param("id", id)
        .query((row, number) -> round(row))
        .optional();
  }

  /** Held until the transaction ends. */
  Optional<Round> lock(UUID id) {
    return jdbc.sql("select * from organisation_round where id = :id for update")
        .param("id", id)
        .query((row, number) -> round(row))
        .optional();
  }

  /** The newest first. */
  List<Round> of(UUID incident) {
    return jdbc.sql(
            "select * from organisation_round where incident = :incident order by number desc")
        .param("incident", incident)
        .query((row, number) -> round(row))
        .list();
  }

  List<Round> in(Round.State state) {
    return jdbc.sql("select * from organisation_round where state = :state order by created_at")
        .param("state", state.word())
        .query((row, number) -> round(row))
        .list();
  }

  byte[] secret(UUID id) {
    return jdbc.sql("select secret from organisation_round where id = :id")
        .param("id", id)
        .query((row, number) -> row.getBytes(1))
        .single();
  }

  @Nullable String routeHash(UUID id) {
    return jdbc.sql("select route_sha256 from organisation_round where id = :id")
        .param("id", id)
        .query((row, number) -> Optional.ofNullable(row.getString(1)))
        .single()
        .orElse(null);
  }

  void setWork(UUID id, UUID work) {
    jdbc.sql("update organisation_round set work = :work where id = :id")
        .param("id", id)
        .param("work", work)
        .update();
  }

  void ready(UUID id, String lists) {
    jdbc.sql("update organisation_round set state = 'ready', lists_sha256 = :lists where id = :id")
        .param("id", id)
        .param("lists", lists)
        .update();
  }

  void discard(UUID id) {
    for (String table :
        List.of("organisation_list_row", "organisation_mail", "organisation_notice")) {
      jdbc.sql("delete from " + table + " where round = :id").param("id", id).update();
    }
    jdbc.sql("update organisation_round set state = 'discarded' where id = :id")
        .param("id", id)
        .update();
  }

  void start(UUID id, String route, UUID approver, Instant at) {
    jdbc.sql(
            """
            update organisation_round set state = 'sending', route_sha256 = :route,
              approved_by = :by, started_at = :at where id = :id
            """)
        .param("id", id)
        .param("route", route)
        .param("by", approver)
        .param("at", time(at))
        .update();
    jdbc.sql("insert into passing.live_round values (:id)").param("id", id).update();
  }

  boolean isLive(UUID id) {
    return jdbc.sql("select count(*) from passing.live_round where round = :id")
            .param("id", id)
            .query(Long.class)
            .single()
        > 0;
  }

  void pause(UUID id, String why) {
    jdbc.sql("update organisation_round set state = 'paused', paused = :why where id = :id")
        .param("id", id)
        .param("why", why)
        .update();
  }

  void resume(UUID id) {
    jdbc.sql("update organisation_round set state = 'sending', paused = null where id = :id")
        .param("id", id)
        .update();
  }

  void end(UUID id, Instant at) {
    jdbc.sql(
            """
            update organisation_round set state = 'done', paused = null, ended_at = :at
            where id = :id
            """)
        .param("id", id)
        .param("at", time(at))
        .update();
  }

  static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  private Round round(ResultSet row) throws SQLException {
    UUID incident = row.getObject("incident", UUID.class);
    return new Round(
        row.getObject("id", UUID.class),
        incident,
        row.getInt("number"),
        Round.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getInt("route"),
        row.getBoolean("catcher"),
        row.getLong("exposure"),
        row.getString("exposure_sha256"),
        row.getBoolean("possible"),
        row.getInt("days"),
        Letter.of(door.unseal(incident, row.getBytes("content"))),
        row.getString("lists_sha256"),
        row.getObject("work", UUID.class),
        row.getObject("created_by", UUID.class),
        instant(row, "started_at"),
        instant(row, "ended_at"),
        row.getString("paused"));
  }
}
