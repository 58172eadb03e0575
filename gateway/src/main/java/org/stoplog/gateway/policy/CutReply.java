package org.stoplog.gateway.policy;

/** What the sender is told when its connection is cut. */
public enum CutReply {
  /** What the supplier says when all is well: the application goes on without noticing. */
  SINK,
  /** An error that a client does not repeat the request for. */
  REFUSE
}
