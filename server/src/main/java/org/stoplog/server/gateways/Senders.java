package org.stoplog.server.gateways;

import org.jspecify.annotations.Nullable;

/**
 * Who may send to a connection, and by which name they reach it.
 *
 * @param certificate name in the certificates of senders; only for that kind, else null
 * @param host null where they reach it by its path alone
 */
record Senders(Kind kind, @Nullable String certificate, @Nullable String host) {
  /** How senders show that they may. */
  enum Kind {
    OPEN,
    SECRET,
    CERTIFICATE
  }
}
