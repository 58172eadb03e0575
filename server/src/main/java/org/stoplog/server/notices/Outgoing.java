package org.stoplog.server.notices;

import org.stoplog.catalog.problem.StoplogException;

/** How copies of one approved wave leave. For use by several threads. */
interface Outgoing {
  /** Makes what goes out. The same letter gives the same bytes, whenever it is made. */
  Copies.Copy copy(Copies.Addressed one, Letter letter);

  /**
   * Opens a connection to what takes them.
   *
   * @throws StoplogException MAIL_ROUTE_FAILED or MESSAGE_SERVICE_FAILED when it cannot be had
   */
  Line open();
}
