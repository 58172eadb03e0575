package org.stoplog.server.mail;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A message as it goes over the wire (RFC 5321, 4.5.2). */
final class DataEnd {
  private static final byte[] END = ".\r\n".getBytes(StandardCharsets.US_ASCII);

  /** Bytes at the end that make the message whole. */
  static final int LENGTH = END.length;

  private DataEnd() {}

  /**
   * With CRLF at the end of every line and a dot doubled where a line begins with one, so that
   * nothing in a message can end it; and the end.
   *
   * @throws IllegalArgumentException for a byte above ASCII or NUL
   */
  static byte[] of(byte[] message) {
    // A byte becomes two at most.
    byte[] out = new byte[2 * message.length + 2 + END.length];
    int at = 0;
    boolean lineStarts = true;
    for (int i = 0; i < message.length; i++) {
      byte b = message[i];
      if (b <= 0) {
        throw new IllegalArgumentException("a message is made of ASCII");
      }
      if (b == '\r' || b == '\n') {
        if (b == '\r' && i + 1 < message.length && message[i + 1] == '\n') {
          i++;
        }
        at = endLine(out, at);
        lineStarts = true;
        continue;
      }
      if (lineStarts && b == '.') {
        out[at++] = '.';
      }
      out[at++] = b;
      lineStarts = false;
    }
    if (!lineStarts) {
      at = endLine(out, at);
    }
    System.arraycopy(END, 0, out, at, END.length);
    return Arrays.copyOf(out, at + END.length);
  }

  private static int endLine(byte[] out, int at) {
    out[at] = '\r';
    out[at + 1] = '\n';
    return at + 2;
  }
}
