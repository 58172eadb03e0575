package org.stoplog.server.suppliers;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.Element;
import org.stoplog.catalog.Elements;
import org.stoplog.ledger.exposure.Outlook;
import org.stoplog.ledger.exposure.Summary;

/** The tables {@code outlook*}. In the caller's transaction. */
final class OutlookRows {
  private final JdbcClient jdbc;

  OutlookRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * When all was last looked at.
   *
   * @param truth what the record was like
   * @param day UTC, on which coverage was looked at
   */
  record State(String truth, LocalDate day, Instant finishedAt) {}

  Optional<State> state() {
    return jdbc.sql("select truth, day, finished_at from outlook_state")
        .query(
            (row, number) ->
                new State(
                    row.getString(1),
                    row.getObject(2, LocalDate.class),
                    row.getObject(3, OffsetDateTime.class).toInstant()))
        .optional();
  }

  void finish(State state) {
    jdbc.sql(
            """
            insert into outlook_state (truth, day, finished_at) values (:truth, :day, :at)
            on conflict (one) do update
            set truth = excluded.truth, day = excluded.day, finished_at = excluded.finished_at
            """)
        .param("truth", state.truth())
        .param("day", state.day())
        .param("at", state.finishedAt().atOffset(ZoneOffset.UTC))
        .update();
  }

  /** A hash of all that outlooks hang on, quick enough for every page. */
  String truth() {
    return jdbc.sql(
            """
            select md5(concat_ws('|',
              (select coalesce(max(id), 0) || ' ' || count(*) filter (where status = 'live')
               from batch),
              (select string_agg(name || truth_version, ',' order by name) from derived_copy),
              (select md5(string_agg(t::text, '' order by id)) from supplier t),
              (select md5(string_agg(t::text, '' order by id)) from connection t),
              (select md5(string_agg(t::text, '' order by id)) from engagement t),
              (select md5(string_agg(t::text, '' order by id)) from data_grant t),
              (select md5(string_agg(t::text, '' order by supplier, parent))
               from supplier_chain t)))
            """)
        .query(String.class)
        .single();
  }

  /** What the numbers of a supplier hung on when they were worked out. */
  Optional<String> asked(int supplier) {
    return jdbc.sql("select asked from outlook where supplier = :id and harm_version = :version")
        .param("id", supplier)
        .param("version", Harm.VERSION)
        .query(String.class)
        .optional();
  }

  /** Puts new numbers in the place of the old ones; the rest is written by {@link #update}. */
  void save(
      int supplier,
      String asked,
      Instant at,
      Outlook outlook,
      @Nullable Map<Integer, Integer> clauses) {
    Summary numbers = outlook.summary();
    jdbc.sql("delete from outlook where supplier = :id").param("id", supplier).update();
    jdbc.sql(
            """
            insert into outlook (supplier, asked, versions, computed_at, people, seen, seen_possible,
              held, declared, ambiguous, subjects, organisations, clause_organisations,
              clause_hours, harm, harm_version, coverage, connections, dark_connections,
              declared_only_months, is_complete)
            values (:id, :asked, :versions, :at, :people, :seen, :possible, :held, :declared,
              :ambiguous, :subjects, :organisations, :clauses, :hours, :harm, :version, '', 0, 0, 0,
              false)
            """)
        .param("id", supplier)
        .param("asked", asked)
        .param("versions", outlook.versions())
        .param("at", at.atOffset(ZoneOffset.UTC))
        .param("people", numbers.people())
        .param("seen", numbers.seen())
        .param("possible", numbers.seenPossible())
        .param("held", numbers.held())
        .param("declared", numbers.declared())
        .param("ambiguous", numbers.ambiguous())
        .param("subjects", numbers.subjects())
        .param("organisations", outlook.organisations())
        .param("clauses", clauses == null ? null : (long) outlook.chosen().size())
        .param("hours", clauses == null ? null : shortest(outlook, clauses))
        .param("harm", Harm.points(outlook))
        .param("version", Harm.VERSION)
        .update();
    elements(outlook)
        .forEach(
            of ->
                jdbc.sql("insert into outlook_element values (:id, :element, :sure, :declared)")
                    .param("id", supplier)
                    .param("element", of.element())
                    .param("sure", of.sure())
                    .param("declared", of.declared())
                    .update());
    outlook
        .countries()
        .forEach(
            (country, people) ->
                jdbc.sql("insert into outlook_country values (:id, :country, :people)")
                    .param("id", supplier)
                    .param("country", country)
                    .param("people", people)
                    .update());
  }

  private static @Nullable Integer shortest(Outlook outlook, Map<Integer, Integer> clauses) {
    return outlook.chosen().keySet().stream()
        .map(clauses::get)
        .filter(java.util.Objects::nonNull)
        .min(Integer::compare)
        .orElse(null);
  }

  private static List<OutlookRow.OfElement> elements(Outlook outlook) {
    List<OutlookRow.OfElement> elements = new ArrayList<>();
    for (Element element : Elements.catalogue().all()) {
      long sure = 0;
      long declared = 0;
      for (Outlook.Group group : outlook.groups()) {
        if (group.isPerson()) {
          sure += group.sure().contains(element.ordinal()) ? group.count() : 0;
          declared += group.declared().contains(element.ordinal()) ? group.count() : 0;
        }
      }
      boolean isOfNobody =
          outlook.groups().stream().anyMatch(one -> one.sure().contains(element.ordinal()));
      if (sure + declared > 0 || isOfNobody) {
        elements.add(new OutlookRow.OfElement(element.id(), sure, declared));
      }
    }
    return elements;
  }

  /** What is cheap to look up, and changes with the day. */
  void update(int supplier, Standing standing) {
    jdbc.sql(
            """
            update outlook set coverage = :coverage, connections = :connections,
              dark_connections = :dark, declared_only_months = :declared, is_complete = :complete,
              ended = :ended, deleted = :deleted,
              last_import = (select max(imported_at) from batch
                             where status = 'live' and supplier = :id)
            where supplier = :id
            """)
        .param("id", supplier)
        .param("coverage", standing.coverage())
        .param("connections", standing.connections())
        .param("dark", standing.dark())
        .param("declared", standing.declaredOnlyMonths())
        .param("complete", standing.isComplete())
        .param("ended", standing.ended())
        .param("deleted", standing.deleted())
        .update();
  }

  /** What the register and the calendar say of a supplier. */
  record Standing(
      String coverage,
      int connections,
      int dark,
      int declaredOnlyMonths,
      boolean isComplete,
      @Nullable LocalDate ended,
      @Nullable LocalDate deleted) {}

  /** All of them, with their elements and their countries by size, the first few. */
  List<OutlookRow> all(int countries) {
    Map<Integer, List<OutlookRow.OfElement>> elements = new HashMap<>();
    jdbc.sql("select supplier, element, sure, declared from outlook_element")
        .query(
            row -> {
              elements
                  .computeIfAbsent(row.getInt(1), id -> new ArrayList<>())
                  .add(new OutlookRow.OfElement(row.getString(2), row.getLong(3), row.getLong(4)));
            });
    Map<Integer, List<OutlookRow.OfCountry>> places = new HashMap<>();
    jdbc.sql(
            """
            select supplier, country, people from (
              select supplier, country, people, row_number() over (
                partition by supplier order by people desc, country) as place
              from outlook_country) c
            where place <= :most order by supplier, place
            """)
        .param("most", countries)
        .query(
            row -> {
              places
                  .computeIfAbsent(row.getInt(1), id -> new ArrayList<>())
                  .add(new OutlookRow.OfCountry(row.getInt(2), row.getLong(3)));
            });
    return jdbc.sql(
            """
            select o.supplier, s.name, people, seen, seen_possible, held, declared, ambiguous,
              subjects, organisations, clause_organisations, clause_hours, harm, coverage,
              connections, dark_connections, declared_only_months, is_complete, last_import,
              o.ended, o.deleted
            from outlook o join supplier s on s.id = o.supplier
            """)
        .query(
            (row, number) -> {
              OffsetDateTime imported = row.getObject(19, OffsetDateTime.class);
              return new OutlookRow(
                  row.getInt(1),
                  row.getString(2),
                  new OutlookRow.Numbers(
                      row.getLong(3),
                      row.getLong(4),
                      row.getLong(5),
                      row.getLong(6),
                      row.getLong(7),
                      row.getLong(8),
                      row.getLong(9)),
                  row.getLong(10),
                  row.getObject(11, Long.class),
                  row.getObject(12, Integer.class),
                  row.getLong(13),
                  row.getString(14),
                  row.getInt(15),
                  row.getInt(16),
                  row.getInt(17),
                  row.getBoolean(18),
                  imported == null ? null : imported.toInstant(),
                  row.getObject(20, LocalDate.class),
                  row.getObject(21, LocalDate.class),
                  elements.getOrDefault(row.getInt(1), List.of()),
                  places.getOrDefault(row.getInt(1), List.of()));
            })
        .list();
  }
}
