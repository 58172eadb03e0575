package org.stoplog.ledger.reader;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** What the bytes of an identifier look like. All ranges are trimmed UTF-8. */
final class IdentifierValue {
  /** Longest that is taken for an identifier, in bytes; Mixpanel cuts at 255 characters. */
  static final int LONGEST = 1024;

  private static final byte[] DEVICE = "$device:".getBytes(StandardCharsets.US_ASCII);

  /** Longest e-mail address (RFC 5321), counted generously. */
  private static final int LONGEST_EMAIL = 320;

  /** What programs send when they have no id; the list is Mixpanel's and what else is seen. */
  private static final Set<String> NOBODY =
      Set.of(
          "anon",
          "anonymous",
          "nil",
          "<nil>",
          "none",
          "null",
          "(null)",
          "n/a",
          "na",
          "nan",
          "undefined",
          "unknown",
          "not set",
          "(not set)",
          "{}",
          "[]",
          "-1",
          "true",
          "false",
          "lmy47d",
          "[object object]");

  private static final int LONGEST_NOBODY = 15;

  private IdentifierValue() {}

  /** Length of the mark that Mixpanel puts before a device id, 0 when there is none. */
  static int devicePrefix(byte[] bytes, int from, int length) {
    return length >= DEVICE.length
            && Arrays.equals(bytes, from, from + DEVICE.length, DEVICE, 0, DEVICE.length)
        ? DEVICE.length
        : 0;
  }

  /** Whether this names nobody: empty, a word for nothing, only zeros, unprintable or too long. */
  static boolean isNobody(byte[] bytes, int from, int length) {
    if (length == 0 || length > LONGEST) {
      return true;
    }
    boolean zeros = true;
    for (int i = from; i < from + length; i++) {
      byte b = bytes[i];
      if ((b >= 0 && b < 0x20) || b == 0x7f) {
        return true;
      }
      zeros &= b == '0' || b == '-';
    }
    byte last = bytes[from + length - 1];
    boolean number = length > 2 && last >= '0' && last <= '9';
    return zeros
        || (length <= LONGEST_NOBODY
            && !number
            && NOBODY.contains(
                new String(bytes, from, length, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT)));
  }

  /** Whether the whole is shaped like one e-mail address. */
  static boolean isEmail(byte[] bytes, int from, int length) {
    int at = -1;
    int dot = -1;
    if (length > LONGEST_EMAIL) {
      return false;
    }
    for (int i = from; i < from + length; i++) {
      byte b = bytes[i];
      if (b == '@') {
        if (at >= 0) {
          return false;
        }
        at = i;
      } else if (b == '.') {
        dot = i;
      } else if (b == ' ' || b == ',' || b == ';' || b == '<' || b == '>' || b == '/') {
        return false;
      }
    }
    return at > from && dot > at + 1 && dot < from + length - 1;
  }

  /** Whether there are digits enough for a telephone number. */
  static boolean isPhone(byte[] bytes, int from, int length) {
    int digits = 0;
    for (int i = from; i < from + length; i++) {
      if (bytes[i] >= '0' && bytes[i] <= '9') {
        digits++;
      }
    }
    return digits >= 5 && length <= 64;
  }
}
