package org.stoplog.server.gateways;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All gateways and all connections.
 *
 * @param state in one line
 * @param isHeld whether the policy stands still since a restore
 * @param waits what came and is not in the record, in words; null when nothing is, and for those
 *     who may not ask for it
 * @param approval of handing it out again that waits; null for none
 * @param errors by field of the form
 */
public record GatewaysPage(
    String state,
    long version,
    boolean isDoorOpen,
    boolean mayManage,
    boolean isHeld,
    @Nullable String waits,
    @Nullable UUID approval,
    List<Line> gateways,
    List<Connection> connections,
    String name,
    String address,
    @Nullable String nameError,
    @Nullable String addressError) {
  public GatewaysPage {
    gateways = List.copyOf(gateways);
    connections = List.copyOf(connections);
  }

  /** A gateway. */
  public record Line(
      UUID id,
      String name,
      String seen,
      String obeys,
      String received,
      String waiting,
      String gaps,
      String health,
      boolean isWell) {}

  /**
   * A connection.
   *
   * @param isThrough whether gateways have it
   */
  public record Connection(
      int id, String name, String supplier, String state, boolean isThrough, boolean isCut) {}
}
