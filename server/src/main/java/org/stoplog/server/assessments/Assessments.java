package org.stoplog.server.assessments;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.identity.Keyset;

/** What others ask of assessments and findings, in the caller's transaction. */
public final class Assessments {
  private final JdbcClient jdbc;
  private final Keyset keys;

  public Assessments(JdbcClient jdbc, Keyset keys) {
    this.jdbc = jdbc;
    this.keys = keys;
  }

  /**
   * How a supplier scored.
   *
   * @param percent of 100
   * @param words title and day
   */
  public record Scored(int percent, String words) {}

  /**
   * Of each supplier its newest assessment that was closed, or has an answer; none of a sweep,
   * which asks whether it is affected and not how it protects.
   *
   * @param since the first day on which one counts
   */
  public Map<Integer, Scored> newest(LocalDate since) {
    AssessmentRows rows = new AssessmentRows(jdbc, keys);
    Map<Integer, Scored> all = new HashMap<>();
    List<Newest> found =
        jdbc.sql(
                """
                select distinct on (a.supplier) a.supplier, a.id, a.title, a.made_at
                from assessment a
                where a.set_id <> 'sweep' and a.made_at >= :since
                  and (a.closed_at is not null
                    or exists (select from assessment_answer w where w.assessment = a.id))
                order by a.supplier, a.made_at desc
                """)
            .param("since", since.atStartOfDay().atOffset(ZoneOffset.UTC))
            .query(
                (row, number) ->
                    new Newest(
                        row.getInt(1),
                        row.getObject(2, UUID.class),
                        row.getString(3),
                        row.getObject(4, java.time.OffsetDateTime.class).toInstant()))
            .list();
    Map<UUID, Scoring> scorings = rows.scorings(found.stream().map(Newest::id).toList());
    for (Newest one : found) {
      Scoring scoring = scorings.get(one.id());
      Integer percent = scoring == null ? null : scoring.percent();
      if (percent != null) {
        all.put(
            one.supplier(),
            new Scored(
                percent, one.title() + ", begun " + LocalDate.ofInstant(one.at(), ZoneOffset.UTC)));
      }
    }
    return all;
  }

  private record Newest(int supplier, UUID id, String title, Instant at) {}

  /** Weights of findings that are open or to be tested again, by supplier. */
  public Map<Integer, List<String>> openFindings(LocalDate today) {
    Map<Integer, List<String>> all = new HashMap<>();
    for (Finding one : new FindingRows(jdbc, keys).all()) {
      if (one.isOpen(today)) {
        all.computeIfAbsent(one.supplier(), unseen -> new ArrayList<>()).add(one.weight().word());
      }
    }
    return all;
  }

  /** How many findings of a supplier are open, and how many of them are late. */
  public record Open(int count, int late) {}

  public Open open(int supplier, LocalDate today) {
    int count = 0;
    int late = 0;
    for (Finding one : new FindingRows(jdbc, keys).of(supplier)) {
      if (one.isOpen(today)) {
        count++;
        late += one.isLate(today) ? 1 : 0;
      }
    }
    return new Open(count, late);
  }

  /**
   * Opens a finding that no question of an assessment led to.
   *
   * @param weight low, medium or high
   * @return its id
   */
  public UUID require(
      UUID id, int supplier, String title, String weight, UUID by, LocalDate due, Instant at) {
    new FindingRows(jdbc, keys)
        .add(
            new Finding(
                id,
                supplier,
                null,
                null,
                title,
                Finding.Weight.of(weight).orElseThrow(),
                by,
                due,
                by,
                at,
                List.of()));
    return id;
  }

  /**
   * Opens a finding of a whole assessment, of no question of it.
   *
   * @param weight low, medium or high
   * @param owner account that sees to it
   * @return its id
   */
  public UUID found(
      UUID id,
      int supplier,
      UUID assessment,
      String title,
      String weight,
      UUID owner,
      UUID by,
      LocalDate due,
      Instant at) {
    new FindingRows(jdbc, keys)
        .add(
            new Finding(
                id,
                supplier,
                assessment,
                null,
                title,
                Finding.Weight.of(weight).orElseThrow(),
                owner,
                due,
                by,
                at,
                List.of()));
    return id;
  }
}
