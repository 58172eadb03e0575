package org.stoplog.server.gateways;

import java.util.UUID;
import org.stoplog.gateway.policy.ConnectionState;
import org.stoplog.server.platform.Act;

/** Cuts one connection so that it is watched afterwards; offered by those above. */
public interface ConnectionCuts {
  /** What is to be cut. */
  record Order(int supplier, int connection, ConnectionState state, String reason, UUID by) {}

  /**
   * Cuts it in this act, with the act's one entry. The caller has locked the policy.
   *
   * @return false when it is cut so far already
   */
  boolean cut(Act act, Order order);

  /** Two people opened a connection again: what was cut of it alone ends. */
  void opened(Act act, int connection, UUID approval, UUID by);
}
