package org.stoplog.server.assessments;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Types;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.identity.Keyset;

/** Findings and what became of them, in the caller's transaction. */
final class FindingRows {
  private final JdbcClient jdbc;
  private final Keyset keys;

  FindingRows(JdbcClient jdbc, Keyset keys) {
    this.jdbc = jdbc;
    this.keys = keys;
  }

  private static byte[] context(UUID finding) {
    return ("finding " + finding).getBytes(US_ASCII);
  }

  /** The earliest due first. */
  List<Finding> all() {
    return list("true", 0);
  }

  /** Those about one supplier, the earliest due first. */
  List<Finding> of(int supplier) {
    return list("f.supplier = :key", supplier);
  }

  /** Those that an assessment led to, the earliest due first. */
  List<Finding> of(UUID assessment) {
    return list("f.assessment = :key", assessment);
  }

  Optional<Finding> find(UUID id) {
    return list("f.id = :key", id).stream().findFirst();
  }

  /**
   * @param which a condition of ours on the finding {@code f}
   * @param key a value that it asks for
   */
  private List<Finding> list(String which, Object key) {
    Map<UUID, List<Finding.Event>> events = new HashMap<>();
    jdbc.sql(
            """
            select e.finding, e.kind, e.words, e.until, e.said_by, e.said_at
            from finding_event e join finding f on f.id = e.finding
            where %s order by e.finding, e.number
            """
                .formatted(which))
        .param("key", key)
        .query(
            row -> {
              UUID finding = row.getObject(1, UUID.class);
              events
                  .computeIfAbsent(finding, unseen -> new ArrayList<>())
                  .add(
                      new Finding.Event(
                          Finding.Kind.of(row.getString(2)).orElseThrow(),
                          new String(keys.unseal(row.getBytes(3), context(finding)), UTF_8),
                          row.getObject(4, LocalDate.class),
                          row.getObject(5, UUID.class),
                          row.getObject(6, OffsetDateTime.class).toInstant()));
            });
    return jdbc.sql("select f.* from finding f where %s order by f.due, f.id".formatted(which))
        .param("key", key)
        .query(
            (row, index) -> {
              UUID id = row.getObject("id", UUID.class);
              return new Finding(
                  id,
                  row.getInt("supplier"),
                  row.getObject("assessment", UUID.class),
                  row.getObject("question", Integer.class),
                  new String(keys.unseal(row.getBytes("title"), context(id)), UTF_8),
                  Finding.Weight.of(row.getString("weight")).orElseThrow(),
                  row.getObject("owner", UUID.class),
                  row.getObject("due", LocalDate.class),
                  row.getObject("made_by", UUID.class),
                  row.getObject("made_at", OffsetDateTime.class).toInstant(),
                  events.getOrDefault(id, List.of()));
            })
        .list();
  }

  void add(Finding one) {
    jdbc.sql(
            """
            insert into finding (id, supplier, assessment, question, title, weight, owner, due,
              made_by, made_at)
            values (:id, :supplier, :assessment, :question, :title, :weight, :owner, :due, :by, :at)
            """)
        .param("id", one.id())
        .param("supplier", one.supplier())
        .param("assessment", one.assessment(), Types.OTHER)
        .param("question", one.question(), Types.INTEGER)
        .param("title", keys.seal(one.title().getBytes(UTF_8), context(one.id())))
        .param("weight", one.weight().word())
        .param("owner", one.owner())
        .param("due", one.due())
        .param("by", one.madeBy())
        .param("at", one.madeAt().atOffset(ZoneOffset.UTC))
        .update();
  }

  void add(UUID finding, Finding.Event one) {
    jdbc.sql("select 1 from finding where id = :id for update")
        .param("id", finding)
        .query(Integer.class)
        .single();
    jdbc.sql(
            """
            insert into finding_event
            select :finding, coalesce(max(number), 0) + 1, :kind, :words, :until, :by, :at
            from finding_event where finding = :finding
            """)
        .param("finding", finding)
        .param("kind", one.kind().word())
        .param("words", keys.seal(one.words().getBytes(UTF_8), context(finding)))
        .param("until", one.until(), Types.DATE)
        .param("by", one.by())
        .param("at", one.at().atOffset(ZoneOffset.UTC))
        .update();
  }
}
