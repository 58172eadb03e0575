package org.stoplog.ledger.detect;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;

/** What opens something: keys, tokens, passwords. */
final class Secrets {
  private static final int LONGEST_PART = 8 << 10;
  private static final int LONGEST_VALUE = 128;
  private static final int LONGEST_URL = 256;

  /**
   * Of a private key, what tells it from another: the first bytes are the same in all of a kind.
   */
  private static final int KEY_TELLS = 256;

  private static final double FEWEST_BITS = 3.0;
  private static final Set<String> PLACEHOLDERS =
      Set.of("password", "passwd", "pass", "secret", "changeme", "redacted", "removed", "hidden");

  private Secrets() {}

  static void token(TextScan scan, TokenRule rule, int from) {
    int end = rule.end(scan.text, from, scan.to);
    if (end < 0) {
      return;
    }
    String token = new String(scan.text, from, end - from);
    if (rule.check().test(token)) {
      scan.found(rule.detector(), token, from);
      scan.take(end);
    } else if (rule.detector() == Detector.GITHUB_TOKEN || rule.detector() == Detector.NPM_TOKEN) {
      scan.found(Detector.BROKEN_TOKEN, token, from);
      scan.take(end);
    }
  }

  static void jsonWebToken(TextScan scan, int from) {
    int first = partEnd(scan, from);
    if (first - from < 10 || first >= scan.to || scan.text[first] != '.') {
      return;
    }
    int second = partEnd(scan, first + 1);
    if (second - first < 10 || second >= scan.to || scan.text[second] != '.') {
      return;
    }
    int third = partEnd(scan, second + 1);
    String header = new String(scan.text, from, first - from);
    try {
      String json = new String(Base64.getUrlDecoder().decode(header), StandardCharsets.ISO_8859_1);
      if (json.contains("\"alg\"")) {
        scan.found(Detector.JSON_WEB_TOKEN, from, third);
        scan.take(third);
      }
    } catch (IllegalArgumentException e) {
      // Its length is none that base64 has.
      return;
    }
  }

  private static int partEnd(TextScan scan, int from) {
    int end = from;
    int most = Math.min(scan.to, from + LONGEST_PART);
    while (end < most && TokenRule.Alphabet.URL.has(scan.text[end])) {
      end++;
    }
    return end;
  }

  static void privateKey(TextScan scan, int at) {
    String begin = "-----BEGIN ";
    if (!Text.startsWith(scan.text, at, scan.to, begin)) {
      return;
    }
    int name = at + begin.length();
    int most = Math.min(scan.to, name + 40);
    int end = name;
    while (end < most && scan.text[end] != '-') {
      end++;
    }
    String what = new String(scan.text, name, end - name);
    if (!what.endsWith("PRIVATE KEY") && !what.equals("PGP PRIVATE KEY BLOCK")) {
      return;
    }
    StringBuilder tells = new StringBuilder(what);
    int last = Math.min(scan.to, end + KEY_TELLS);
    for (int i = end; i < last; i++) {
      char c = scan.text[i];
      // In JSON inside of text the line ends are written out as \n.
      if (Text.isBase64(c) && c != '-') {
        tells.append(c);
      }
    }
    scan.found(Detector.PRIVATE_KEY, tells.toString(), at);
  }

  /** At the colon of {@code ://}. */
  static void url(TextScan scan, int colon) {
    char[] text = scan.text;
    int from = colon + 3;
    String slack = "hooks.slack.com/services/T";
    int most = Math.min(scan.to, from + LONGEST_URL);
    if (Text.startsWith(text, from, scan.to, slack)) {
      int end = from + slack.length();
      int slashes = 0;
      while (end < most && (TokenRule.Alphabet.ALPHANUMERIC.has(text[end]) || text[end] == '/')) {
        slashes += text[end] == '/' ? 1 : 0;
        end++;
      }
      if (slashes == 2 && end - from > slack.length() + 30) {
        scan.found(Detector.SLACK_WEBHOOK, from, end);
      }
      return;
    }
    int password = -1;
    for (int i = from; i < most; i++) {
      char c = text[i];
      if (c == ':' && password < 0) {
        password = i + 1;
      } else if (c == '@') {
        scan.userOfUrl(i);
        if (password > 0 && password - 1 > from && isValue(text, password, i, 3)) {
          scan.found(Detector.URL_PASSWORD, new String(text, from, i - from), from);
        }
        return;
      } else if (c == '/' || c == '"' || c == '\'' || c == '<' || Text.isBlank(c)) {
        return;
      }
    }
  }

  /** Behind a word for passwords. */
  static void password(TextScan scan, int end) {
    int from = valueStart(scan, end);
    if (from < 0) {
      return;
    }
    int last = valueEnd(scan, from);
    if (isValue(scan.text, from, last, 6)
        && last - from <= LONGEST_VALUE
        && Text.kinds(scan.text, from, last) >= 2
        && isNoCode(scan.text, from, last)) {
      scan.found(Detector.PASSWORD_BY_WORD, from, last);
    }
  }

  /** Behind a word for tokens and keys. */
  static void secret(TextScan scan, int end) {
    int from = valueStart(scan, end);
    if (from < 0) {
      return;
    }
    int last = valueEnd(scan, from);
    boolean hasDigit = false;
    boolean hasLetter = false;
    for (int i = from; i < last; i++) {
      hasDigit |= Text.isDigit(scan.text[i]);
      hasLetter |= Text.isLetter(scan.text[i]);
    }
    if (hasDigit
        && hasLetter
        && last - from >= 16
        && last - from <= LONGEST_VALUE
        && isValue(scan.text, from, last, 16)
        && isNoCode(scan.text, from, last)
        && Text.entropy(scan.text, from, last) >= FEWEST_BITS) {
      scan.found(Detector.SECRET_BY_WORD, from, last);
    }
  }

  /** Behind a colon or equals sign, blanks and one quote; -1 when there is none. */
  private static int valueStart(TextScan scan, int end) {
    int i = end;
    int most = Math.min(scan.to, end + 8);
    boolean hasSign = false;
    while (i < most) {
      char c = scan.text[i];
      if (c == ':' || c == '=') {
        // "a := b" and "a == b" are code, "://" is an address.
        if (hasSign) {
          return -1;
        }
        hasSign = true;
      } else if (c == '\n' || (c != ' ' && c != '"' && c != '\'' && c != '\\' && c != '`')) {
        break;
      }
      i++;
    }
    return hasSign && i < scan.to && scan.text[i] != '\n' ? i : -1;
  }

  private static int valueEnd(TextScan scan, int from) {
    int i = from;
    int most = Math.min(scan.to, from + LONGEST_VALUE + 1);
    while (i < most) {
      char c = scan.text[i];
      if (Text.isBlank(c) || c == '"' || c == '\'' || c == '<' || c == '`' || c == '\\') {
        break;
      }
      i++;
    }
    while (i > from && ".,;)&".indexOf(scan.text[i - 1]) >= 0) {
      i--;
    }
    return i;
  }

  /** Whether somebody may use it as a value, and not in place of one. */
  private static boolean isValue(char[] text, int from, int end, int fewest) {
    if (end - from < fewest || "<{[($%*/".indexOf(text[from]) >= 0) {
      return false;
    }
    boolean isSame = true;
    for (int i = from + 1; i < end; i++) {
      isSame &= text[i] == text[from];
    }
    return !isSame
        && !PLACEHOLDERS.contains(new String(text, from, end - from).toLowerCase(Locale.ROOT));
  }

  /** A call, a path of a program or a type is written the same way, and is no value. */
  private static boolean isNoCode(char[] text, int from, int end) {
    boolean isPlain = true;
    for (int i = from; i < end; i++) {
      char c = text[i];
      if (c == '(' || c == ')' || c == '{' || c == '}' || c == '[' || c == ']' || c == ';') {
        return false;
      }
      isPlain &= Text.isLetter(c) || c == '.' || c == '_' || c == '-' || c == ',' || c == ':';
    }
    // Only letters and joints: a name, not a value.
    return !isPlain;
  }

  static void cloudflare(TextScan scan, int from, int end) {
    if (Text.kinds(scan.text, from, end) >= 3
        && Text.entropy(scan.text, from, end) >= FEWEST_BITS + 0.5) {
      scan.found(Detector.CLOUDFLARE_TOKEN, from, end);
    }
  }
}
