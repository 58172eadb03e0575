package org.stoplog.ledger.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.CRC32;

/**
 * A secret with a beginning that its maker documents.
 *
 * @param alphabet of what follows the beginning
 * @param fewest characters that follow, at least
 * @param most characters that follow, at most
 * @param check what the whole must pass
 */
record TokenRule(
    Detector detector,
    String prefix,
    Alphabet alphabet,
    int fewest,
    int most,
    Predicate<String> check) {

  /** Characters of a token. */
  enum Alphabet {
    HEX,
    BASE32,
    LETTERS,
    ALPHANUMERIC,
    /** With hyphen and underscore. */
    URL,
    /** With hyphen, underscore and dot. */
    DOTTED;

    boolean has(char c) {
      return switch (this) {
        case HEX -> Text.isHex(c);
        case BASE32 -> Text.isCapital(c) || (c >= '2' && c <= '7');
        case LETTERS -> Text.isLetter(c);
        case ALPHANUMERIC -> Text.isLetter(c) || Text.isDigit(c);
        case URL -> Text.isLetter(c) || Text.isDigit(c) || c == '-' || c == '_';
        case DOTTED -> Text.isLetter(c) || Text.isDigit(c) || c == '-' || c == '_' || c == '.';
      };
    }
  }

  private static final String BASE62 =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int CHECKSUM = 6;
  private static final TokenRule[][] BY_START = new TokenRule[128 * 128][];

  static {
    for (TokenRule rule : all()) {
      int start = start(rule.prefix.charAt(0), rule.prefix.charAt(1));
      List<TokenRule> rules =
          new ArrayList<>(BY_START[start] == null ? List.of() : List.of(BY_START[start]));
      rules.add(rule);
      BY_START[start] = rules.toArray(TokenRule[]::new);
    }
  }

  private static final TokenRule[] NONE = {};

  private static int start(char first, char second) {
    return first * 128 + second;
  }

  /** The rules whose prefix starts with these two characters. */
  static TokenRule[] of(char first, char second) {
    TokenRule[] rules = first < 128 && second < 128 ? BY_START[start(first, second)] : null;
    return rules == null ? NONE : rules;
  }

  private static List<TokenRule> all() {
    List<TokenRule> all = new ArrayList<>();
    for (String prefix : List.of("AKIA", "ASIA", "ABIA", "ACCA")) {
      all.add(plain(Detector.AWS_ACCESS_KEY, prefix, Alphabet.BASE32, 16, 16));
    }
    for (String prefix : List.of("ghp_", "gho_", "ghu_", "ghs_", "ghr_")) {
      all.add(
          new TokenRule(
              Detector.GITHUB_TOKEN, prefix, Alphabet.ALPHANUMERIC, 36, 36, TokenRule::hasCrc));
    }
    all.add(
        new TokenRule(
            Detector.GITHUB_FINE_GRAINED,
            "github_pat_",
            Alphabet.URL,
            82,
            82,
            token -> token.charAt(33) == '_' && token.indexOf('-') < 0));
    all.add(plain(Detector.GITLAB_TOKEN, "glpat-", Alphabet.URL, 20, 60));
    all.add(
        new TokenRule(
            Detector.NPM_TOKEN, "npm_", Alphabet.ALPHANUMERIC, 36, 36, TokenRule::hasCrc));
    all.add(plain(Detector.PYPI_TOKEN, "pypi-AgEIcHlwaS5vcmc", Alphabet.URL, 50, 300));
    for (String prefix : List.of("xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xapp-")) {
      all.add(
          new TokenRule(
              Detector.SLACK_TOKEN,
              prefix,
              Alphabet.URL,
              20,
              250,
              token -> Text.isDigit(token.charAt(5))));
    }
    for (String prefix : List.of("sk_live_", "rk_live_", "sk_test_", "rk_test_")) {
      all.add(plain(Detector.STRIPE_KEY, prefix, Alphabet.ALPHANUMERIC, 16, 250));
    }
    all.add(plain(Detector.STRIPE_KEY, "whsec_", Alphabet.ALPHANUMERIC, 32, 64));
    all.add(plain(Detector.GOOGLE_API_KEY, "AIza", Alphabet.URL, 35, 35));
    all.add(plain(Detector.GOOGLE_CLIENT_SECRET, "GOCSPX-", Alphabet.URL, 28, 28));
    all.add(
        new TokenRule(
            Detector.SENDGRID_KEY,
            "SG.",
            Alphabet.DOTTED,
            66,
            66,
            token -> token.charAt(25) == '.' && token.indexOf('.', 26) < 0));
    all.add(plain(Detector.ANTHROPIC_KEY, "sk-ant-", Alphabet.URL, 80, 200));
    all.add(
        new TokenRule(
            Detector.OPENAI_KEY,
            "sk-",
            Alphabet.URL,
            40,
            250,
            token -> token.contains("T3BlbkFJ")));
    all.add(plain(Detector.HUGGING_FACE_TOKEN, "hf_", Alphabet.LETTERS, 34, 34));
    for (String prefix : List.of("dop_v1_", "doo_v1_", "dor_v1_")) {
      all.add(plain(Detector.DIGITALOCEAN_TOKEN, prefix, Alphabet.HEX, 64, 64));
    }
    for (String prefix : List.of("shpat_", "shpca_", "shppa_", "shpss_")) {
      all.add(plain(Detector.SHOPIFY_TOKEN, prefix, Alphabet.HEX, 32, 32));
    }
    for (String prefix : List.of("cfk_", "cfut_", "cfat_")) {
      all.add(plain(Detector.CLOUDFLARE_CREDENTIAL, prefix, Alphabet.ALPHANUMERIC, 41, 64));
    }
    all.add(
        new TokenRule(
            Detector.CLOUDFLARE_ORIGIN_KEY,
            "v1.0-",
            Alphabet.URL,
            171,
            171,
            TokenRule::isOriginKey));
    return all;
  }

  private static TokenRule plain(
      Detector detector, String prefix, Alphabet alphabet, int fewest, int most) {
    return new TokenRule(detector, prefix, alphabet, fewest, most, token -> true);
  }

  private static boolean isOriginKey(String token) {
    for (int i = 5; i < token.length(); i++) {
      if (i == 29 ? token.charAt(i) != '-' : !Text.isHex(token.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Where the token ends that starts here; -1 when none does. */
  int end(char[] text, int from, int to) {
    if (!Text.startsWith(text, from, to, prefix)) {
      return -1;
    }
    int begin = from + prefix.length();
    int end = begin;
    while (end < to && end - begin <= most && alphabet.has(text[end])) {
      end++;
    }
    // A full stop may end the sentence and not the token.
    while (end > begin && text[end - 1] == '.') {
      end--;
    }
    int length = end - begin;
    boolean goesOn = end < to && (Text.isLetter(text[end]) || Text.isDigit(text[end]));
    return length < fewest || length > most || goesOn ? -1 : end;
  }

  /** The last six of 36 characters: the CRC-32 of the thirty before, in base 62. */
  static boolean hasCrc(String token) {
    int body = token.indexOf('_') + 1;
    int checksum = token.length() - CHECKSUM;
    CRC32 crc = new CRC32();
    crc.update(
        token.substring(body, checksum).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    long rest = crc.getValue();
    for (int i = token.length() - 1; i >= checksum; i--) {
      if (token.charAt(i) != BASE62.charAt((int) (rest % 62))) {
        return false;
      }
      rest /= 62;
    }
    return true;
  }
}
