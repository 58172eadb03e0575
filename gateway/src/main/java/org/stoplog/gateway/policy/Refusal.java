package org.stoplog.gateway.policy;

/** What is done with a request that cannot be read, or that sends what was never declared. */
public enum Refusal {
  /** It is sent on, and the record says so. */
  PASS,
  /**
   * Nothing is sent on and the sender is told that it was. Of an element that was never declared
   * only the values go, and the rest is sent on.
   */
  DROP,
  /** The sender is told that it was refused. */
  REFUSE
}
