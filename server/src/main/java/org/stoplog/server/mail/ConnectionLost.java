package org.stoplog.server.mail;

import org.jspecify.annotations.Nullable;

/** The connection to what takes messages ended, or became useless, before it answered. */
public final class ConnectionLost extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean inDoubt;

  public ConnectionLost(boolean inDoubt, String why, @Nullable Throwable cause) {
    super(why, cause);
    this.inDoubt = inDoubt;
  }

  /**
   * Whether the server may have taken the message: its end was sent, or may have been, and no reply
   * came. Otherwise the server has not taken it.
   */
  public boolean inDoubt() {
    return inDoubt;
  }
}
