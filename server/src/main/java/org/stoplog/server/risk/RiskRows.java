package org.stoplog.server.risk;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Comparator.comparingInt;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.identity.Keyset;
import org.stoplog.ledger.register.Engagement;
import org.stoplog.server.assessments.Assessments;
import org.stoplog.server.assessments.Assessments.Scored;

/** What ratings are made of, of all suppliers at once, and what was accepted. */
final class RiskRows {
  private final JdbcClient jdbc;
  private final Keyset keys;

  RiskRows(JdbcClient jdbc, Keyset keys) {
    this.jdbc = jdbc;
    this.keys = keys;
  }

  /** By name. */
  List<RiskFacts> all(LocalDate today) {
    Map<Integer, Set<String>> elements = elements();
    Map<Integer, Integer> documents = documents(today);
    Map<Integer, String> replaceable = replaceable();
    Assessments known = new Assessments(jdbc, keys);
    Map<Integer, Scored> scores = known.newest(today.minusMonths(18));
    Map<Integer, List<String>> findings = known.openFindings(today);
    return jdbc.sql(
            """
            select s.id, s.name, s.ended, s.deleted, o.people,
              coalesce(o.people + o.subjects + o.ambiguous = 0 and not o.is_complete, true)
                as is_unknown,
              coalesce(c.connections, 0) as connections, coalesce(c.reaching, 0) as reaching
            from supplier s
            left join outlook o on o.supplier = s.id
            left join (
              select c.supplier, count(*) as connections,
                count(*) filter (
                  where cardinality(c.scopes) > 0 or k.connection is not null) as reaching
              from connection c
              left join (select distinct connection from connection_credential) k
                on k.connection = c.id
              group by c.supplier) c on c.supplier = s.id
            order by lower(s.name), s.id
            """)
        .query(
            (row, number) -> {
              int id = row.getInt("id");
              Scored score = scores.get(id);
              return new RiskFacts(
                  id,
                  row.getString("name"),
                  elements.getOrDefault(id, Set.of()),
                  row.getBoolean("is_unknown") ? null : row.getLong("people"),
                  row.getInt("connections"),
                  row.getInt("reaching"),
                  replaceable.get(id),
                  score == null ? null : score.percent(),
                  score == null ? "" : score.words(),
                  documents.getOrDefault(id, 0),
                  findings.getOrDefault(id, List.of()),
                  row.getObject("ended", LocalDate.class),
                  row.getObject("deleted", LocalDate.class));
            })
        .list();
  }

  private Map<Integer, Set<String>> elements() {
    return words(
        """
        select supplier, array_agg(distinct element) from (
          select supplier, element from outlook_element where sure > 0 or declared > 0
          union all
          select e.supplier, unnest(g.elements) from data_grant g
          join engagement e on e.id = g.engagement) known
        group by supplier
        """);
  }

  /** The words of each supplier, from the second column. */
  private Map<Integer, Set<String>> words(String sql) {
    Map<Integer, Set<String>> all = new HashMap<>();
    jdbc.sql(sql)
        .query(
            row -> {
              all.put(row.getInt(1), Set.of((String[]) row.getArray(2).getArray()));
            });
    return all;
  }

  private Map<Integer, Integer> documents(LocalDate today) {
    Map<Integer, Integer> all = new HashMap<>();
    jdbc.sql(
            """
            select supplier, count(*) from supplier_evidence
            where removed_at is null and verdict = 'good'
              and (valid_until is null or valid_until >= :today)
            group by supplier
            """)
        .param("today", today)
        .query(
            row -> {
              all.put(row.getInt(1), row.getInt(2));
            });
    return all;
  }

  /** Of each supplier what is hardest to replace. */
  private Map<Integer, String> replaceable() {
    Map<Integer, String> all = new HashMap<>();
    words(
            """
            select supplier, array_agg(distinct replaceable) from engagement
            where replaceable is not null group by supplier
            """)
        .forEach(
            (supplier, words) ->
                all.put(
                    supplier,
                    Collections.max(words, comparingInt(Engagement.REPLACEABLE::indexOf))));
    return all;
  }

  private static byte[] context(UUID id) {
    return ("risk accepted " + id).getBytes(US_ASCII);
  }

  /** What was accepted, the newest first. */
  List<Accepted> accepted(int supplier) {
    return jdbc.sql("select * from risk_accepted where supplier = :id order by at desc, id")
        .param("id", supplier)
        .query((row, number) -> accepted(row))
        .list();
  }

  private Accepted accepted(ResultSet row) throws SQLException {
    UUID id = row.getObject("id", UUID.class);
    return new Accepted(
        id,
        row.getInt("supplier"),
        row.getString("name"),
        row.getInt("inherent"),
        row.getInt("residual"),
        row.getInt("rules"),
        new String(keys.unseal(row.getBytes("words"), context(id)), UTF_8),
        row.getObject("until", LocalDate.class),
        row.getObject("accepted_by", UUID.class),
        row.getObject("at", OffsetDateTime.class).toInstant());
  }

  /** Nothing of it changes afterwards. */
  void accept(Accepted one) {
    jdbc.sql(
            """
            insert into risk_accepted (id, supplier, name, inherent, residual, rules, words, until,
              accepted_by, at)
            values (:id, :supplier, :name, :inherent, :residual, :rules, :words, :until, :by, :at)
            """)
        .param("id", one.id())
        .param("supplier", one.supplier())
        .param("name", one.name())
        .param("inherent", one.inherent())
        .param("residual", one.residual())
        .param("rules", one.rules())
        .param("words", keys.seal(one.words().getBytes(UTF_8), context(one.id())))
        .param("until", one.until())
        .param("by", one.by())
        .param("at", one.at().atOffset(ZoneOffset.UTC))
        .update();
  }

  /** Suppliers whose risk is accepted on a day, with the residual risk that was accepted. */
  Map<Integer, Integer> acceptedOn(LocalDate day) {
    Map<Integer, Integer> all = new HashMap<>();
    jdbc.sql(
            """
            select distinct on (supplier) supplier, residual, until from risk_accepted
            order by supplier, at desc
            """)
        .query(
            row -> {
              if (day.isBefore(row.getObject("until", LocalDate.class))) {
                all.put(row.getInt(1), row.getInt(2));
              }
            });
    return all;
  }

  /**
   * That somebody took the risk as it was.
   *
   * @param name of the supplier, as it was then
   * @param until first day on which it holds no more
   */
  record Accepted(
      UUID id,
      int supplier,
      String name,
      int inherent,
      int residual,
      int rules,
      String words,
      LocalDate until,
      UUID by,
      Instant at) {
    @Override
    public String toString() {
      return "Accepted[" + id + "]";
    }
  }

  /** Suppliers of a tier. */
  static List<Integer> ofTier(List<RiskFacts> all, int tier) {
    List<Integer> found = new ArrayList<>();
    all.forEach(
        one -> {
          if (Rating.of(one).tier() == tier && one.deleted() == null) {
            found.add(one.supplier());
          }
        });
    return found;
  }

  /** Tiers of suppliers that have not ended, in the order of the facts. */
  static Map<Integer, Integer> inUse(List<RiskFacts> all, LocalDate today, Set<Integer> tiers) {
    Map<Integer, Integer> found = new java.util.LinkedHashMap<>();
    for (RiskFacts one : all) {
      LocalDate ended = one.ended();
      int tier = Rating.of(one).tier();
      if (tiers.contains(tier)
          && one.deleted() == null
          && (ended == null || ended.isAfter(today))) {
        found.put(one.supplier(), tier);
      }
    }
    return found;
  }
}
