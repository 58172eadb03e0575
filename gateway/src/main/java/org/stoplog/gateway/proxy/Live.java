package org.stoplog.gateway.proxy;

/** What is going on with a connection, and ends when it is cut. On one event loop. */
interface Live {
  /** The connection was cut: nothing more goes to the supplier. */
  void cut();

  /** Ends it when the other side takes too long. */
  void look(long nanos);
}
