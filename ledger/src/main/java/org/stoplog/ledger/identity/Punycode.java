package org.stoplog.ledger.identity;

import org.jspecify.annotations.Nullable;

/** RFC 3492: a Unicode label as ASCII, without the {@code xn--}. */
final class Punycode {
  private static final int BASE = 36;
  private static final int T_MIN = 1;
  private static final int T_MAX = 26;
  private static final int SKEW = 38;
  private static final int DAMP = 700;
  private static final int INITIAL_BIAS = 72;
  private static final int INITIAL_N = 128;

  private Punycode() {}

  static String encode(String label) {
    int[] points = label.codePoints().toArray();
    StringBuilder out = new StringBuilder(label.length() + 8);
    for (int c : points) {
      if (c < INITIAL_N) {
        out.append((char) c);
      }
    }
    int basic = out.length();
    int handled = basic;
    if (basic > 0) {
      out.append('-');
    }
    int n = INITIAL_N;
    int delta = 0;
    int bias = INITIAL_BIAS;
    while (handled < points.length) {
      int next = Integer.MAX_VALUE;
      for (int c : points) {
        if (c >= n && c < next) {
          next = c;
        }
      }
      delta += (next - n) * (handled + 1);
      n = next;
      for (int c : points) {
        if (c < n) {
          delta++;
        } else if (c == n) {
          appendNumber(out, delta, bias);
          bias = adapt(delta, handled + 1, handled == basic);
          delta = 0;
          handled++;
        }
      }
      delta++;
      n++;
    }
    return out.toString();
  }

  /** Null when the text is no Punycode. */
  static @Nullable String decode(String text) {
    int basic = Math.max(text.lastIndexOf('-'), 0);
    StringBuilder out = new StringBuilder(text.substring(0, basic));
    int n = INITIAL_N;
    int i = 0;
    int bias = INITIAL_BIAS;
    int at = basic > 0 ? basic + 1 : 0;
    int length = out.length();
    while (at < text.length()) {
      int before = i;
      long sum = i;
      long weight = 1;
      for (int k = BASE; ; k += BASE) {
        int digit = at < text.length() ? digit(text.charAt(at++)) : -1;
        sum += digit * weight;
        if (digit < 0 || sum > Integer.MAX_VALUE) {
          return null;
        }
        int t = threshold(k, bias);
        if (digit < t) {
          break;
        }
        weight *= BASE - t;
        if (weight > Integer.MAX_VALUE) {
          return null;
        }
      }
      length++;
      bias = adapt((int) sum - before, length, before == 0);
      long point = n + sum / length;
      boolean surrogate = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
      if (point > Character.MAX_CODE_POINT || surrogate) {
        return null;
      }
      n = (int) point;
      i = (int) (sum % length);
      out.insert(out.offsetByCodePoints(0, i), Character.toString(n));
      i++;
    }
    return out.toString();
  }

  private static void appendNumber(StringBuilder out, int number, int bias) {
    int rest = number;
    for (int k = BASE; ; k += BASE) {
      int t = threshold(k, bias);
      if (rest < t) {
        out.append(letter(rest));
        return;
      }
      out.append(letter(t + (rest - t) % (BASE - t)));
      rest = (rest - t) / (BASE - t);
    }
  }

  private static int threshold(int k, int bias) {
    return Math.clamp((long) k - bias, T_MIN, T_MAX);
  }

  private static int adapt(int delta, int length, boolean first) {
    int d = first ? delta / DAMP : delta / 2;
    d += d / length;
    int k = 0;
    while (d > (BASE - T_MIN) * T_MAX / 2) {
      d /= BASE - T_MIN;
      k += BASE;
    }
    return k + (BASE - T_MIN + 1) * d / (d + SKEW);
  }

  private static char letter(int digit) {
    return (char) (digit < 26 ? 'a' + digit : '0' + digit - 26);
  }

  private static int digit(char c) {
    if (c >= 'a' && c <= 'z') {
      return c - 'a';
    }
    return c >= '0' && c <= '9' ? c - '0' + 26 : -1;
  }
}
