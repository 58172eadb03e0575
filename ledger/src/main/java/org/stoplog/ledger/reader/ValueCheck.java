package org.stoplog.ledger.reader;

import java.util.Locale;
import java.util.Set;

/** Finds personal data inside values by its shape and its check digits. */
final class ValueCheck {
  static final int EMAIL = 1;
  static final int PHONE = 2;
  static final int CARD = 4;
  static final int IBAN = 8;

  /** Half a character: the text was cut in the middle of one, or is hostile. */
  static final int MALFORMED = 16;

  /** File names such as logo@2x.png look like addresses. */
  private static final Set<String> NOT_DOMAINS =
      Set.of("png", "jpg", "jpeg", "gif", "svg", "webp", "css", "js");

  private static final long MARK = 1L << 32;

  /** One digit counts 1, one character that may start something counts {@link #MARK}. */
  private static final long[] WEIGHT = new long[128];

  static {
    for (char c = '0'; c <= '9'; c++) {
      WEIGHT[c] = 1;
    }
    WEIGHT['@'] = MARK;
    WEIGHT['+'] = MARK;
    WEIGHT['%'] = MARK;
  }

  private ValueCheck() {}

  /**
   * @param id whether the value is an id, whose digits may pass for an account number by chance
   * @return the shapes found, as bits
   */
  static int check(char[] text, int from, int length, boolean id) {
    int to = from + length;
    long weight = 0;
    int found = 0;
    for (int i = from; i < to; i++) {
      char c = text[i];
      if (c < 128) {
        weight += WEIGHT[c];
      } else if (Character.isSurrogate(c)) {
        if (Character.isLowSurrogate(c) || i + 1 == to || !Character.isLowSurrogate(text[i + 1])) {
          found |= MALFORMED;
        } else {
          i++;
        }
      }
    }
    if (weight >= MARK) {
      found |= marked(text, from, to);
    }
    int digits = (int) weight;
    if (!id && digits >= AccountNumber.FEWEST_DIGITS) {
      found |= AccountNumber.find(text, from, to);
    }
    return found;
  }

  private static int marked(char[] text, int from, int to) {
    int found = 0;
    for (int i = from; i < to; i++) {
      char c = text[i];
      if (c == '@' && isEmail(text, from, i, i + 1, to)) {
        found |= EMAIL;
      } else if (c == '%'
          && i + 2 < to
          && text[i + 1] == '4'
          && text[i + 2] == '0'
          && isEmail(text, from, i, i + 3, to)) {
        found |= EMAIL;
      } else if (c == '+' && isPhone(text, from, i, to)) {
        found |= PHONE;
      }
    }
    return found;
  }

  /** Whether a local part ends before {@code at} and a domain with a top level starts after it. */
  private static boolean isEmail(char[] text, int from, int at, int domain, int to) {
    if (at == from || !isLocal(text[at - 1])) {
      return false;
    }
    int dot = -1;
    int i = domain;
    // A domain has at most 253 characters; the bound also keeps "@@@@…" from costing its square.
    for (; i < to && i < domain + 254 && isDomain(text[i]); i++) {
      if (text[i] == '.' && i > domain && text[i - 1] != '.' && i + 1 < to && isTop(text[i + 1])) {
        dot = i;
      }
    }
    if (dot < 0) {
      return false;
    }
    int end = dot + 1;
    while (end < i && text[end] != '.' && text[end] != '-') {
      end++;
    }
    int top = end - dot - 1;
    return top >= 2
        && !(top <= 4
            && NOT_DOMAINS.contains(new String(text, dot + 1, top).toLowerCase(Locale.ROOT)));
  }

  /** E.164: a plus that follows no letter or digit, then 8 to 15 digits. */
  private static boolean isPhone(char[] text, int from, int plus, int to) {
    if ((plus > from && Character.isLetterOrDigit(text[plus - 1]))
        || plus + 1 == to
        || text[plus + 1] == '0') {
      return false;
    }
    int i = plus + 1;
    while (i < to && i <= plus + 16 && text[i] >= '0' && text[i] <= '9') {
      i++;
    }
    int digits = i - plus - 1;
    return digits >= 8 && digits <= 15 && (i == to || !Character.isLetterOrDigit(text[i]));
  }

  private static boolean isLocal(char c) {
    return Character.isLetterOrDigit(c) || "._%+-'!#$&*=?^`{|}~".indexOf(c) >= 0;
  }

  private static boolean isDomain(char c) {
    return c == '.' || c == '-' || isTop(c) || (c >= '0' && c <= '9');
  }

  private static boolean isTop(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= 128 && isLetterPart(c));
  }

  private static boolean isLetterPart(char c) {
    return Character.isLetter(c) || Character.isSurrogate(c);
  }
}
