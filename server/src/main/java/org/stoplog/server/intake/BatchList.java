package org.stoplog.server.intake;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads batches as people look at them. */
final class BatchList {
  /** What can be sorted by; nothing else of a request gets near the SQL. */
  static final Map<String, String> SORTS =
      Map.of(
          "batch", "b.id",
          "kind", "b.kind",
          "supplier", "s.key",
          "file", "b.file_name",
          "rows", "b.rows",
          "left-out", "b.left_out",
          "days", "b.last_day",
          "state", "b.status");

  private static final String SELECT =
      """
      select b.id, b.kind, b.status, b.file_name, b.file_sha256, b.rows, b.left_out, b.suppressed,
        b.first_day, b.last_day, b.imported_at, b.imported_by, b.ended_at, b.ended_by, b.mapping,
        s.name as supplier, c.name as connection
      from batch b
      left join supplier s on s.id = b.supplier
      left join connection c on c.id = b.connection
      """;

  private static final String WHERE =
      """
      where (:kind = '' or b.kind = :kind)
        and (cast(:supplier as int) is null or b.supplier = :supplier)
        and (:state = '' or b.status = :state)
      """;

  private final JdbcClient jdbc;

  BatchList(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Which batches.
   *
   * @param kind empty for all
   * @param supplier id, null for all
   * @param state empty for all
   * @param sort a key of {@link #SORTS}
   */
  record Query(String kind, @Nullable Integer supplier, String state, String sort, boolean isUp) {}

  /**
   * A batch.
   *
   * @param by the account, null for the command line
   * @param mapping as YAML; null for batches of before
   */
  record Row(
      long id,
      String kind,
      String state,
      String file,
      String sha256,
      long rows,
      long leftOut,
      long suppressed,
      @Nullable LocalDate firstDay,
      @Nullable LocalDate lastDay,
      Instant at,
      @Nullable UUID by,
      @Nullable Instant endedAt,
      @Nullable UUID endedBy,
      @Nullable String mapping,
      @Nullable String supplier,
      @Nullable String connection) {}

  long count(Query query) {
    return bound(jdbc.sql("select count(*) from batch b " + WHERE), query)
        .query(Long.class)
        .single();
  }

  List<Row> page(Query query, int size, long from) {
    String order =
        " order by "
            + SORTS.getOrDefault(query.sort(), "b.id")
            + (query.isUp() ? " asc nulls last, b.id" : " desc nulls last, b.id desc")
            + " limit :size offset :from";
    return bound(jdbc.sql(SELECT + WHERE + order), query)
        .param("size", size)
        .param("from", from)
        .query((row, number) -> row(row))
        .list();
  }

  /** The newest first, below a number: batches that come in meanwhile move nothing. */
  List<Row> before(Query query, long before, int size) {
    return bound(
            jdbc.sql(SELECT + WHERE + " and b.id < :before order by b.id desc limit :size"), query)
        .param("before", before)
        .param("size", size)
        .query((row, number) -> row(row))
        .list();
  }

  private static JdbcClient.StatementSpec bound(JdbcClient.StatementSpec sql, Query query) {
    return sql.param("kind", query.kind())
        .param("supplier", query.supplier(), java.sql.Types.INTEGER)
        .param("state", query.state());
  }

  Optional<Row> find(long id) {
    return jdbc.sql(SELECT + " where b.id = :id")
        .param("id", id)
        .query((row, number) -> row(row))
        .optional();
  }

  /** A reason and how many rows were left out for it. */
  record Reason(String reason, long rows) {}

  List<Reason> reasons(long batch) {
    return jdbc.sql(
            """
            select reason, rows from batch_left_out_reason where batch = :batch
            order by rows desc, reason
            """)
        .param("batch", batch)
        .query((row, number) -> new Reason(row.getString(1), row.getLong(2)))
        .list();
  }

  /** Of how many people it keeps a contact now. */
  long contacts(long batch) {
    return jdbc.sql("select count(*) from person_contact where batch = :batch")
        .param("batch", batch)
        .query(Long.class)
        .single();
  }

  /** A row that was left out. */
  record LeftOut(int place, long line, @Nullable String column, String reason) {}

  /**
   * @param after place of the last one of the page before, -1 for the first page
   */
  List<LeftOut> leftOut(long batch, int after, int size) {
    return jdbc.sql(
            """
            select place, line, file_column, reason from batch_left_out
            where batch = :batch and place > :after order by place limit :size
            """)
        .param("batch", batch)
        .param("after", after)
        .param("size", size)
        .query(
            (row, number) ->
                new LeftOut(row.getInt(1), row.getLong(2), row.getString(3), row.getString(4)))
        .list();
  }

  private static Row row(ResultSet row) throws SQLException {
    OffsetDateTime ended = row.getObject("ended_at", OffsetDateTime.class);
    return new Row(
        row.getLong("id"),
        row.getString("kind"),
        row.getString("status"),
        row.getString("file_name"),
        row.getString("file_sha256"),
        row.getLong("rows"),
        row.getLong("left_out"),
        row.getLong("suppressed"),
        row.getObject("first_day", LocalDate.class),
        row.getObject("last_day", LocalDate.class),
        row.getObject("imported_at", OffsetDateTime.class).toInstant(),
        row.getObject("imported_by", UUID.class),
        ended == null ? null : ended.toInstant(),
        row.getObject("ended_by", UUID.class),
        row.getString("mapping"),
        row.getString("supplier"),
        row.getString("connection"));
  }
}
