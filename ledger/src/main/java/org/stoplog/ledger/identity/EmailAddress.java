package org.stoplog.ledger.identity;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An e-mail address in its exact form, from however people and programs write it. The shape is
 * judged only as far as needed to know what was meant: whether mail can be delivered is not asked.
 */
final class EmailAddress {
  private static final int LOCAL_OCTETS = 64;
  private static final int DOMAIN_OCTETS = 255;
  private static final String OPENING = "\"'“”„«‘‚`";
  private static final String CLOSING = "\"'”““»’‘´";

  private EmailAddress() {}

  static Normalised normalise(String raw) {
    String text = unwrap(raw);
    if (text.isEmpty()) {
      return Reason.EMPTY;
    }
    int at = text.lastIndexOf('@');
    if (at <= 0 || at == text.length() - 1) {
      return Reason.NOT_AN_EMAIL;
    }
    String written = text.substring(0, at);
    if (written.charAt(0) != '"' && written.indexOf('@') >= 0) {
      return Reason.SEVERAL_EMAILS;
    }
    String local = local(written);
    String domain = DomainName.normalise(text.substring(at + 1));
    if (local == null || domain == null) {
      return Reason.NOT_AN_EMAIL;
    }
    if (local.getBytes(StandardCharsets.UTF_8).length > LOCAL_OCTETS
        || domain.length() > DOMAIN_OCTETS) {
      return Reason.TOO_LONG;
    }
    return new Normalised.Value(local + '@' + domain);
  }

  /**
   * What the exact form and others of the same mailbox most likely have in common: no plus-tag, and
   * at Gmail no dots.
   *
   * @param exact normalised
   */
  static String base(String exact) {
    int at = exact.lastIndexOf('@');
    String local = exact.substring(0, at);
    String domain = exact.substring(at + 1);
    if (local.charAt(0) == '"') {
      return exact;
    }
    int plus = local.indexOf('+', 1); // a tag needs something before it
    if (plus > 0) {
      local = local.substring(0, plus);
    }
    if (isGmail(domain)) {
      local = local.replace(".", "");
      domain = "gmail.com";
    }
    return local.isEmpty() ? exact : local + '@' + domain;
  }

  /**
   * The form that Google asks to be hashed: without dots at Gmail. Itself elsewhere.
   *
   * @param exact normalised
   */
  static String dotless(String exact) {
    int at = exact.lastIndexOf('@');
    if (!isGmail(exact.substring(at + 1)) || exact.charAt(0) == '"') {
      return exact;
    }
    String local = exact.substring(0, at).replace(".", "");
    return local.isEmpty() ? exact : local + exact.substring(at);
  }

  /** The same address with its domain as people write it. @param exact normalised */
  static String unicode(String exact) {
    int at = exact.lastIndexOf('@');
    return exact.substring(0, at + 1) + DomainName.unicode(exact.substring(at + 1));
  }

  private static boolean isGmail(String domain) {
    return domain.equals("gmail.com") || domain.equals("googlemail.com");
  }

  /** Takes off display name, brackets, quotes, {@code mailto:} and separators, layer by layer. */
  private static String unwrap(String raw) {
    String text = clean(raw);
    while (true) {
      String inner = peel(text);
      if (inner.length() == text.length()) {
        return text;
      }
      text = clean(inner);
    }
  }

  private static String clean(String raw) {
    String text = Normalizer.normalize(Spelling.clean(raw), Normalizer.Form.NFC);
    return Spelling.clean(narrow(text));
  }

  /** Full-width forms, as Japanese keyboards write them, are the same letters. */
  private static String narrow(String text) {
    if (text.chars().noneMatch(c -> c >= 0xFF01 && c <= 0xFF5E)) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    text.chars().forEach(c -> out.append((char) (c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c)));
    return out.toString();
  }

  /** One layer less; of the same length when there is none. */
  private static String peel(String text) {
    if (text.isEmpty()) {
      return text;
    }
    char first = text.charAt(0);
    char last = text.charAt(text.length() - 1);
    if (last == ',' || last == ';') {
      return text.substring(0, text.length() - 1);
    }
    if (last == '>' && text.lastIndexOf('<') >= 0) {
      return text.substring(text.lastIndexOf('<') + 1, text.length() - 1);
    }
    // A domain cannot end in a quote, so a quote at the end is not part of the address.
    if (text.length() >= 2 && OPENING.indexOf(first) >= 0 && CLOSING.indexOf(last) >= 0) {
      return text.substring(1, text.length() - 1);
    }
    if (text.regionMatches(true, 0, "mailto:", 0, 7)) {
      int query = text.indexOf('?');
      return percentDecoded(text.substring(7, query < 0 ? text.length() : query));
    }
    return text;
  }

  private static String percentDecoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text; // a bare % is a character like any other
    }
  }

  private static @Nullable String local(String written) {
    String content = written.charAt(0) == '"' ? unquoted(written) : written;
    if (content == null || content.isEmpty()) {
      return null;
    }
    String lower = Normalizer.normalize(content.toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
    if (lower.codePoints().allMatch(EmailAddress::isPlain)) {
      return lower; // also "ann"@… and the "a..b"@… that some Japanese carriers gave out
    }
    boolean quotable =
        written.charAt(0) == '"' && lower.codePoints().allMatch(EmailAddress::isQuotable);
    return quotable ? '"' + lower.replace("\\", "\\\\").replace("\"", "\\\"") + '"' : null;
  }

  /** The content of a quoted local part; null when the quotes do not fit. */
  private static @Nullable String unquoted(String written) {
    StringBuilder out = new StringBuilder(written.length());
    int end = written.length() - 1;
    for (int i = 1; i < end; i++) {
      char c = written.charAt(i);
      if (c == '"') {
        return null;
      }
      if (c == '\\') {
        i++;
        if (i == end) {
          return null;
        }
      }
      out.append(written.charAt(i));
    }
    return end > 0 && written.charAt(end) == '"' ? out.toString() : null;
  }

  private static boolean isPlain(int c) {
    return c < 0x80 ? AsciiIdentifier.isLocalCharacter((char) c) : isQuotable(c);
  }

  private static boolean isQuotable(int c) {
    return c == ' ' || !(Spelling.isBlank(c) || Spelling.isDamaged(c));
  }
}
