package org.stoplog.server.suppliers;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.register.RegisterEdit.Thing;

/** What programs call what belongs to a supplier. In the caller's transaction. */
final class PartIds {
  private final JdbcClient jdbc;
  private final int supplier;

  PartIds(JdbcClient jdbc, int supplier) {
    this.jdbc = jdbc;
    this.supplier = supplier;
  }

  /** Of all of a kind, by the number that the register has. */
  Map<Integer, UUID> all(Thing thing) {
    Map<Integer, UUID> all = new HashMap<>();
    jdbc.sql(sql(thing))
        .param("supplier", supplier)
        .query(
            row -> {
              all.put(row.getInt("id"), row.getObject("uid", UUID.class));
            });
    return all;
  }

  private static String sql(Thing thing) {
    return switch (thing) {
      case SUPPLIER -> "select id, uid from supplier where id = :supplier";
      case ENGAGEMENT -> "select id, uid from engagement where supplier = :supplier";
      case CONNECTION -> "select id, uid from connection where supplier = :supplier";
      case GRANT ->
          """
          select g.id, g.uid from data_grant g join engagement e on e.id = g.engagement
          where e.supplier = :supplier
          """;
    };
  }

  /**
   * @throws StoplogException PAGE_UNKNOWN when this supplier has none of this id
   */
  int number(Thing thing, UUID id) {
    return all(thing).entrySet().stream()
        .filter(one -> one.getValue().equals(id))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(
            () -> new StoplogException(Problem.PAGE_UNKNOWN, "The supplier has no such entry."));
  }

  UUID id(Thing thing, int number) {
    return Objects.requireNonNull(all(thing).get(number), "a number that was just found");
  }

  /** The one that was entered last. */
  int newest(Thing thing) {
    return Collections.max(all(thing).keySet());
  }
}
