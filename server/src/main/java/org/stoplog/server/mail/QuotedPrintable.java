package org.stoplog.server.mail;

import java.nio.charset.StandardCharsets;

/** Text as lines of ASCII of at most 76 characters (RFC 2045, 6.7). */
final class QuotedPrintable {
  private static final int LONGEST_LINE = 76;
  private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

  private QuotedPrintable() {}

  /** Appends UTF-8 of the text; the last line ends with CRLF too. */
  static void append(StringBuilder out, String text) {
    byte[] in = text.getBytes(StandardCharsets.UTF_8);
    // A byte becomes three at most, and a soft break of three comes after 73 columns or more.
    byte[] lines = new byte[4 * in.length + 8];
    int at = 0;
    int column = 0;
    for (int i = 0; i < in.length; i++) {
      int b = in[i] & 0xff;
      if (b == '\n' || b == '\r') {
        i += b == '\r' && i + 1 < in.length && in[i + 1] == '\n' ? 1 : 0;
        at = end(lines, at);
        column = 0;
        continue;
      }
      boolean asIs = (b > ' ' && b < 0x7f) ? b != '=' : isBlank(b) && !isLast(in, i);
      int width = asIs ? 1 : 3;
      if (column + width > LONGEST_LINE - 1) {
        lines[at++] = '=';
        at = end(lines, at);
        column = 0;
      }
      if (asIs) {
        lines[at++] = (byte) b;
      } else {
        lines[at++] = '=';
        lines[at++] = HEX[b >> 4];
        lines[at++] = HEX[b & 15];
      }
      column += width;
    }
    at = end(lines, at);
    out.append(new String(lines, 0, at, StandardCharsets.US_ASCII));
  }

  private static boolean isBlank(int b) {
    return b == ' ' || b == '\t';
  }

  /** Whether a line ends behind it. */
  private static boolean isLast(byte[] in, int at) {
    return at + 1 == in.length || in[at + 1] == '\n' || in[at + 1] == '\r';
  }

  private static int end(byte[] lines, int at) {
    lines[at] = '\r';
    lines[at + 1] = '\n';
    return at + 2;
  }
}
