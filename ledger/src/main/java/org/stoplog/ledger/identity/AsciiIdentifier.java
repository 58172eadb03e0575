package org.stoplog.ledger.identity;

/**
 * The fast path: plain ASCII spellings straight from bytes to bytes. It either gives exactly what
 * the slow path gives, or gives up.
 */
final class AsciiIdentifier {
  /** The slow path must decide. */
  static final int UNDECIDED = -1;

  private static final byte[] LOCAL = table("!#$%&'*+-/=?^_`{|}~.");
  private static final byte[] DOMAIN = table("-_");
  private static final int LOCAL_OCTETS = 64;
  private static final int DOMAIN_OCTETS = 255;
  private static final int LABEL_OCTETS = 63;
  private static final int LONGEST_PHONE = 20;
  // Longer than every placeholder but the zero ids, which begin with 0.
  private static final int LONGEST_PLACEHOLDER = 17;

  private AsciiIdentifier() {}

  static boolean isLocalCharacter(char c) {
    return c < 0x80 && LOCAL[c] != 0;
  }

  static boolean isDomainCharacter(char c) {
    return c < 0x80 && DOMAIN[c] != 0;
  }

  static int email(byte[] in, int from, int length, byte[] out, int outFrom) {
    int end = from + length;
    int to = outFrom;
    int i = from;
    while (i < end && in[i] != '@') {
      byte b = in[i++];
      byte lower = b < 0 ? 0 : LOCAL[b];
      if (lower == 0) {
        return UNDECIDED;
      }
      out[to++] = lower;
    }
    int local = i - from;
    int domain = end - i - 1;
    if (local == 0 || local > LOCAL_OCTETS || domain <= 0 || domain > DOMAIN_OCTETS) {
      return UNDECIDED;
    }
    out[to++] = '@';
    i++;
    int label = 0;
    while (i < end) {
      byte b = in[i++];
      if (b == '.') {
        if (label == 0) {
          return UNDECIDED;
        }
        label = 0;
        out[to++] = '.';
        continue;
      }
      byte lower = b < 0 ? 0 : DOMAIN[b];
      if (lower == 0 || ++label > LABEL_OCTETS) {
        return UNDECIDED;
      }
      out[to++] = lower;
    }
    return label == 0 ? UNDECIDED : to - outFrom;
  }

  static int plainId(byte[] in, int from, int length, byte[] out, int outFrom) {
    if ((length <= LONGEST_PLACEHOLDER && mayBePlaceholder(in, from, length))
        || length > PlainId.OCTETS
        || ((in[from] == '0' || in[from] == '-') && length >= 32)) {
      return UNDECIDED;
    }
    for (int i = 0; i < length; i++) {
      byte b = in[from + i];
      if (b <= ' ' || b == 0x7F) {
        return UNDECIDED;
      }
      out[outFrom + i] = b;
    }
    return length;
  }

  static int hash(byte[] in, int from, int length, int octets, byte[] out, int outFrom) {
    if (length != 2 * octets) {
      return UNDECIDED;
    }
    for (int i = 0; i < length; i++) {
      byte b = in[from + i];
      if (b >= 'A' && b <= 'F') {
        b = (byte) (b + ('a' - 'A'));
      } else if (!((b >= '0' && b <= '9') || (b >= 'a' && b <= 'f'))) {
        return UNDECIDED;
      }
      out[outFrom + i] = b;
    }
    return HashValue.mayBeOfNothing(out, outFrom) ? UNDECIDED : length;
  }

  static int phone(byte[] in, int from, int length, byte[] out, int outFrom) {
    if (length > LONGEST_PHONE || length < 2 || in[from] != '+') {
      return UNDECIDED;
    }
    for (int i = from + 1; i < from + length; i++) {
      if (in[i] < '0' || in[i] > '9') {
        return UNDECIDED;
      }
    }
    if (!PhonePlan.isE164(in, from + 1, length - 1)) {
      return UNDECIDED;
    }
    System.arraycopy(in, from, out, outFrom, length);
    return length;
  }

  /** Short texts without a digit from 1 to 9, or with a minus first. */
  private static boolean mayBePlaceholder(byte[] in, int from, int length) {
    if (length == 0 || in[from] == '-' || in[from] == '#') {
      return true;
    }
    for (int i = from; i < from + length; i++) {
      if (in[i] >= '1' && in[i] <= '9') {
        return length == 6; // lmy47d
      }
    }
    return true;
  }

  private static byte[] table(String others) {
    byte[] table = new byte[128];
    for (char c = 'a'; c <= 'z'; c++) {
      table[c] = (byte) c;
      table[c - 'a' + 'A'] = (byte) c;
    }
    for (char c : ("0123456789" + others).toCharArray()) {
      table[c] = (byte) c;
    }
    return table;
  }
}
