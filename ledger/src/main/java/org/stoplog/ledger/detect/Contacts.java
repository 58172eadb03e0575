package org.stoplog.ledger.detect;

import java.util.Locale;
import java.util.Set;
import org.stoplog.ledger.identity.Normalised;
import org.stoplog.ledger.identity.Normaliser;
import org.stoplog.ledger.identity.Scheme;

/** E-mail addresses and telephone numbers. */
final class Contacts {
  private static final int LONGEST_LOCAL = 64;
  private static final int LONGEST_DOMAIN = 253;

  /** File names such as logo@2x.png look like addresses. */
  private static final Set<String> NOT_DOMAINS =
      Set.of("png", "jpg", "jpeg", "gif", "svg", "webp", "css", "js");

  private Contacts() {}

  /** An address around the sign at {@code at}. */
  static void email(TextScan scan, int at) {
    char[] text = scan.text;
    if (scan.isUserOfUrl(at)) {
      return;
    }
    int from = at;
    while (from > 0 && at - from <= LONGEST_LOCAL && isLocal(text[from - 1])) {
      from--;
    }
    while (from < at && !Character.isLetterOrDigit(text[from]) && text[from] != '_') {
      from++;
    }
    int end = at + 1;
    while (end < scan.to && end - at <= LONGEST_DOMAIN && isDomain(text[end])) {
      end++;
    }
    while (end > at && (text[end - 1] == '.' || text[end - 1] == '-')) {
      end--;
    }
    int dot = end;
    while (dot > at && text[dot - 1] != '.') {
      dot--;
    }
    if (from == at || at - from > LONGEST_LOCAL || end - dot < 2 || dot <= at + 2) {
      return;
    }
    String top = new String(text, dot, end - dot);
    boolean isTop = top.startsWith("xn--") || top.chars().allMatch(Character::isLetter);
    if (!isTop || NOT_DOMAINS.contains(top.toLowerCase(Locale.ROOT))) {
      return;
    }
    if (Normaliser.normalise(Scheme.EMAIL, new String(text, from, end - from), null)
        instanceof Normalised.Value(var value)) {
      scan.found(Detector.EMAIL, value, from);
    }
  }

  private static boolean isLocal(char c) {
    return Character.isLetterOrDigit(c) || "._+-'!#$&*?^`{|}~".indexOf(c) >= 0;
  }

  private static boolean isDomain(char c) {
    return c == '.' || c == '-' || Character.isLetterOrDigit(c);
  }

  /** A number that starts with the plus at {@code plus}. */
  static void phone(TextScan scan, int plus) {
    char[] text = scan.text;
    if (plus > 0 && Text.isWord(text[plus - 1])) {
      return;
    }
    int end = digitsEnd(scan, plus + 1);
    int digits = count(text, plus + 1, end);
    if (digits < 8 || digits > 15 || text[plus + 1] == '0') {
      return;
    }
    if (Normaliser.normalise(Scheme.PHONE, new String(text, plus, end - plus), null)
        instanceof Normalised.Value(var value)) {
      scan.found(Detector.PHONE, value, plus);
      scan.take(end);
    }
  }

  /**
   * A number in whatever notation behind a word that says so.
   *
   * @return where it ends, or {@code from}
   */
  static int phoneByWord(TextScan scan, int from) {
    char[] text = scan.text;
    int end = digitsEnd(scan, from);
    int digits = count(text, from, end);
    if (digits < 7 || digits > 15) {
      return from;
    }
    scan.found(Detector.PHONE_BY_WORD, digitsOf(text, from, end), from);
    return end;
  }

  /** The end of digits with up to three blanks, brackets, dots, hyphens or slashes between them. */
  private static int digitsEnd(TextScan scan, int from) {
    int end = from;
    int digits = 0;
    int i = from;
    int between = 0;
    while (i < scan.to && between <= 3 && digits < 17) {
      char c = scan.text[i];
      if (Text.isDigit(c)) {
        digits++;
        between = 0;
        end = i + 1;
      } else if (c == ' ' || c == '-' || c == '.' || c == '/' || c == '(' || c == ')') {
        between++;
      } else {
        break;
      }
      i++;
    }
    boolean goesOn = end < scan.to && Text.isWord(scan.text[end]);
    return goesOn ? from : end;
  }

  private static int count(char[] text, int from, int end) {
    int digits = 0;
    for (int i = from; i < end; i++) {
      digits += Text.isDigit(text[i]) ? 1 : 0;
    }
    return digits;
  }

  private static String digitsOf(char[] text, int from, int end) {
    StringBuilder digits = new StringBuilder();
    for (int i = from; i < end; i++) {
      if (Text.isDigit(text[i])) {
        digits.append(text[i]);
      }
    }
    return digits.toString();
  }
}
