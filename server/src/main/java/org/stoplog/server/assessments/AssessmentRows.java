package org.stoplog.server.assessments;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.expectations.Expectation;
import org.stoplog.ledger.identity.Keyset;

/** Assessments, their questions and answers, in the caller's transaction. Answers all stay. */
public final class AssessmentRows {
  private static final int AT_ONCE = 1_000;

  private final JdbcClient jdbc;
  private final Keyset keys;

  public AssessmentRows(JdbcClient jdbc, Keyset keys) {
    this.jdbc = jdbc;
    this.keys = keys;
  }

  /** What binds what was said in an assessment. */
  public static byte[] context(UUID assessment) {
    return ("assessment " + assessment).getBytes(US_ASCII);
  }

  /** Those of one supplier: open ones first, the earliest due first; then the newest. */
  List<Assessment> of(int supplier) {
    return page(supplier, 0, Integer.MAX_VALUE);
  }

  /**
   * A part of them: open ones first, the earliest due first; then the newest.
   *
   * @param supplier null for those of all
   * @param from how many stand before it
   */
  List<Assessment> page(@Nullable Integer supplier, int from, int limit) {
    return jdbc.sql(
            """
            select * from assessment where cast(:supplier as int) is null or supplier = :supplier
            order by closed_at is not null, case when closed_at is null then due end, made_at desc,
              id
            limit :limit offset :from
            """)
        .param("supplier", supplier, Types.INTEGER)
        .param("from", from)
        .param("limit", limit)
        .query((row, index) -> assessment(row))
        .list();
  }

  /**
   * The newest first.
   *
   * @param supplier null for those of all
   * @param before the one that they come after; null for the first ones
   */
  List<Assessment> newest(
      @Nullable Integer supplier, boolean onlyOpen, @Nullable UUID before, int limit) {
    return jdbc.sql(
            """
            select * from assessment
            where (not :open or closed_at is null)
              and (cast(:supplier as int) is null or supplier = :supplier)
              and (cast(:before as uuid) is null or id < cast(:before as uuid))
            order by id desc limit :limit
            """)
        .param("open", onlyOpen)
        .param("supplier", supplier, Types.INTEGER)
        .param("before", before, Types.OTHER)
        .param("limit", limit)
        .query((row, index) -> assessment(row))
        .list();
  }

  /** How many there are. */
  record Amount(int open, int closed) {
    int all() {
      return open + closed;
    }
  }

  /**
   * @param supplier null for those of all
   */
  Amount amount(@Nullable Integer supplier) {
    return jdbc.sql(
            """
            select count(*) filter (where closed_at is null),
              count(*) filter (where closed_at is not null)
            from assessment where cast(:supplier as int) is null or supplier = :supplier
            """)
        .param("supplier", supplier, Types.INTEGER)
        .query((row, index) -> new Amount(row.getInt(1), row.getInt(2)))
        .single();
  }

  public Optional<Assessment> find(UUID id) {
    return jdbc.sql("select * from assessment where id = :id")
        .param("id", id)
        .query((row, index) -> assessment(row))
        .optional();
  }

  /** Held until the transaction ends. */
  public Optional<Assessment> lock(UUID id) {
    return jdbc.sql("select * from assessment where id = :id for update")
        .param("id", id)
        .query((row, index) -> assessment(row))
        .optional();
  }

  private static Assessment assessment(ResultSet row) throws SQLException {
    return new Assessment(
        row.getObject("id", UUID.class),
        row.getInt("supplier"),
        row.getString("set_id"),
        row.getString("set_version"),
        row.getString("title"),
        row.getObject("due", LocalDate.class),
        row.getString("why"),
        row.getObject("made_by", UUID.class),
        row.getObject("made_at", OffsetDateTime.class).toInstant(),
        instant(row.getObject("closed_at", OffsetDateTime.class)));
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }

  /** With its questions, as they are now. */
  public void add(Assessment one, List<Expectation> questions) {
    add(one);
    for (int i = 0; i < questions.size(); i++) {
      add(one.id(), i + 1, questions.get(i));
    }
  }

  /** The same with the questions of one that is there: of hundreds each is one statement. */
  public void addLike(Assessment one, UUID other) {
    add(one);
    jdbc.sql(
            """
            insert into assessment_question (assessment, number, key, kind, bound, unit, weight,
              proof, only_if, title, question, why, source)
            select :assessment, number, key, kind, bound, unit, weight, proof, only_if, title,
              question, why, source
            from assessment_question where assessment = :other
            """)
        .param("assessment", one.id())
        .param("other", other)
        .update();
  }

  private void add(Assessment one) {
    jdbc.sql(
            """
            insert into assessment (id, supplier, set_id, set_version, title, due, why, made_by,
              made_at)
            values (:id, :supplier, :set, :version, :title, :due, :why, :by, :at)
            """)
        .param("id", one.id())
        .param("supplier", one.supplier())
        .param("set", one.set())
        .param("version", one.version())
        .param("title", one.title())
        .param("due", one.due())
        .param("why", one.why())
        .param("by", one.madeBy())
        .param("at", one.madeAt().atOffset(ZoneOffset.UTC))
        .update();
  }

  private void add(UUID assessment, int number, Expectation asks) {
    jdbc.sql(
            """
            insert into assessment_question (assessment, number, key, kind, bound, unit, weight,
              proof, only_if, title, question, why, source)
            values (:assessment, :number, :key, :kind, :bound, :unit, :weight, :proof,
              (select number from assessment_question where assessment = :assessment and key = :if),
              :title, :question, :why, :source)
            """)
        .param("assessment", assessment)
        .param("number", number)
        .param("key", asks.id())
        .param("kind", word(asks.kind()))
        .param("bound", asks.limit(), Types.INTEGER)
        .param("unit", asks.unit())
        .param("weight", asks.weight())
        .param("proof", asks.isProved())
        .param("if", asks.onlyIf(), Types.VARCHAR)
        .param("title", asks.title())
        .param("question", asks.question())
        .param("why", asks.why())
        .param("source", asks.source())
        .update();
  }

  private static String word(Expectation.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public List<Question> questions(UUID assessment) {
    return jdbc.sql(
            "select * from assessment_question where assessment = :assessment order by number")
        .param("assessment", assessment)
        .query((row, index) -> question(row))
        .list();
  }

  /** Of a row with the columns of {@code assessment_question}. */
  public static Question question(ResultSet row) throws SQLException {
    return new Question(
        row.getInt("number"),
        new Expectation(
            row.getString("key"),
            Expectation.Kind.valueOf(
                row.getString("kind").toUpperCase(Locale.ROOT).replace('-', '_')),
            row.getObject("bound", Integer.class),
            row.getString("unit"),
            row.getInt("weight"),
            row.getBoolean("proof"),
            null,
            row.getString("title"),
            row.getString("question"),
            row.getString("why"),
            row.getString("source")),
        row.getObject("only_if", Integer.class));
  }

  /** In the order in which they were given. */
  public List<Answer> answers(UUID assessment) {
    return jdbc.sql(
            """
            select question, answer, words, said_by, said_at, claimed_at from assessment_answer
            where assessment = :assessment order by number
            """)
        .param("assessment", assessment)
        .query((row, index) -> answer(row, assessment, true))
        .list();
  }

  public Scoring scoring(UUID assessment) {
    return Scoring.of(questions(assessment), answers(assessment));
  }

  /**
   * What many come to, in a few queries. Words of answers are left sealed: no score asks for them.
   */
  Map<UUID, Scoring> scorings(List<UUID> assessments) {
    Map<UUID, Scoring> all = new HashMap<>();
    for (int from = 0; from < assessments.size(); from += AT_ONCE) {
      scorings(all, assessments.subList(from, Math.min(from + AT_ONCE, assessments.size())));
    }
    return all;
  }

  private void scorings(Map<UUID, Scoring> all, List<UUID> some) {
    Map<UUID, List<Question>> questions = questions(some);
    Map<UUID, List<Answer>> answers = answers(some, false);
    some.forEach(
        one ->
            all.put(
                one,
                Scoring.of(
                    questions.getOrDefault(one, List.of()), answers.getOrDefault(one, List.of()))));
  }

  /** Of some, in one query: those of each in their order. */
  Map<UUID, List<Question>> questions(List<UUID> some) {
    Map<UUID, List<Question>> all = new HashMap<>();
    if (some.isEmpty()) {
      return all;
    }
    jdbc.sql("select * from assessment_question where assessment in (:ids) order by number")
        .param("ids", some)
        .query(
            row -> {
              all.computeIfAbsent(
                      row.getObject("assessment", UUID.class), unseen -> new ArrayList<>())
                  .add(question(row));
            });
    return all;
  }

  /**
   * Of some, in one query: those of each in the order in which they were given.
   *
   * @param isOpened whether words are unsealed; they are empty otherwise
   */
  Map<UUID, List<Answer>> answers(List<UUID> some, boolean isOpened) {
    Map<UUID, List<Answer>> all = new HashMap<>();
    if (some.isEmpty()) {
      return all;
    }
    jdbc.sql(
            """
            select question, answer, words, said_by, said_at, claimed_at, assessment
            from assessment_answer where assessment in (:ids) order by number
            """)
        .param("ids", some)
        .query(
            row -> {
              UUID of = row.getObject(7, UUID.class);
              all.computeIfAbsent(of, unseen -> new ArrayList<>()).add(answer(row, of, isOpened));
            });
    return all;
  }

  private Answer answer(ResultSet row, UUID assessment, boolean isOpened) throws SQLException {
    return new Answer(
        row.getInt(1),
        row.getString(2),
        isOpened ? new String(keys.unseal(row.getBytes(3), context(assessment)), UTF_8) : "",
        row.getObject(4, UUID.class),
        row.getObject(5, OffsetDateTime.class).toInstant(),
        instant(row.getObject(6, OffsetDateTime.class)));
  }

  /** With the assessment held. */
  public void add(UUID assessment, Answer one) {
    jdbc.sql(
            """
            insert into assessment_answer
            select :assessment, coalesce(max(number), 0) + 1, :question, :answer, :words, :by, :at,
              :claimed
            from assessment_answer where assessment = :assessment
            """)
        .param("assessment", assessment)
        .param("question", one.question())
        .param("answer", one.answer())
        .param("words", keys.seal(one.words().getBytes(UTF_8), context(assessment)))
        .param("by", one.by())
        .param("at", one.at().atOffset(ZoneOffset.UTC))
        .param(
            "claimed",
            one.claimed() == null ? null : one.claimed().atOffset(ZoneOffset.UTC),
            Types.TIMESTAMP_WITH_TIMEZONE)
        .update();
  }

  void close(UUID assessment, UUID by, Instant at) {
    jdbc.sql("update assessment set closed_by = :by, closed_at = :at where id = :id")
        .param("by", by)
        .param("at", at.atOffset(ZoneOffset.UTC))
        .param("id", assessment)
        .update();
  }
}
