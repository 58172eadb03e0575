package org.stoplog.server.mail;

import java.time.Duration;

/**
 * How long a mail server may take.
 *
 * @param connect to answer a call
 * @param command for a command, for encrypting, and for taking a message in
 * @param end to say whether it has taken a message; too short a time makes doubt where none is (RFC
 *     5321, 4.5.3.2.6 asks for ten minutes)
 */
record Limits(Duration connect, Duration command, Duration end) {
  static final Limits DEFAULT =
      new Limits(Duration.ofSeconds(15), Duration.ofMinutes(2), Duration.ofMinutes(10));

  /** For somebody who looks at a page and waits. */
  static final Limits WAITING =
      new Limits(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(20));
}
