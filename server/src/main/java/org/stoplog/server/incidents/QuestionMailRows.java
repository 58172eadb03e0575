package org.stoplog.server.incidents;

import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.identity.Keyset;
import tools.jackson.databind.json.JsonMapper;

/** The rows of mails with questions, in the caller's transaction. */
final class QuestionMailRows {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final JdbcClient jdbc;
  private final Keyset keys;

  QuestionMailRows(JdbcClient jdbc, Keyset keys) {
    this.jdbc = jdbc;
    this.keys = keys;
  }

  void add(QuestionMail mail, String token) {
    jdbc.sql(
            """
            insert into incident_question_mail (id, incident, supplier, route, chase, questions,
              message_id, token, content, made_by, made_at, state, due_at)
            values (:id, :incident, :supplier, :route, :chase, :questions, :message, :token,
              :content, :by, :at, 'waiting', :due)
            """)
        .param("id", mail.id())
        .param("incident", mail.incident())
        .param("supplier", mail.supplier())
        .param("route", mail.route())
        .param("chase", mail.chase())
        .param(
            "questions",
            mail.questions().stream().map(SupplierQuestion::slug).toArray(String[]::new))
        .param("message", mail.messageId())
        .param("token", token)
        .param(
            "content", Timeline.seal(keys, mail.incident(), JSON.writeValueAsString(mail.words())))
        .param("by", mail.madeBy())
        .param("at", mail.madeAt().atOffset(ZoneOffset.UTC))
        .param("due", mail.due().atOffset(ZoneOffset.UTC))
        .update();
    jdbc.sql("insert into passing.live_question_mail values (:id)").param("id", mail.id()).update();
  }

  /** The newest first. */
  List<QuestionMail> all(UUID incident) {
    return find("where incident = :id order by made_at desc, id desc", incident);
  }

  Optional<QuestionMail> find(UUID id) {
    return find("where id = :id", id).stream().findFirst();
  }

  /** Holds it until the transaction ends. */
  Optional<QuestionMail> lock(UUID id) {
    return find("where id = :id for update", id).stream().findFirst();
  }

  private List<QuestionMail> find(String where, UUID id) {
    return jdbc.sql("select * from incident_question_mail " + where)
        .param("id", id)
        .query((row, number) -> mail(row))
        .list();
  }

  private QuestionMail mail(java.sql.ResultSet row) throws java.sql.SQLException {
    UUID incident = row.getObject("incident", UUID.class);
    String json = String.valueOf(Timeline.unseal(keys, incident, row.getBytes("content")));
    return new QuestionMail(
        row.getObject("id", UUID.class),
        incident,
        row.getInt("supplier"),
        row.getInt("route"),
        row.getInt("chase"),
        Arrays.stream((String[]) row.getArray("questions").getArray())
            .map(slug -> SupplierQuestion.of(slug).orElseThrow())
            .toList(),
        row.getString("message_id"),
        JSON.readValue(json, QuestionMail.Words.class),
        row.getObject("made_by", UUID.class),
        row.getObject("made_at", OffsetDateTime.class).toInstant(),
        QuestionMail.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getInt("attempts"),
        row.getObject("due_at", OffsetDateTime.class).toInstant(),
        row.getObject("reply_code", Integer.class),
        row.getString("reply"));
  }

  /** Those that may go out now, the oldest first; none of a restored backup. */
  List<UUID> due(Instant now) {
    return jdbc.sql(
            """
            select id from incident_question_mail q
            where state = 'waiting' and due_at <= :now
              and exists (select 1 from passing.live_question_mail l where l.id = q.id)
            order by due_at, id
            """)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .query(UUID.class)
        .list();
  }

  /** Handed over by a run that has ended without writing down what came of it. */
  List<UUID> handed() {
    return jdbc.sql("select id from incident_question_mail where state = 'handed'")
        .query(UUID.class)
        .list();
  }

  /** Lets those stand still that a restored backup brought back. */
  int standStill() {
    return jdbc.sql(
            """
            update incident_question_mail q set state = 'stopped'
            where state in ('waiting', 'handed')
              and not exists (select 1 from passing.live_question_mail l where l.id = q.id)
            """)
        .update();
  }

  /**
   * @return whether it still waited
   */
  boolean handOver(UUID id) {
    return jdbc.sql(
                """
                update incident_question_mail set state = 'handed', attempts = attempts + 1
                where id = :id and state = 'waiting'
                """)
            .param("id", id)
            .update()
        == 1;
  }

  void again(UUID id, Instant due) {
    jdbc.sql("update incident_question_mail set state = 'waiting', due_at = :due where id = :id")
        .param("id", id)
        .param("due", due.atOffset(ZoneOffset.UTC))
        .update();
  }

  /** What became of it in the end. */
  record End(
      QuestionMail.State state,
      @Nullable Integer code,
      @Nullable String reply,
      @Nullable UUID letter) {}

  void end(UUID id, End end, Instant now) {
    jdbc.sql(
            """
            update incident_question_mail set state = :state, answered_at = :now,
              reply_code = :code, reply = :reply, letter = :letter
            where id = :id
            """)
        .param("id", id)
        .param("state", end.state().slug())
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("code", end.code(), Types.INTEGER)
        .param("reply", end.reply(), Types.VARCHAR)
        .param("letter", end.letter(), Types.OTHER)
        .update();
    jdbc.sql("delete from passing.live_question_mail where id = :id").param("id", id).update();
  }

  /** What the mail server said of a letter of ours; empty when it is no such letter. */
  Optional<String> proof(UUID letter) {
    return jdbc.sql(
            """
            select reply_code || coalesce(' ' || reply, '') from incident_question_mail
            where letter = :letter
            """)
        .param("letter", letter)
        .query(String.class)
        .optional();
  }
}
