package org.stoplog.server.severance;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.register.Engagement;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.SupplierConnection;
import org.stoplog.server.gateways.ManyCuts;

/** The connections of a supplier, and what to know before they are cut. One transaction. */
final class Inventory {
  private final Connection db;
  private final JdbcClient jdbc;

  Inventory(Connection db, JdbcClient jdbc) {
    this.db = db;
    this.jdbc = jdbc;
  }

  /** The supplier of a connection; empty when there is no such connection. */
  static Optional<Integer> supplierOf(JdbcClient jdbc, int connection) {
    return jdbc.sql("select supplier from connection where id = :id")
        .param("id", connection)
        .query(Integer.class)
        .optional();
  }

  /** In the order of their names; also those that ended: a key may still be good. */
  List<Line> of(int supplier) {
    try {
      Register register = new Register(db);
      List<Engagement> engagements = register.engagements(supplier);
      Map<Integer, Line.Plan> plans = plans(supplier);
      Map<Integer, List<Line.Credential>> credentials = credentials(supplier);
      Map<Integer, ManyCuts.Way> ways = ManyCuts.through(jdbc);
      Map<Integer, OutsideCut> outside = new OutsideRows(jdbc).of(supplier);
      List<Line> lines = new ArrayList<>();
      for (SupplierConnection one : register.connections(supplier)) {
        Engagement engagement = find(engagements, one.engagement());
        lines.add(
            new Line(
                one.id(),
                supplier,
                one.name(),
                one.kind(),
                one.engagement(),
                engagement == null ? null : engagement.name(),
                engagement == null ? null : engagement.owner(),
                one.scopes(),
                plans.getOrDefault(one.id(), Line.Plan.NONE),
                credentials.getOrDefault(one.id(), List.of()),
                ways.get(one.id()),
                outside.get(one.id())));
      }
      return lines;
    } catch (SQLException e) {
      throw new IllegalStateException("reading the register", e);
    }
  }

  Optional<Line> find(int connection) {
    return supplierOf(jdbc, connection).stream()
        .flatMap(supplier -> of(supplier).stream())
        .filter(line -> line.id() == connection)
        .findFirst();
  }

  private static @Nullable Engagement find(List<Engagement> all, @Nullable Integer id) {
    return all.stream().filter(one -> Objects.equals(one.id(), id)).findFirst().orElse(null);
  }

  private Map<Integer, Line.Plan> plans(int supplier) {
    Map<Integer, Line.Plan> plans = new HashMap<>();
    jdbc.sql(
            """
            select p.* from connection_plan p join connection c on c.id = p.connection
            where c.supplier = :supplier
            """)
        .param("supplier", supplier)
        .query(
            row -> {
              plans.put(
                  row.getInt("connection"),
                  new Line.Plan(
                      row.getString("owner"),
                      row.getString("link"),
                      row.getString("effect"),
                      row.getString("dependency"),
                      row.getString("fallback"),
                      row.getLong("revision")));
            });
    return plans;
  }

  private Map<Integer, List<Line.Credential>> credentials(int supplier) {
    Map<Integer, List<Line.Credential>> credentials = new HashMap<>();
    jdbc.sql(
            """
            select k.* from connection_credential k join connection c on c.id = k.connection
            where c.supplier = :supplier order by k.connection, k.place
            """)
        .param("supplier", supplier)
        .query(
            row -> {
              credentials
                  .computeIfAbsent(row.getInt("connection"), id -> new ArrayList<>())
                  .add(new Line.Credential(row.getString("kind"), row.getString("name")));
            });
    return credentials;
  }

  /**
   * Writes down what is known of a connection.
   *
   * @return false when somebody else changed it since {@code plan.revision()}
   */
  static boolean save(
      JdbcClient jdbc, int connection, Line.Plan plan, List<Line.Credential> credentials) {
    jdbc.sql("select id from connection where id = :id for update")
        .param("id", connection)
        .query(Integer.class)
        .single();
    long before =
        jdbc.sql("select coalesce(max(revision), 0) from connection_plan where connection = :id")
            .param("id", connection)
            .query(Long.class)
            .single();
    if (before != plan.revision()) {
      return false;
    }
    jdbc.sql(
            """
            insert into connection_plan (connection, owner, link, effect, dependency, fallback,
              revision)
            values (:id, :owner, :link, :effect, :dependency, :fallback, 1)
            on conflict (connection) do update set owner = excluded.owner, link = excluded.link,
              effect = excluded.effect, dependency = excluded.dependency,
              fallback = excluded.fallback, revision = connection_plan.revision + 1
            """)
        .param("id", connection)
        .param("owner", plan.owner())
        .param("link", plan.link())
        .param("effect", plan.effect())
        .param("dependency", plan.dependency())
        .param("fallback", plan.fallback())
        .update();
    jdbc.sql("delete from connection_credential where connection = :id")
        .param("id", connection)
        .update();
    for (int i = 0; i < credentials.size(); i++) {
      jdbc.sql(
              """
              insert into connection_credential (connection, place, kind, name)
              values (:id, :place, :kind, :name)
              """)
          .param("id", connection)
          .param("place", i)
          .param("kind", credentials.get(i).kind())
          .param("name", credentials.get(i).name())
          .update();
    }
    return true;
  }
}
