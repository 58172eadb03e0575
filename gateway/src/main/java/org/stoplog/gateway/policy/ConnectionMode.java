package org.stoplog.gateway.policy;

/** What a gateway does with the requests of a connection. */
public enum ConnectionMode {
  /** It is sent copies, records them and answers; nothing is sent on. */
  RECORD_ONLY,
  /** It stands in the supplier's place, records, and sends on. */
  REVERSE
}
