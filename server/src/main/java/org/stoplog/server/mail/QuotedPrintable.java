package org.stoplog.server.mail;

import java.nio.charset.StandardCharsets;

/** Text as lines of ASCII of at most 76 characters (RFC 2045, 6.7). */
final class QuotedPrintable {
  private static final int LONGEST_LINE = 76;
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private QuotedPrintable() {}

  /** Appends UTF-8 of the text; the last line ends with CRLF too. */
  static void append(StringBuilder out, String text) {
    for (String line : text.split("\r\n|\r|\n", -1)) {
      line(out, line.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void line(StringBuilder out, byte[] bytes) {
    int column = 0;
    for (int i = 0; i < bytes.length; i++) {
      int b = bytes[i] & 0xff;
      boolean last = i == bytes.length - 1;
      boolean blank = b == ' ' || b == '\t';
      boolean asIs = (b > ' ' && b < 0x7f && b != '=') || (blank && !last);
      int width = asIs ? 1 : 3;
      if (column + width > LONGEST_LINE - 1) {
        out.append("=\r\n");
        column = 0;
      }
      if (asIs) {
        out.append((char) b);
      } else {
        out.append('=').append(HEX[b >> 4]).append(HEX[b & 15]);
      }
      column += width;
    }
    out.append("\r\n");
  }
}
