package org.stoplog.server.severance;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** What is asked here of the register beside its connections. In the caller's transaction. */
final class Suppliers {
  private Suppliers() {}

  /** Its name, and its domain when it is known. */
  record Named(String name, @Nullable String domain) {}

  static Optional<Named> find(JdbcClient jdbc, int id) {
    return jdbc.sql("select name, domain from supplier where id = :id")
        .param("id", id)
        .query((row, number) -> new Named(row.getString(1), row.getString(2)))
        .optional();
  }

  static String name(JdbcClient jdbc, int id) {
    return find(jdbc, id).orElseThrow(Suppliers::unknown).name();
  }

  /** Names by id, in the order of the names. */
  static Map<Integer, String> engagements(JdbcClient jdbc, int supplier) {
    Map<Integer, String> engagements = new LinkedHashMap<>();
    jdbc.sql("select id, name from engagement where supplier = :supplier order by key, id")
        .param("supplier", supplier)
        .query(
            row -> {
              engagements.put(row.getInt(1), row.getString(2));
            });
    return engagements;
  }

  static StoplogException unknown() {
    return new StoplogException(Problem.PAGE_UNKNOWN, "There is no such supplier.");
  }
}
