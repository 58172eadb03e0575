package org.stoplog.server.severance;

import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What all credentials of a supplier could read, for whoever works out who was in their reach.
 *
 * @param known what somebody wrote down
 * @param unknown connections of which nobody wrote down what they could read, or of some of whose
 *     credentials; never to be taken for "nothing"
 */
public record SupplierReach(List<Reach> known, List<Unknown> unknown) {
  public SupplierReach {
    known = List.copyOf(known);
    unknown = List.copyOf(unknown);
  }

  /**
   * A connection of unknown reach.
   *
   * @param what the credential; "whatever it uses" when none is written down
   * @param path where it is written down
   */
  public record Unknown(int connection, String name, String what, String path) {}

  /** In the caller's transaction. Also of connections that ended: a key may still be good. */
  public static SupplierReach of(JdbcClient jdbc, int supplier) {
    List<Reach> known = new ReachRows(jdbc).ofSupplier(supplier);
    List<Unknown> unknown = new ArrayList<>();
    jdbc.sql(
            """
            select c.id, c.name, k.kind || ': ' || k.name as credential
            from connection c left join connection_credential k on k.connection = c.id
            where c.supplier = :supplier order by c.name, k.place
            """)
        .param("supplier", supplier)
        .query(
            row -> {
              int connection = row.getInt("id");
              String credential = row.getString("credential");
              boolean isKnown =
                  known.stream()
                      .anyMatch(
                          one ->
                              one.connection() == connection
                                  && (credential == null || one.credential().equals(credential)));
              if (!isKnown) {
                unknown.add(
                    new Unknown(
                        connection,
                        row.getString("name"),
                        credential == null ? "whatever it uses" : credential,
                        ReachController.path(connection)));
              }
            });
    return new SupplierReach(known, unknown);
  }
}
