package org.stoplog.server.severance;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.server.platform.Ids;

/** The rows of what credentials could read. In the caller's transaction. */
final class ReachRows {
  static final int MOST = 50;

  private static final String ALL =
      """
      select r.*, c.name as connection_name, s.name as system_name,
        exists (select 1 from batch b where b.supplier = r.system and b.status = 'live')
          as recorded
      from connection_reach r
      join connection c on c.id = r.connection
      join supplier s on s.id = r.system
      """;

  private final JdbcClient jdbc;

  ReachRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<Reach> ofConnection(int connection) {
    return jdbc.sql(ALL + "where r.connection = :id order by r.number")
        .param("id", connection)
        .query(ReachRows::reach)
        .list();
  }

  List<Reach> ofSupplier(int supplier) {
    return jdbc.sql(ALL + "where c.supplier = :id order by c.name, r.number")
        .param("id", supplier)
        .query(ReachRows::reach)
        .list();
  }

  void add(
      int connection,
      String credential,
      int system,
      List<String> elements,
      @Nullable String cohort,
      @Nullable LocalDate since,
      @Nullable LocalDate until,
      UUID by,
      Instant now) {
    jdbc.sql(
            """
            insert into connection_reach (id, connection, credential, system, elements, cohort,
              valid_since, valid_until, noted_by, noted_at)
            values (:id, :connection, :credential, :system,
              coalesce(string_to_array(nullif(:elements, ''), ','), '{}'), :cohort, :since, :until, :by, :now)
            """)
        .param("id", Ids.next(now))
        .param("connection", connection)
        .param("credential", credential)
        .param("system", system)
        .param("elements", String.join(",", elements))
        .param("cohort", cohort)
        .param("since", since, java.sql.Types.DATE)
        .param("until", until, java.sql.Types.DATE)
        .param("by", by)
        .param("now", SeveranceRows.at(now))
        .update();
  }

  boolean remove(int connection, UUID id) {
    return jdbc.sql("delete from connection_reach where id = :id and connection = :connection")
            .param("id", id)
            .param("connection", connection)
            .update()
        == 1;
  }

  private static Reach reach(ResultSet row, int number) throws SQLException {
    Array elements = row.getArray("elements");
    return new Reach(
        row.getObject("id", UUID.class),
        row.getInt("connection"),
        row.getString("connection_name"),
        row.getString("credential"),
        row.getInt("system"),
        row.getString("system_name"),
        Arrays.asList((String[]) elements.getArray()),
        row.getString("cohort"),
        row.getObject("valid_since", LocalDate.class),
        row.getObject("valid_until", LocalDate.class),
        row.getBoolean("recorded"));
  }
}
