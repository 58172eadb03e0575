package org.stoplog.gateway.decode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Values of forms and queries. */
final class Percent {
  private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

  private Percent() {}

  /**
   * @throws Unreadable when a percent sign is not followed by two hex digits
   */
  static byte[] decode(byte[] form, int from, int to) throws Unreadable {
    byte[] plain = new byte[to - from];
    int size = 0;
    for (int i = from; i < to; i++) {
      byte next = form[i];
      if (next == '+') {
        next = ' ';
      } else if (next == '%') {
        int high = i + 2 < to ? Character.digit(form[i + 1], 16) : -1;
        int low = i + 2 < to ? Character.digit(form[i + 2], 16) : -1;
        if (high < 0 || low < 0) {
          throw new Unreadable("damaged-encoding");
        }
        next = (byte) (high << 4 | low);
        i += 2;
      }
      plain[size++] = next;
    }
    return Arrays.copyOf(plain, size);
  }

  static byte[] encode(byte[] plain) {
    byte[] form = new byte[3 * plain.length];
    int size = 0;
    for (byte next : plain) {
      if (isPlain(next)) {
        form[size++] = next;
      } else {
        form[size++] = '%';
        form[size++] = HEX[(next & 0xff) >>> 4];
        form[size++] = HEX[next & 0x0f];
      }
    }
    return Arrays.copyOf(form, size);
  }

  private static boolean isPlain(byte c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_'
        || c == '.'
        || c == '~';
  }
}
