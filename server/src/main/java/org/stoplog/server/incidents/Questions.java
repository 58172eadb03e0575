package org.stoplog.server.incidents;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.identity.Keyset;

/** What was asked of the supplier, and what came back. */
final class Questions {
  private final JdbcClient jdbc;
  private final Keyset keys;

  Questions(JdbcClient jdbc, Keyset keys) {
    this.jdbc = jdbc;
    this.keys = keys;
  }

  /**
   * A question that was asked.
   *
   * @param askedAt by the clock of the product
   * @param chased how often it was asked again
   * @param answer null while there is none
   * @param claim the claim that came of it; null for none
   * @param letter the letter that the answer stands in; null for none
   */
  record Asked(
      SupplierQuestion question,
      Instant askedAt,
      int chased,
      @Nullable String answer,
      @Nullable String claim,
      @Nullable UUID letter) {}

  List<Asked> all(UUID incident) {
    return jdbc.sql(
            """
            select q.question, e.at, q.chased, q.answer, q.claim, q.letter
            from incident_question q
            join incident_event e on e.incident = q.incident and e.seq = q.asked_seq
            where q.incident = :incident order by q.asked_seq, q.question
            """)
        .param("incident", incident)
        .query(
            (row, number) ->
                new Asked(
                    SupplierQuestion.of(row.getString("question")).orElseThrow(),
                    row.getObject("at", OffsetDateTime.class).toInstant(),
                    row.getInt("chased"),
                    Timeline.unseal(keys, incident, row.getBytes("answer")),
                    row.getString("claim"),
                    row.getObject("letter", UUID.class)))
        .list();
  }

  /** Asked the first time, or again. */
  void ask(UUID incident, SupplierQuestion question, long seq) {
    jdbc.sql(
            """
            insert into incident_question (incident, question, asked_seq)
            values (:incident, :question, :seq)
            on conflict (incident, question) do update
              set chased = incident_question.chased + 1
            """)
        .param("incident", incident)
        .param("question", question.slug())
        .param("seq", seq)
        .update();
  }

  /**
   * @return whether it was asked before
   */
  boolean answer(
      UUID incident,
      SupplierQuestion question,
      String answer,
      @Nullable String claim,
      @Nullable UUID letter,
      long seq) {
    return jdbc.sql(
                """
                update incident_question set answer = :answer, claim = :claim,
                  letter = :letter, answer_seq = :seq
                where incident = :incident and question = :question
                """)
            .param("incident", incident)
            .param("question", question.slug())
            .param("answer", Timeline.seal(keys, incident, answer))
            .param("claim", claim)
            .param("letter", letter, java.sql.Types.OTHER)
            .param("seq", seq)
            .update()
        > 0;
  }

  /** Of the answer to a question a claim was made. */
  void setClaim(UUID incident, SupplierQuestion question, String claim) {
    jdbc.sql(
            """
            update incident_question set claim = :claim
            where incident = :incident and question = :question and answer is not null
            """)
        .param("incident", incident)
        .param("question", question.slug())
        .param("claim", claim)
        .update();
  }
}
