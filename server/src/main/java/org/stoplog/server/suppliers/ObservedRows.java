package org.stoplog.server.suppliers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.ElementSet;
import org.stoplog.ledger.exposure.Observed;

/** What connections were seen to carry, as it was last worked out. In the caller's transaction. */
final class ObservedRows {
  private ObservedRows() {}

  static void replace(JdbcClient jdbc, List<Observed> observed) {
    jdbc.sql("delete from observed_elements").update();
    for (Observed one : observed) {
      jdbc.sql(
              """
              insert into observed_elements (supplier, connection, low, high)
              values (:supplier, :connection, :low, :high)
              """)
          .param("supplier", one.supplier())
          .param("connection", one.connection())
          .param("low", one.elements().low())
          .param("high", one.elements().high())
          .update();
    }
  }

  static List<Observed> all(JdbcClient jdbc) {
    return new ArrayList<>(
        jdbc.sql("select supplier, connection, low, high from observed_elements")
            .query(
                (row, number) ->
                    new Observed(
                        row.getInt(1),
                        row.getInt(2),
                        new ElementSet(row.getLong(3), row.getLong(4))))
            .list());
  }

  /** People of whom an element was seen at a supplier or is held by it, by supplier and element. */
  static Map<Integer, Map<String, Long>> people(JdbcClient jdbc) {
    Map<Integer, Map<String, Long>> people = new HashMap<>();
    jdbc.sql("select supplier, element, sure from outlook_element")
        .query(
            row -> {
              people
                  .computeIfAbsent(row.getInt(1), id -> new HashMap<>())
                  .put(row.getString(2), row.getLong(3));
            });
    return people;
  }
}
