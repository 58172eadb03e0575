package org.stoplog.gateway.policy;

/** What the sender is told when its connection is cut. */
public enum CutReply {
  /** What the supplier says when all is well: the application goes on without noticing. */
  SINK,
  /** An error that a client does not repeat the request for. */
  REFUSE,
  /**
   * As {@link #SINK}, once the request is kept: two people release it later, or destroy it. What
   * comes as a copy is not kept.
   */
  HOLD
}
