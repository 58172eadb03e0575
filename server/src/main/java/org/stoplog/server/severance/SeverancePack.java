package org.stoplog.server.severance;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.server.platform.PackOut;
import org.stoplog.server.platform.PackSource;
import org.stoplog.server.platform.Times;

/**
 * How the supplier of an incident was cut, what shows that it was, and what was rotated. Why
 * somebody cut, and their proofs, are their words: not in the public edition.
 */
final class SeverancePack implements PackSource {
  private static final int ORDER = 60;

  @Override
  public int order() {
    return ORDER;
  }

  @Override
  public void write(Asked asked, PackOut out) throws IOException, SQLException {
    Optional<Integer> supplier =
        asked
            .jdbc()
            .sql("select supplier from incident where id = :id and supplier is not null")
            .param("id", asked.incident())
            .query(Integer.class)
            .optional();
    Map<String, Object> all = new TreeMap<>();
    all.put("cuts", List.of());
    String standing = "The incident names no supplier.";
    List<List<String>> rows = new ArrayList<>();
    if (supplier.isPresent()) {
      standing = SupplierStanding.of(asked.connection(), supplier.get(), asked.productAt()).words();
      Since since = new Since(supplier.get(), opened(asked));
      all.put("cuts", cuts(asked.jdbc(), since, rows, out));
      if (!out.isPublic()) {
        all.put("connections", outside(asked.jdbc(), since, out));
        all.put("rotation", rotation(asked.jdbc(), since, out));
        all.put("alarms", alarms(asked.jdbc(), since));
      }
    }
    all.put("standing", standing);
    out.json("severance.json", all);
    out.section(
        new PackOut.Section(
            "The supplier's access",
            List.of(standing),
            List.of("Cut", "State", "At", "Opened again"),
            rows,
            List.of(2, 3, 6, 6)));
  }

  /** Which cuts: what was over before the incident was opened is not of it. */
  private record Since(int supplier, OffsetDateTime opened) {}

  /** By the clock of the product, as times of cuts are. */
  private static OffsetDateTime opened(Asked asked) {
    return asked
        .jdbc()
        .sql("select opened_at from incident where id = :incident")
        .param("incident", asked.incident())
        .query(OffsetDateTime.class)
        .single();
  }

  private static List<Map<String, Object>> cuts(
      JdbcClient jdbc, Since since, List<List<String>> rows, PackOut out) {
    return jdbc.sql(
            """
            select s.*, (select count(*) from gateway_cut g where g.severance = s.id) as gateways
            from severance s where s.supplier = :supplier
              and (s.restored_at is null or s.restored_at >= :opened)
            order by s.number
            """)
        .param("supplier", since.supplier())
        .param("opened", since.opened())
        .query(
            (row, number) -> {
              Map<String, Object> one = new TreeMap<>();
              one.put("state", row.getString("state"));
              one.put("at", time(row, "at"));
              one.put("restoredAt", time(row, "restored_at"));
              if (!out.isPublic()) {
                UUID id = row.getObject("id", UUID.class);
                out.about(id);
                one.put("id", id.toString());
                one.put("number", row.getLong("number"));
                one.put("of", scope(row));
                one.put("reason", row.getString("reason"));
                one.put("by", String.valueOf(out.account(row.getObject("by", UUID.class))));
                one.put("reviewedAt", time(row, "reviewed_at"));
                one.put("ownCopy", Objects.toString(row.getString("own_copy"), ""));
                one.put("atGateways", row.getLong("gateways"));
                one.put(
                    "policyVersion",
                    row.getObject("policy_version", Long.class) == null
                        ? 0L
                        : row.getLong("policy_version"));
              }
              rows.add(
                  List.of(
                      Long.toString(row.getLong("number")),
                      row.getString("state"),
                      Times.second(row.getObject("at", OffsetDateTime.class).toInstant()),
                      row.getObject("restored_at") == null
                          ? "no"
                          : Times.second(
                              row.getObject("restored_at", OffsetDateTime.class).toInstant())));
              return one;
            })
        .list();
  }

  private static String scope(ResultSet row) throws SQLException {
    if (row.getObject("connection") != null) {
      return "connection " + row.getInt("connection");
    }
    return row.getObject("engagement") != null
        ? "engagement " + row.getInt("engagement")
        : "the whole supplier";
  }

  /** Empty for none. */
  private static String time(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? "" : time.toInstant().toString();
  }

  private static List<Map<String, Object>> outside(JdbcClient jdbc, Since since, PackOut out) {
    return jdbc.sql(
            """
            select o.* from outside_cut o join connection c on c.id = o.connection
            where c.supplier = :supplier and (o.restored_at is null or o.restored_at >= :opened)
            order by o.number
            """)
        .param("supplier", since.supplier())
        .param("opened", since.opened())
        .query(
            (row, number) -> {
              Map<String, Object> one = new TreeMap<>();
              one.put("connection", row.getInt("connection"));
              one.put("cutBy", row.getString("cut_by"));
              one.put("who", row.getString("who"));
              one.put("proof", row.getString("proof"));
              one.put("cutAt", time(row, "cut_at"));
              one.put("notedAt", time(row, "noted_at"));
              one.put(
                  "notedBy", String.valueOf(out.account(row.getObject("noted_by", UUID.class))));
              one.put("restoredAt", time(row, "restored_at"));
              return one;
            })
        .list();
  }

  private static List<Map<String, Object>> rotation(JdbcClient jdbc, Since since, PackOut out) {
    return jdbc.sql(
            """
            select i.* from rotation_item i join severance s on s.id = i.severance
            where s.supplier = :supplier and (s.restored_at is null or s.restored_at >= :opened)
            order by i.number
            """)
        .param("supplier", since.supplier())
        .param("opened", since.opened())
        .query(
            (row, number) -> {
              Map<String, Object> one = new TreeMap<>();
              one.put("kind", row.getString("kind"));
              one.put("what", row.getString("what"));
              one.put("closed", Objects.toString(row.getString("closed"), ""));
              one.put("closedAt", time(row, "closed_at"));
              one.put("words", Objects.toString(row.getString("words"), ""));
              one.put("seenToFail", row.getBoolean("seen_to_fail"));
              one.put(
                  "closedBy",
                  row.getObject("closed_by") == null
                      ? ""
                      : String.valueOf(out.account(row.getObject("closed_by", UUID.class))));
              return one;
            })
        .list();
  }

  private static List<Map<String, Object>> alarms(JdbcClient jdbc, Since since) {
    return jdbc.sql(
            """
            select a.* from severance_alarm a join severance s on s.id = a.severance
            where s.supplier = :supplier and a.raised_at >= :opened
            order by a.day, a.connection, a.kind
            """)
        .param("supplier", since.supplier())
        .param("opened", since.opened())
        .query(
            (row, number) -> {
              Map<String, Object> one = new TreeMap<>();
              one.put("connection", row.getInt("connection"));
              one.put("day", row.getString("day"));
              one.put("kind", row.getString("kind"));
              one.put("raisedAt", time(row, "raised_at"));
              return one;
            })
        .list();
  }
}
