package org.stoplog.server.platform;

/** A door of the server, with an address of its own. A handler answers at one door only. */
public enum Listener {
  /** For those who work with Stoplog; on loopback unless configured otherwise. */
  INTERNAL,
  /**
   * For gateways alone, by their own tokens; closed unless it was given an address at the start.
   */
  GATEWAY,
  /**
   * For everybody, who stays a stranger there: no session of staff, no script, a database role of
   * its own. Closed unless it was given an address at the start.
   */
  PUBLIC
}
