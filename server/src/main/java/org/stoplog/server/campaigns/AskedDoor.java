package org.stoplog.server.campaigns;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.identity.Keyset;
import org.stoplog.server.assessments.Answer;
import org.stoplog.server.assessments.AssessmentRows;
import org.stoplog.server.assessments.Question;
import org.stoplog.server.evidence.DocumentKeeping;
import org.stoplog.server.evidence.DocumentRows;
import org.stoplog.server.platform.Ids;
import org.stoplog.server.platform.LinkKeys;
import org.stoplog.server.platform.PublicTransactions;
import org.stoplog.server.platform.ServerClock;

/**
 * What a supplier can do with its link, as the role of strangers: it sees no table, and is given
 * rows only by the hash of a link that works.
 */
final class AskedDoor {
  /** Of the page that the world calls; the key of a link stands behind a #. */
  static final String PATH = "/asked";

  private static final int MOST_FAILURES = 5;

  private final Ledger ledger;
  private final PublicTransactions transactions;
  private final ServerClock clock;

  AskedDoor(Ledger ledger, PublicTransactions transactions, ServerClock clock) {
    this.ledger = ledger;
    this.transactions = transactions;
    this.clock = clock;
  }

  /** A link that works. */
  record Link(
      UUID campaign,
      int supplier,
      UUID assessment,
      int generation,
      byte[] secret,
      Instant expires,
      boolean needsCode,
      int failures,
      @Nullable Instant sent,
      String sentBy,
      String language,
      LocalDate due,
      String title,
      String set,
      String version,
      String name,
      boolean isOpen) {
    boolean isLocked() {
      return needsCode && failures >= MOST_FAILURES;
    }

    /** Whether anything can be changed. */
    boolean canWrite() {
      return isOpen && sent == null;
    }

    @Override
    public String toString() {
      return "Link[…]";
    }
  }

  /** A document that lies beside the answers. */
  record Paper(UUID id, int question, String name, long bytes, @Nullable LocalDate until) {
    @Override
    public String toString() {
      return "Paper[" + id + "]";
    }
  }

  /**
   * All that is shown of a link.
   *
   * @param before what was answered last time, by question
   */
  record Seen(
      Link link,
      List<Question> questions,
      Map<Integer, Draft> drafts,
      Map<Integer, Draft> before,
      List<Paper> papers) {
    Seen {
      questions = List.copyOf(questions);
      drafts = Map.copyOf(drafts);
      before = Map.copyOf(before);
      papers = List.copyOf(papers);
    }

    /** Whether it is asked, by the answers that there are. */
    boolean isAsked(Question question) {
      Integer only = question.onlyIf();
      Draft draft = only == null ? null : drafts.get(only);
      return only == null || (draft != null && draft.answer().equals("yes"));
    }

    List<Question> asked() {
      return questions.stream().filter(this::isAsked).toList();
    }

    Optional<Question> question(int number) {
      return questions.stream().filter(one -> one.number() == number).findFirst();
    }
  }

  /** What came of knocking. */
  enum Knock {
    /** No such link, or its time is over: nobody learns which. */
    UNKNOWN,
    NEEDS_CODE,
    WRONG_CODE,
    LOCKED,
    OPEN
  }

  /**
   * What came of knocking, with the link.
   *
   * @param link null for UNKNOWN
   */
  record Door(Knock knock, @Nullable Link link) {}

  private Keyset keys() {
    return ledger.stores().keys();
  }

  /** Looks whether a link works, and its code fits. */
  Door knock(String token, String code) {
    Instant now = clock.realNow();
    return transactions.run(
        jdbc -> {
          Link link = link(jdbc, token, now).orElse(null);
          if (link == null) {
            return new Door(Knock.UNKNOWN, null);
          }
          return new Door(link.needsCode() ? code(jdbc, token, link, code, now) : Knock.OPEN, link);
        });
  }

  private Knock code(JdbcClient jdbc, String token, Link link, String typed, Instant now) {
    if (link.isLocked()) {
      return Knock.LOCKED;
    }
    if (typed.isBlank()) {
      return Knock.NEEDS_CODE;
    }
    byte[] hash = LinkKeys.hash(token);
    boolean mayTry =
        jdbc.sql("select asked_try_code(:hash, :now)")
            .param("hash", hash)
            .param("now", CampaignRows.time(now))
            .query(Boolean.class)
            .single();
    if (!mayTry) {
      return Knock.LOCKED;
    }
    byte[] secret = keys().unseal(link.secret(), Campaign.context(link.campaign()));
    if (!LinkKeys.isCode(typed, LinkKeys.code(secret, link.supplier(), link.generation()))) {
      return Knock.WRONG_CODE;
    }
    jdbc.sql("select asked_code_fits(:hash, :now)")
        .param("hash", hash)
        .param("now", CampaignRows.time(now))
        .query((row, number) -> true)
        .single();
    return Knock.OPEN;
  }

  private Optional<Link> link(JdbcClient jdbc, String token, Instant now) {
    if (!LinkKeys.isToken(token)) {
      return Optional.empty();
    }
    return jdbc.sql("select * from asked_link(:hash, :now)")
        .param("hash", LinkKeys.hash(token))
        .param("now", CampaignRows.time(now))
        .query((row, number) -> link(row))
        .optional();
  }

  private Link link(ResultSet row) throws SQLException {
    UUID assessment = row.getObject("assessment", UUID.class);
    OffsetDateTime sent = row.getObject("sent_at", OffsetDateTime.class);
    byte[] sentBy = row.getBytes("sent_by");
    return new Link(
        row.getObject("campaign", UUID.class),
        row.getInt("supplier"),
        assessment,
        row.getInt("generation"),
        row.getBytes("secret"),
        row.getObject("expires_at", OffsetDateTime.class).toInstant(),
        row.getBoolean("needs_code"),
        row.getInt("failures"),
        sent == null ? null : sent.toInstant(),
        sentBy == null
            ? ""
            : new String(keys().unseal(sentBy, AssessmentRows.context(assessment)), UTF_8),
        row.getString("language"),
        row.getObject("due", LocalDate.class),
        row.getString("title"),
        row.getString("set_id"),
        row.getString("set_version"),
        row.getString("supplier_name"),
        row.getBoolean("is_open"));
  }

  /** A statement with the two parameters that all functions of links have. */
  private JdbcClient.StatementSpec by(JdbcClient jdbc, String sql, String token) {
    return jdbc.sql(sql)
        .param("hash", LinkKeys.hash(token))
        .param("now", CampaignRows.time(clock.realNow()));
  }

  Seen see(String token, Link link) {
    return transactions.run(
        jdbc -> {
          Map<Integer, Draft> drafts = new HashMap<>();
          by(jdbc, "select * from asked_answers(:hash, :now)", token)
              .query((row, number) -> Draft.of(row, keys(), link.assessment()))
              .list()
              .forEach(one -> drafts.put(one.question(), one));
          Map<Integer, Draft> before = new HashMap<>();
          by(jdbc, "select *, 0 as version from asked_before(:hash, :now)", token)
              .query(
                  (row, number) -> Draft.of(row, keys(), row.getObject("assessment", UUID.class)))
              .list()
              .forEach(one -> before.put(one.question(), one));
          return new Seen(
              link,
              by(jdbc, "select * from asked_questions(:hash, :now)", token)
                  .query((row, number) -> AssessmentRows.question(row))
                  .list(),
              drafts,
              before,
              by(jdbc, "select * from asked_files(:hash, :now)", token)
                  .query((row, number) -> paper(row, link.supplier()))
                  .list());
        });
  }

  private Paper paper(ResultSet row, int supplier) throws SQLException {
    return new Paper(
        row.getObject("id", UUID.class),
        row.getInt("question"),
        new String(keys().unseal(row.getBytes("name"), DocumentRows.context(supplier)), UTF_8),
        row.getLong("bytes"),
        row.getObject("valid_until", LocalDate.class));
  }

  /**
   * Keeps an answer as a draft.
   *
   * @param seen version that whoever answers has seen; 0 for none
   * @return false when somebody else has saved meanwhile, or nothing can be changed any more
   */
  boolean save(String token, Link link, Answer answer, int seen) {
    return transactions.run(
        jdbc ->
            by(jdbc, "select asked_save(:hash, :now, :question, :answer, :words, :seen)", token)
                    .param("question", answer.question())
                    .param("answer", answer.answer())
                    .param(
                        "words",
                        keys()
                            .seal(
                                answer.words().getBytes(UTF_8),
                                AssessmentRows.context(link.assessment())))
                    .param("seen", seen)
                    .query(Integer.class)
                    .single()
                > 0);
  }

  /** False when nothing can be sent any more. */
  boolean send(String token, Link link, String name) {
    return transactions.run(
        jdbc ->
            by(jdbc, "select asked_send(:hash, :now, :name)", token)
                .param(
                    "name",
                    keys().seal(name.getBytes(UTF_8), AssessmentRows.context(link.assessment())))
                .query(Boolean.class)
                .single());
  }

  /** Before a file is kept. */
  boolean draft(String token, String sha256) {
    return transactions.run(
        jdbc ->
            by(jdbc, "select asked_file_draft(:hash, :now, :sha256)", token)
                .param("sha256", sha256)
                .query(Boolean.class)
                .single());
  }

  /** False when there are too many, or nothing can be added any more. */
  boolean add(
      String token, Link link, int question, DocumentKeeping.Kept kept, @Nullable LocalDate until) {
    return transactions.run(
        jdbc ->
            by(
                    jdbc,
                    """
                    select asked_file(:hash, :now, :id, :question, :name, :type, :bytes, :sha256,
                      :until)
                    """,
                    token)
                .param("id", Ids.next(clock.realNow()))
                .param("question", question == 0 ? null : question, Types.INTEGER)
                .param(
                    "name",
                    keys().seal(kept.name().getBytes(UTF_8), DocumentRows.context(link.supplier())))
                .param("type", kept.kind())
                .param("bytes", kept.bytes())
                .param("sha256", kept.sha256())
                .param("until", until, Types.DATE)
                .query(Boolean.class)
                .single());
  }

  boolean remove(String token, UUID paper) {
    return transactions.run(
        jdbc ->
            by(jdbc, "select asked_file_remove(:hash, :now, :id)", token)
                .param("id", paper)
                .query(Boolean.class)
                .single());
  }
}
