package org.stoplog.ledger.detect;

import org.jspecify.annotations.Nullable;

/**
 * Looks through a text once, from its beginning to its end, and asks at each word which detectors
 * may apply. Each of them looks at a bounded number of characters, so that no text costs more than
 * its length. What is encoded in base64 or by percent signs is looked into one level deep. Not
 * thread-safe.
 */
public final class TextScan {
  /** What behind a key word still belongs to it, in characters. */
  private static final int NEAR_PHONE = 25;

  private static final int NEAR_BIRTH = 30;
  private static final int NEAR_NUMBER = 40;
  private static final int NEAR_CLOUDFLARE = 100;
  private static final int NOWHERE = -1_000_000;

  private final Sink sink;
  private final boolean isInside;
  private final int shift;

  // The fields below are of the text that is looked through.
  char[] text = new char[0];
  int to;
  private int consumed;
  private int runEnd;
  private int userEnd;
  private final int[] near = new int[KeyWord.values().length];

  /** Takes what is found. */
  public interface Sink {
    /**
     * Something was found. The value is handed over in this process only.
     *
     * @param value as it is compared: without blanks and such
     * @param at place in the text, in characters from 0; inside of something encoded, its beginning
     */
    void found(Detector detector, String value, int at);

    /** So many characters are encoded, and are no text when they are decoded. */
    void unreadable(int at, int length);
  }

  public TextScan(Sink sink) {
    this(sink, false, 0);
  }

  private TextScan(Sink sink, boolean isInside, int shift) {
    this.sink = sink;
    this.isInside = isInside;
    this.shift = shift;
  }

  public void scan(String whole) {
    text = whole.toCharArray();
    to = text.length;
    consumed = 0;
    runEnd = 0;
    userEnd = -1;
    java.util.Arrays.fill(near, NOWHERE);
    int escapes = 0;
    int i = 0;
    while (i < to) {
      char c = text[i];
      if (Text.isWord(c)) {
        int end = i + 1;
        while (end < to && Text.isWord(text[end])) {
          end++;
        }
        word(i, end);
        i = end;
      } else {
        if (c == '%' && i + 2 < to && Text.isHex(text[i + 1]) && Text.isHex(text[i + 2])) {
          escapes++;
        } else {
          sign(c, i);
        }
        i++;
      }
    }
    if (escapes > 0 && !isInside) {
      inside(Encoded.percent(text), 0);
    }
    text = new char[0];
  }

  /** Looks into what was encoded; what is encoded in it again stays closed. */
  private void inside(@Nullable String decoded, int at) {
    if (decoded != null) {
      new TextScan(sink, true, at).scan(decoded);
    }
  }

  void found(Detector detector, int from, int end) {
    found(detector, new String(text, from, end - from), from);
  }

  void found(Detector detector, String value, int from) {
    sink.found(detector, value, isInside ? shift : from);
  }

  private void sign(char c, int i) {
    switch (c) {
      case '@' -> Contacts.email(this, i);
      case '+' -> Contacts.phone(this, i);
      case '-' -> Secrets.privateKey(this, i);
      case ':' -> {
        if (Text.startsWith(text, i, to, "://")) {
          Secrets.url(this, i);
        }
      }
      default -> {
        // Nothing starts with it.
      }
    }
  }

  private void word(int from, int end) {
    char before = from == 0 ? ' ' : text[from - 1];
    int length = end - from;
    // Behind a hyphen within a word lies the middle of something longer.
    boolean isMiddle = before == '-' && from > 1 && Text.isWord(text[from - 2]);
    if (length > 1 && !isMiddle) {
      for (TokenRule rule : TokenRule.of(text[from], text[from + 1])) {
        Secrets.token(this, rule, from);
      }
      if (before != '.' && Text.startsWith(text, from, to, "eyJ")) {
        Secrets.jsonWebToken(this, from);
      }
    }
    if (from >= runEnd) {
      run(from);
    }
    if (length >= 3 && !Text.isDigit(text[from])) {
      keyWord(from, end);
    }
    if (from < consumed) {
      return;
    }
    if (Text.isDigit(text[from])) {
      if (before != '+') {
        consumed = Math.max(consumed, Figures.number(this, from, end));
      }
    } else {
      consumed = Math.max(consumed, Figures.code(this, from, end));
    }
    if (isNear(KeyWord.PASSPORT, from, NEAR_NUMBER)) {
      Figures.passport(this, from, end);
    }
  }

  private void keyWord(int from, int end) {
    KeyWord key = KeyWord.of(text, from, end);
    if (key == null) {
      return;
    }
    near[key.ordinal()] = end;
    switch (key) {
      case PASSWORD -> Secrets.password(this, end);
      case SECRET -> Secrets.secret(this, end);
      case HEALTH ->
          found(
              Detector.HEALTH_BY_WORD,
              new String(text, from, end - from).toLowerCase(java.util.Locale.ROOT),
              from);
      default -> {
        // What stands behind it asks whether it is near.
      }
    }
  }

  private boolean isNear(KeyWord key, int at, int most) {
    return at - near[key.ordinal()] <= most;
  }

  boolean isNearPhone(int at) {
    return isNear(KeyWord.PHONE, at, NEAR_PHONE);
  }

  boolean isNearBirth(int at) {
    return isNear(KeyWord.BIRTH, at, NEAR_BIRTH);
  }

  boolean isNearBsn(int at) {
    return isNear(KeyWord.BSN, at, NEAR_NUMBER);
  }

  boolean isNearSsn(int at) {
    return isNear(KeyWord.SSN, at, NEAR_NUMBER);
  }

  /** What stands before this sign is the user of a URL, and with what is behind it no address. */
  void userOfUrl(int at) {
    userEnd = at;
  }

  boolean isUserOfUrl(int at) {
    return at == userEnd;
  }

  /** A number that was found is not looked at again in parts. */
  void take(int end) {
    consumed = Math.max(consumed, end);
  }

  /** A run of characters that base64 may be made of; each character is in one run only. */
  private void run(int from) {
    int end = from;
    while (end < to && Text.isBase64(text[end])) {
      end++;
    }
    int last = end;
    while (last < to && last < end + 2 && text[last] == '=') {
      last++;
    }
    runEnd = Math.max(last, from + 1);
    int length = end - from;
    if (length == 40 && isNear(KeyWord.CLOUDFLARE, from, NEAR_CLOUDFLARE)) {
      Secrets.cloudflare(this, from, end);
    }
    if (length >= Encoded.FEWEST && !isInside) {
      Encoded.Base64Text decoded = Encoded.base64(text, from, end);
      if (decoded.text() != null) {
        inside(decoded.text(), from);
      } else if (decoded.isBinary()) {
        sink.unreadable(from, length);
      }
    }
  }
}
