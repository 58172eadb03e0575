package org.stoplog.server.evidence;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.identity.Keyset;

/**
 * Good documents of suppliers in use whose last day comes near or is over, in the caller's
 * transaction. One that a newer document replaced is not among them.
 */
public final class DocumentEnds {
  private static final int LONGEST_AGO = 60;

  /** How near the end is. */
  public enum Stage {
    EARLY("60", 60),
    SOON("30", 30),
    LAST("7", 7),
    OVER("over", -1);

    private final String word;
    private final int days;

    Stage(String word, int days) {
      this.word = word;
      this.days = days;
    }

    public String word() {
      return word;
    }

    static Stage of(LocalDate until, LocalDate today) {
      Stage found = EARLY;
      for (Stage one : values()) {
        if (!today.isBefore(until.minusDays(one.days))) {
          found = one;
        }
      }
      return found;
    }
  }

  /** A document and how near its end is. */
  public record Ending(Document document, LocalDate until, Stage stage) {}

  private final JdbcClient jdbc;
  private final DocumentRows rows;

  public DocumentEnds(JdbcClient jdbc, Keyset keys) {
    this.jdbc = jdbc;
    this.rows = new DocumentRows(jdbc, keys);
  }

  /**
   * Those of which nobody was told at their stage. Of several stages that passed, the last alone.
   *
   * @param today UTC
   */
  public List<Ending> untold(LocalDate today) {
    Map<Integer, List<UUID>> found = new HashMap<>();
    jdbc.sql(
            """
            select e.supplier, e.id from supplier_evidence e join supplier s on s.id = e.supplier
            where e.removed_at is null and e.verdict = 'good'
              and e.valid_until between :from and :to
              and (s.ended is null or s.ended > :today) and s.deleted is null
              and not exists (select from document_told t
                where t.document = e.id and t.until = e.valid_until
                  and t.stage = case when e.valid_until < :today then 'over'
                    when e.valid_until <= :today + 7 then '7'
                    when e.valid_until <= :today + 30 then '30' else '60' end)
            order by e.supplier, e.valid_until, e.id
            """)
        .param("from", today.minusDays(LONGEST_AGO))
        .param("to", today.plusDays(Stage.EARLY.days))
        .param("today", today)
        .query(
            row -> {
              found
                  .computeIfAbsent(row.getInt(1), unseen -> new ArrayList<>())
                  .add(row.getObject(2, UUID.class));
            });
    List<Ending> all = new ArrayList<>();
    found.forEach((supplier, ids) -> ending(supplier, ids, today, all));
    return all;
  }

  private void ending(int supplier, List<UUID> ids, LocalDate today, List<Ending> all) {
    List<Document> documents = rows.of(supplier);
    Map<UUID, String> shows = shows(supplier);
    for (Document one : documents) {
      LocalDate until = one.until();
      if (until != null
          && ids.contains(one.id())
          && documents.stream().noneMatch(other -> isReplaced(one, other, shows))) {
        all.add(new Ending(one, until, Stage.of(until, today)));
      }
    }
  }

  /** The question that each document of a supplier answers, by the key of its set. */
  private Map<UUID, String> shows(int supplier) {
    Map<UUID, String> all = new HashMap<>();
    jdbc.sql(
            """
            select e.id, a.set_id || ' ' || q.key from supplier_evidence e
            join assessment a on a.id = e.assessment
            join assessment_question q on q.assessment = e.assessment and q.number = e.question
            where e.supplier = :supplier
            """)
        .param("supplier", supplier)
        .query(
            row -> {
              all.put(row.getObject(1, UUID.class), row.getString(2));
            });
    return all;
  }

  /**
   * Whether another document took its place: it came later, ends later, was not found wanting, and
   * has the same name but for a year, or answers the same question at a later time.
   */
  private static boolean isReplaced(Document one, Document other, Map<UUID, String> shows) {
    LocalDate until = one.until();
    LocalDate later = other.until();
    Document.Review review = other.review();
    if (other.id().equals(one.id())
        || !other.addedAt().isAfter(one.addedAt())
        || (later != null && until != null && !later.isAfter(until))
        || (review != null && review.verdict() != Document.Verdict.GOOD)) {
      return false;
    }
    String stem = stem(one.name());
    String shown = shows.get(one.id());
    boolean isSameQuestion =
        shown != null
            && shown.equals(shows.get(other.id()))
            && !String.valueOf(one.assessment()).equals(String.valueOf(other.assessment()));
    return isSameQuestion || (!stem.isEmpty() && stem.equals(stem(other.name())));
  }

  /** A name without its ending, years and days: {@code ISO 27001 certificate 2026.pdf}. */
  static String stem(String name) {
    int dot = name.lastIndexOf('.');
    return (dot > 0 ? name.substring(0, dot) : name)
        .toLowerCase(Locale.ROOT)
        .replaceAll("(?<![0-9])(19|20)[0-9]{2}([-_. ]?[0-9]{2}([-_. ]?[0-9]{2})?)?(?![0-9])", "")
        .replaceAll("[^\\p{L}\\p{N}]+", " ")
        .strip();
  }

  /** Once for each document, last day and stage. @return whether nobody was told of it before */
  public boolean told(Ending one, LocalDate day) {
    return jdbc.sql(
                """
                insert into document_told (document, until, stage, day)
                values (:document, :until, :stage, :day) on conflict do nothing
                """)
            .param("document", one.document().id())
            .param("until", one.until())
            .param("stage", one.stage().word())
            .param("day", day)
            .update()
        == 1;
  }
}
