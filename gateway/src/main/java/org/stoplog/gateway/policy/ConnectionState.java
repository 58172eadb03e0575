package org.stoplog.gateway.policy;

/** Whether a connection carries data. */
public enum ConnectionState {
  OPEN,
  /** Cut for now. */
  PAUSED,
  /** Cut, and not meant to come back. */
  REMOVED,
  /** Cut, and the supplier is to delete what it has. */
  TERMINATED;

  /** Whether nothing is sent on. */
  public boolean isCut() {
    return this != OPEN;
  }
}
