package org.stoplog.server.agreements;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Agreements and their clauses, in the caller's transaction. What ended stays. */
final class AgreementRows {
  private static final String CLAUSES =
      """
      select c.*, a.name as agreement_name, least(c.until, a.ends) as last
      from agreement_clause c join agreement a on a.id = c.agreement
      """;

  private final JdbcClient jdbc;

  AgreementRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<Agreement> of(int supplier) {
    return jdbc.sql(
            "select * from agreement where supplier = :supplier order by ends nulls first, id desc")
        .param("supplier", supplier)
        .query((row, index) -> agreement(row))
        .list();
  }

  Optional<Agreement> find(int supplier, int id) {
    return of(supplier).stream().filter(one -> one.id() == id).findFirst();
  }

  private static Agreement agreement(ResultSet row) throws SQLException {
    return new Agreement(
        row.getInt("id"),
        row.getInt("supplier"),
        row.getString("name"),
        row.getObject("signed", LocalDate.class),
        row.getObject("ends", LocalDate.class),
        row.getString("place"));
  }

  /** A clause ends with its agreement at the latest. */
  List<Clause> clauses(int supplier) {
    return jdbc.sql(CLAUSES + " where a.supplier = :supplier order by c.agreement desc, c.id")
        .param("supplier", supplier)
        .query((row, index) -> clause(row))
        .list();
  }

  private static Clause clause(ResultSet row) throws SQLException {
    return new Clause(
        row.getInt("id"),
        row.getInt("agreement"),
        row.getString("agreement_name"),
        ClauseKind.of(row.getString("kind")).orElseThrow(),
        row.getObject("number", Integer.class),
        row.getString("event"),
        row.getString("words"),
        row.getObject("since", LocalDate.class),
        row.getObject("last", LocalDate.class));
  }

  int add(
      int supplier,
      String name,
      @Nullable LocalDate signed,
      @Nullable LocalDate ends,
      String place,
      UUID by,
      Instant at) {
    return jdbc.sql(
            """
            insert into agreement (supplier, name, signed, ends, place, made_by, made_at)
            values (:supplier, :name, :signed, :ends, :place, :by, :at) returning id
            """)
        .param("supplier", supplier)
        .param("name", name)
        .param("signed", signed, Types.DATE)
        .param("ends", ends, Types.DATE)
        .param("place", place)
        .param("by", by)
        .param("at", at.atOffset(ZoneOffset.UTC))
        .query(Integer.class)
        .single();
  }

  int addClause(int agreement, ClauseForm form, UUID by, Instant at) {
    return jdbc.sql(
            """
            insert into agreement_clause (agreement, kind, number, event, words, since, made_by,
              made_at)
            values (:agreement, :kind, :number, :event, :words, :since, :by, :at) returning id
            """)
        .param("agreement", agreement)
        .param("kind", form.kind().word())
        .param("number", form.number(), Types.INTEGER)
        .param("event", form.event(), Types.VARCHAR)
        .param("words", form.words())
        .param("since", form.since())
        .param("by", by)
        .param("at", at.atOffset(ZoneOffset.UTC))
        .query(Integer.class)
        .single();
  }

  /**
   * @return false when it had an end already, or there is none of this supplier
   */
  boolean end(int supplier, int agreement, LocalDate on) {
    return jdbc.sql(
                """
                update agreement set ends = :on
                where id = :id and supplier = :supplier and ends is null
                  and (signed is null or signed < :on)
                """)
            .param("on", on)
            .param("id", agreement)
            .param("supplier", supplier)
            .update()
        == 1;
  }

  /**
   * @return false when it had an end already, or there is none of this supplier
   */
  boolean endClause(int supplier, int clause, LocalDate on) {
    return jdbc.sql(
                """
                update agreement_clause c set until = :on from agreement a
                where c.id = :id and a.id = c.agreement and a.supplier = :supplier
                  and c.until is null and c.since <= :on
                """)
            .param("on", on)
            .param("id", clause)
            .param("supplier", supplier)
            .update()
        == 1;
  }
}
