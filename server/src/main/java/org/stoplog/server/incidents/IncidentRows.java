package org.stoplog.server.incidents;

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

/** The rows of incidents and of their members. */
final class IncidentRows {
  private final JdbcClient jdbc;

  IncidentRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void add(
      UUID id,
      String title,
      @Nullable Integer supplier,
      Incident.Signal signal,
      UUID by,
      Instant at) {
    jdbc.sql(
            """
            insert into incident (id, title, supplier, state, signal, opened_by, opened_at)
            values (:id, :title, :supplier, 'suspected', :signal, :by, :at)
            """)
        .param("id", id)
        .param("title", title)
        .param("supplier", supplier)
        .param("signal", signal.word())
        .param("by", by)
        .param("at", at.atOffset(ZoneOffset.UTC))
        .update();
  }

  /** Those that this person is a member of: open ones first, then the newest. */
  List<Incident> of(UUID account) {
    return jdbc.sql(
            """
            select i.* from incident i join incident_member m on m.incident = i.id
            where m.account = :account
            order by i.state = 'closed', i.number desc
            """)
        .param("account", account)
        .query((row, number) -> incident(row))
        .list();
  }

  Optional<Incident> find(UUID id) {
    return jdbc.sql("select * from incident where id = :id")
        .param("id", id)
        .query((row, number) -> incident(row))
        .optional();
  }

  /** Holds it until the transaction ends: of two who change something one waits. */
  void lock(UUID id) {
    jdbc.sql("select 1 from incident where id = :id for update")
        .param("id", id)
        .query(Integer.class)
        .single();
  }

  /**
   * @return the number of the next event
   */
  long nextEvent(UUID id) {
    return jdbc.sql("update incident set version = version + 1 where id = :id returning version")
        .param("id", id)
        .query(Long.class)
        .single();
  }

  void setState(UUID id, Incident.State state) {
    jdbc.sql("update incident set state = :state where id = :id")
        .param("id", id)
        .param("state", state.word())
        .update();
  }

  void setSupplier(UUID id, int supplier) {
    jdbc.sql("update incident set supplier = :supplier where id = :id")
        .param("id", id)
        .param("supplier", supplier)
        .update();
  }

  Optional<Member> member(UUID incident, UUID account) {
    return jdbc.sql(
            "select account, works, privileged from incident_member"
                + " where incident = :incident and account = :account")
        .param("incident", incident)
        .param("account", account)
        .query((row, number) -> member(row))
        .optional();
  }

  List<Member> members(UUID incident) {
    return jdbc.sql(
            "select account, works, privileged from incident_member where incident = :incident"
                + " order by added_at, account")
        .param("incident", incident)
        .query((row, number) -> member(row))
        .list();
  }

  void setMember(UUID incident, Member member, UUID by, Instant at) {
    jdbc.sql(
            """
            insert into incident_member (incident, account, works, privileged, added_by, added_at)
            values (:incident, :account, :works, :privileged, :by, :at)
            on conflict (incident, account) do update
              set works = :works, privileged = :privileged, added_by = :by, added_at = :at
            """)
        .param("incident", incident)
        .param("account", member.account())
        .param("works", member.works())
        .param("privileged", member.privileged())
        .param("by", by)
        .param("at", at.atOffset(ZoneOffset.UTC))
        .update();
  }

  boolean removeMember(UUID incident, UUID account) {
    return jdbc.sql("delete from incident_member where incident = :incident and account = :account")
            .param("incident", incident)
            .param("account", account)
            .update()
        > 0;
  }

  private static Member member(ResultSet row) throws SQLException {
    return new Member(
        row.getObject("account", UUID.class),
        row.getBoolean("works"),
        row.getBoolean("privileged"));
  }

  private static Incident incident(ResultSet row) throws SQLException {
    return new Incident(
        row.getObject("id", UUID.class),
        row.getInt("number"),
        row.getString("title"),
        row.getObject("supplier", Integer.class),
        Incident.State.of(row.getString("state")).orElseThrow(),
        Incident.Signal.of(row.getString("signal")).orElse(Incident.Signal.OTHER),
        row.getObject("opened_by", UUID.class),
        row.getObject("opened_at", OffsetDateTime.class).toInstant(),
        row.getLong("version"));
  }
}
