package org.stoplog.server.mail;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

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
    ByteArrayOutputStream out = new ByteArrayOutputStream(message.length + message.length / 32 + 8);
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
        out.write('\r');
        out.write('\n');
        lineStarts = true;
        continue;
      }
      if (lineStarts && b == '.') {
        out.write('.');
      }
      out.write(b);
      lineStarts = false;
    }
    if (!lineStarts) {
      out.write('\r');
      out.write('\n');
    }
    out.writeBytes(END);
    return out.toByteArray();
  }
}
