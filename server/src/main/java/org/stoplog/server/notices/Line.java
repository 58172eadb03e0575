package org.stoplog.server.notices;

import org.stoplog.server.mail.ConnectionLost;
import org.stoplog.server.mail.Reply;

/** One connection to what takes copies. For one thread. */
interface Line extends AutoCloseable {
  /**
   * Sends one copy, and waits for the answer.
   *
   * @throws ConnectionLost when there was none
   */
  Reply send(Copies.Copy copy) throws ConnectionLost;

  /** Whether it can take another one. */
  boolean isUsable();

  @Override
  void close();
}
