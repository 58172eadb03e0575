package org.stoplog.server.audit;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads the rows of the log, by their numbers. */
final class AuditEntries {
  private final JdbcClient jdbc;

  AuditEntries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A row. */
  record Entry(long seq, Instant at, String act, @Nullable UUID actor, String detail) {}

  /**
   * Which rows.
   *
   * @param isByNobody only what the command line and the program did
   * @param before number of the entry that the page begins below
   */
  record Query(
      @Nullable String act,
      @Nullable UUID actor,
      boolean isByNobody,
      @Nullable Instant from,
      @Nullable Instant to,
      long before) {}

  List<Entry> page(Query query, int size) {
    return jdbc.sql(
            """
            select seq, at, act, actor, detail from audit_entry
            where seq < :before
              and (cast(:act as text) is null or act = :act)
              and (cast(:actor as uuid) is null or actor = :actor)
              and (not :nobody or actor is null)
              and (cast(:from as timestamptz) is null or at >= :from)
              and (cast(:to as timestamptz) is null or at < :to)
            order by seq desc
            limit :size
            """)
        .param("before", query.before())
        .param("act", query.act())
        .param("actor", query.actor())
        .param("nobody", query.isByNobody())
        .param("from", time(query.from()))
        .param("to", time(query.to()))
        .param("size", size)
        .query(
            (row, number) ->
                new Entry(
                    row.getLong("seq"),
                    row.getObject("at", OffsetDateTime.class).toInstant(),
                    row.getString("act"),
                    row.getObject("actor", UUID.class),
                    row.getString("detail")))
        .list();
  }

  private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }

  /** The kinds of acts that there are: few, each found by one step in the index. */
  List<String> acts() {
    return jdbc.sql(
            """
            with recursive one(act) as (
              (select act from audit_entry order by act limit 1)
              union all
              select (select min(e.act) from audit_entry e where e.act > one.act)
              from one where one.act is not null
            )
            select act from one where act is not null
            """)
        .query(String.class)
        .list();
  }
}
