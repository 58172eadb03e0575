package org.stoplog.server.notices;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.Times;

/** Requests of authorities to hold back telling, in the caller's transaction. */
public final class Holds {
  private final JdbcClient jdbc;
  private final IncidentDoor door;

  public Holds(JdbcClient jdbc, IncidentDoor door) {
    this.jdbc = jdbc;
    this.door = door;
  }

  /** What may be suspended. Telling an authority is nothing of these: it never is. */
  public enum What {
    NOTICES,
    ORGANISATIONS,
    STATEMENTS;

    boolean isIn(Hold hold) {
      return switch (this) {
        case NOTICES -> hold.notices();
        case ORGANISATIONS -> hold.organisations();
        case STATEMENTS -> hold.statements();
      };
    }
  }

  /**
   * Until when something stands still; empty when it may go on. The incident must be held, so that
   * no hold is confirmed in the same moment.
   *
   * @param now by the real clock
   */
  public Optional<Instant> until(UUID incident, What what, Instant now) {
    return of(incident).stream()
        .filter(hold -> hold.holds(now) && what.isIn(hold))
        .map(Hold::until)
        .max(Instant::compareTo);
  }

  /**
   * @throws StoplogException REQUEST_INVALID while it stands still
   */
  public void require(UUID incident, What what, Instant now) {
    until(incident, what, now)
        .ifPresent(
            until -> {
              throw new StoplogException(
                  Problem.REQUEST_INVALID,
                  "An authority asked to hold this back until "
                      + Times.second(until)
                      + ". Nothing starts or goes on before that, unless the hold is lifted.");
            });
  }

  /** The newest first. */
  List<Hold> of(UUID incident) {
    return jdbc.sql("select * from notice_hold where incident = :incident order by number desc")
        .param("incident", incident)
        .query((row, number) -> hold(row))
        .list();
  }

  Optional<Hold> find(UUID incident, int number) {
    return jdbc.sql(
            "select * from notice_hold where incident = :incident and number = :number for update")
        .param("incident", incident)
        .param("number", number)
        .query((row, index) -> hold(row))
        .optional();
  }

  int next(UUID incident) {
    return jdbc.sql(
            "select coalesce(max(number), 0) + 1 from notice_hold where incident = :incident")
        .param("incident", incident)
        .query(Integer.class)
        .single();
  }

  void add(Hold hold) {
    jdbc.sql(
            """
            insert into notice_hold (id, incident, number, words, notices, organisations,
              statements, until, renews, entered_by, entered_at)
            values (:id, :incident, :number, :words, :notices, :organisations, :statements,
              :until, :renews, :by, :at)
            """)
        .param("id", hold.id())
        .param("incident", hold.incident())
        .param("number", hold.number())
        .param("words", door.seal(hold.incident(), hold.words().bytes()))
        .param("notices", hold.notices())
        .param("organisations", hold.organisations())
        .param("statements", hold.statements())
        .param("until", hold.until().atOffset(ZoneOffset.UTC))
        .param("renews", hold.renews(), java.sql.Types.INTEGER)
        .param("by", hold.enteredBy())
        .param("at", hold.enteredAt().atOffset(ZoneOffset.UTC))
        .update();
  }

  void confirm(UUID id, UUID by, Instant at) {
    jdbc.sql("update notice_hold set confirmed_by = :by, confirmed_at = :at where id = :id")
        .param("id", id)
        .param("by", by)
        .param("at", at.atOffset(ZoneOffset.UTC))
        .update();
  }

  void lift(Hold hold, UUID by, Instant at, String reason) {
    jdbc.sql(
            """
            update notice_hold set lifted_by = :by, lifted_at = :at, lift_reason = :reason
            where id = :id
            """)
        .param("id", hold.id())
        .param("by", by)
        .param("at", at.atOffset(ZoneOffset.UTC))
        .param("reason", door.seal(hold.incident(), reason.getBytes(StandardCharsets.UTF_8)))
        .update();
  }

  private Hold hold(ResultSet row) throws SQLException {
    UUID incident = row.getObject("incident", UUID.class);
    byte[] lifted = row.getBytes("lift_reason");
    return new Hold(
        row.getObject("id", UUID.class),
        incident,
        row.getInt("number"),
        Hold.Words.of(door.unseal(incident, row.getBytes("words"))),
        row.getBoolean("notices"),
        row.getBoolean("organisations"),
        row.getBoolean("statements"),
        Objects.requireNonNull(instant(row, "until")),
        row.getObject("renews", Integer.class),
        row.getObject("entered_by", UUID.class),
        Objects.requireNonNull(instant(row, "entered_at")),
        row.getObject("confirmed_by", UUID.class),
        instant(row, "confirmed_at"),
        row.getObject("lifted_by", UUID.class),
        instant(row, "lifted_at"),
        lifted == null ? null : new String(door.unseal(incident, lifted), StandardCharsets.UTF_8));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
