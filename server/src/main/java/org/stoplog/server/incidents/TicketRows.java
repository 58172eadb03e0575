package org.stoplog.server.incidents;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.identity.Keyset;
import org.stoplog.ledger.reader.TicketFound;
import org.stoplog.ledger.reader.TicketPlan;
import tools.jackson.databind.json.JsonMapper;

/** The rows of searches through exports of tickets. */
final class TicketRows {
  static final JsonMapper JSON = JsonMapper.builder().build();

  private final JdbcClient jdbc;
  private final Keyset keys;

  TicketRows(JdbcClient jdbc, Keyset keys) {
    this.jdbc = jdbc;
    this.keys = keys;
  }

  /**
   * A search through an export, in one way.
   *
   * @param isAsked whether it was started; its plan is never changed after that
   * @param tickets null until it came to its end
   * @param people different ones whom tickets name exactly; null until then
   * @param unread how much could not be searched; null until then
   * @param around what of that belongs to no ticket, the first of it
   * @param failure why the last one came to nothing; null when none did
   */
  record Search(
      UUID id,
      UUID incident,
      String sha256,
      TicketPlan plan,
      boolean isAsked,
      @Nullable Long tickets,
      @Nullable Long people,
      @Nullable Long unread,
      List<TicketFound.Unread> around,
      @Nullable String failure) {
    String path() {
      return pathOf(incident, id);
    }

    boolean isDone() {
      return tickets != null;
    }
  }

  static String pathOf(UUID incident, UUID search) {
    return "/incidents/" + incident + "/tickets/" + search;
  }

  void add(
      UUID incident,
      UUID id,
      String sha256,
      TicketPlan plan,
      char @Nullable [] password,
      long seq) {
    jdbc.sql(
            """
            insert into incident_ticket_search (id, incident, sha256, seq, password, plan)
            values (:id, :incident, :sha256, :seq, :password, :plan)
            """)
        .param("id", id)
        .param("incident", incident)
        .param("sha256", sha256)
        .param("seq", seq)
        .param(
            "password",
            password == null ? null : Timeline.seal(keys, incident, new String(password)),
            Types.BINARY)
        .param("plan", sealed(incident, plan))
        .update();
  }

  private byte @Nullable [] sealed(UUID incident, Object value) {
    return Timeline.seal(keys, incident, JSON.writeValueAsString(value));
  }

  /** Of an encrypted archive; null for none. */
  char @Nullable [] password(Search search) {
    return jdbc.sql(
            "select password from incident_ticket_search where id = :id and password is not null")
        .param("id", search.id())
        .query(
            (row, number) ->
                String.valueOf(Timeline.unseal(keys, search.incident(), row.getBytes(1)))
                    .toCharArray())
        .optional()
        .orElse(null);
  }

  /**
   * It is asked for, with how it is read.
   *
   * @return false when it came to its end before
   */
  boolean ask(Search search, TicketPlan plan) {
    return jdbc.sql(
                """
                update incident_ticket_search set plan = :plan, asked = true, failure = null
                where id = :id and tickets is null
                """)
            .param("plan", sealed(search.incident(), plan))
            .param("id", search.id())
            .update()
        > 0;
  }

  void done(Search search, TicketFound.Totals totals) {
    jdbc.sql(
            """
            update incident_ticket_search s
            set tickets = (select count(*) from incident_ticket where search = s.id),
              people = (select count(distinct person) from incident_ticket where search = s.id),
              unread = :around
                + (select coalesce(sum(unread), 0) from incident_ticket where search = s.id),
              unread_said = :said,
              failure = null
            where id = :id
            """)
        .param("around", totals.unread().size() + totals.moreUnread())
        .param("said", sealed(search.incident(), totals.unread()))
        .param("id", search.id())
        .update();
  }

  void failed(UUID id, String failure) {
    jdbc.sql("update incident_ticket_search set failure = :failure where id = :id")
        .param("failure", failure)
        .param("id", id)
        .update();
  }

  /** Takes away what an unfinished search found. */
  void clear(UUID id) {
    jdbc.sql(
            """
            delete from incident_ticket where search = :id
              and exists (select 1 from incident_ticket_search where id = :id and tickets is null)
            """)
        .param("id", id)
        .update();
  }

  /** The newest first. */
  List<Search> all(UUID incident) {
    return jdbc.sql(
            "select * from incident_ticket_search where incident = :incident order by seq desc")
        .param("incident", incident)
        .query((row, number) -> search(row))
        .list();
  }

  Optional<Search> find(UUID incident, UUID id) {
    return jdbc.sql("select * from incident_ticket_search where incident = :incident and id = :id")
        .param("incident", incident)
        .param("id", id)
        .query((row, number) -> search(row))
        .optional();
  }

  private Search search(ResultSet row) throws SQLException {
    UUID incident = row.getObject("incident", UUID.class);
    String said = Timeline.unseal(keys, incident, row.getBytes("unread_said"));
    return new Search(
        row.getObject("id", UUID.class),
        incident,
        row.getString("sha256"),
        JSON.readValue(
            String.valueOf(Timeline.unseal(keys, incident, row.getBytes("plan"))),
            TicketPlan.class),
        row.getBoolean("asked"),
        row.getObject("tickets", Long.class),
        row.getObject("people", Long.class),
        row.getObject("unread", Long.class),
        said == null ? List.of() : List.of(JSON.readValue(said, TicketFound.Unread[].class)),
        row.getString("failure"));
  }
}
