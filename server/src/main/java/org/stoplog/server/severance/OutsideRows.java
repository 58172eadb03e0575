package org.stoplog.server.severance;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of cuts that were made elsewhere and hold. In the caller's transaction. */
final class OutsideRows {
  private final JdbcClient jdbc;

  OutsideRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void add(OutsideCut one) {
    jdbc.sql(
            """
            insert into outside_cut (id, connection, severance, cut_by, who, proof, cut_at,
              noted_by, noted_at)
            values (:id, :connection, :severance, :by, :who, :proof, :at, :noter, :now)
            """)
        .param("id", one.id())
        .param("connection", one.connection())
        .param("severance", one.severance())
        .param("by", one.isByOthers() ? "others" : "us")
        .param("who", one.who())
        .param("proof", one.proof())
        .param("at", SeveranceRows.at(one.cutAt()))
        .param("noter", one.notedBy())
        .param("now", SeveranceRows.at(one.notedAt()))
        .update();
  }

  /** Those of a supplier, by connection. */
  Map<Integer, OutsideCut> of(int supplier) {
    Map<Integer, OutsideCut> cuts = new HashMap<>();
    jdbc.sql(
            """
            select o.* from outside_cut o join connection c on c.id = o.connection
            where c.supplier = :supplier and o.restored_at is null
            """)
        .param("supplier", supplier)
        .query(OutsideRows::cut)
        .list()
        .forEach(one -> cuts.put(one.connection(), one));
    return cuts;
  }

  /** Those of an act, in an order that never changes. */
  List<OutsideCut> of(UUID severance) {
    return jdbc.sql(
            """
            select * from outside_cut where severance = :severance and restored_at is null
            order by number
            """)
        .param("severance", severance)
        .query(OutsideRows::cut)
        .list();
  }

  /** The one of a connection; waits for whoever changes it. */
  Optional<OutsideCut> lock(int connection) {
    return jdbc.sql(
            """
            select * from outside_cut where connection = :connection and restored_at is null
            for update
            """)
        .param("connection", connection)
        .query(OutsideRows::cut)
        .optional();
  }

  Optional<OutsideCut> lock(UUID id) {
    return jdbc.sql("select * from outside_cut where id = :id and restored_at is null for update")
        .param("id", id)
        .query(OutsideRows::cut)
        .optional();
  }

  void restore(UUID id, UUID approval, Instant now) {
    jdbc.sql("update outside_cut set approval = :approval, restored_at = :now where id = :id")
        .param("approval", approval)
        .param("now", SeveranceRows.at(now))
        .param("id", id)
        .update();
  }

  private static OutsideCut cut(ResultSet row, int number) throws SQLException {
    return new OutsideCut(
        row.getObject("id", UUID.class),
        row.getInt("connection"),
        row.getObject("severance", UUID.class),
        row.getString("cut_by").equals("others"),
        row.getString("who"),
        row.getString("proof"),
        row.getObject("cut_at", OffsetDateTime.class).toInstant(),
        row.getObject("noted_by", UUID.class),
        row.getObject("noted_at", OffsetDateTime.class).toInstant());
  }
}
