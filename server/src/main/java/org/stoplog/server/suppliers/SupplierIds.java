package org.stoplog.server.suppliers;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** What programs call suppliers, and what the register calls them. In the caller's transaction. */
public final class SupplierIds {
  private final JdbcClient jdbc;

  public SupplierIds(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A supplier that something else is about.
   *
   * @param name as it is now
   */
  public record Named(UUID id, String name) {}

  /**
   * @throws StoplogException PAGE_UNKNOWN when there is none
   */
  int number(UUID id) {
    return find(id).orElseThrow(SupplierController::unknown);
  }

  public Optional<Integer> find(UUID id) {
    return jdbc.sql("select id from supplier where uid = :uid")
        .param("uid", id)
        .query(Integer.class)
        .optional();
  }

  /**
   * Of a field that may be left out.
   *
   * @throws StoplogException SUPPLIER_UNKNOWN when it names none
   */
  public @Nullable Integer numberOf(@Nullable UUID id) {
    return id == null
        ? null
        : find(id)
            .orElseThrow(
                () ->
                    new StoplogException(
                        Problem.SUPPLIER_UNKNOWN, "The register has no supplier with this id."));
  }

  /** Of all, by the number that the register has. */
  public Map<Integer, Named> all() {
    Map<Integer, Named> all = new HashMap<>();
    jdbc.sql("select id, uid, name from supplier")
        .query(
            row -> {
              all.put(
                  row.getInt("id"),
                  new Named(row.getObject("uid", UUID.class), row.getString("name")));
            });
    return all;
  }
}
