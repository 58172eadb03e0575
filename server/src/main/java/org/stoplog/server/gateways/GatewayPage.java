package org.stoplog.server.gateways;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One gateway.
 *
 * @param state in one line
 * @param door what it calls; null while that is closed
 */
public record GatewayPage(
    UUID id,
    String name,
    String state,
    List<Fact> facts,
    boolean isRevoked,
    boolean isPaired,
    boolean mayManage,
    @Nullable String door) {
  public GatewayPage {
    facts = List.copyOf(facts);
  }

  /** A line of a list of facts. */
  public record Fact(String label, String text) {}
}
