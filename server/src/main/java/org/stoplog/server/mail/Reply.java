package org.stoplog.server.mail;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a mail server, or another service that takes messages, answered.
 *
 * @param kind what it means for the message
 * @param code three digits (RFC 5321, 4.2, or RFC 9110, 15)
 * @param status enhanced code x.y.z (RFC 3463), null when the server gave none
 * @param text the rest, lines put together by blanks, at most 1,000 characters, without control
 *     characters. It may name the recipient: see {@link #textWithout}
 */
public record Reply(Kind kind, int code, @Nullable String status, String text) {
  private static final Pattern STATUS =
      Pattern.compile("([245]\\.[0-9]{1,3}\\.[0-9]{1,3})(?:\\s+(.*))?");
  private static final int LONGEST = 1_000;

  /** What is shorter stands in many words. */
  private static final int SHORTEST_NAME = 3;

  /** What an answer means for a message. */
  public enum Kind {
    ACCEPTED,

    /** Not now; the same may be tried later. */
    DEFERRED,

    /** Not ever. */
    REFUSED,

    /** It is no answer to a message. */
    OTHER
  }

  /** Of a mail server. */
  public Reply(int code, @Nullable String status, String text) {
    this(
        switch (code / 100) {
          case 2 -> Kind.ACCEPTED;
          case 4 -> Kind.DEFERRED;
          case 5 -> Kind.REFUSED;
          default -> Kind.OTHER;
        },
        code,
        status,
        text);
  }

  /** Of a service that is called by HTTP, whose codes mean other things than a mail server's. */
  public static Reply http(Kind kind, int code, String said) {
    return new Reply(kind, code, null, clean(said));
  }

  private static String clean(String said) {
    StringBuilder clean = new StringBuilder();
    said.codePoints()
        .limit(LONGEST)
        .forEach(c -> clean.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
    return clean.toString().strip();
  }

  /** Of the text after the code. */
  static Reply of(int code, String said) {
    String text = clean(said);
    Matcher known = STATUS.matcher(text);
    if (known.matches() && known.group(1).charAt(0) == Character.forDigit(code / 100, 10)) {
      String rest = known.group(2);
      return new Reply(code, known.group(1), rest == null ? "" : rest);
    }
    return new Reply(code, null, text);
  }

  public boolean accepted() {
    return kind == Kind.ACCEPTED;
  }

  public boolean deferred() {
    return kind == Kind.DEFERRED;
  }

  public boolean refused() {
    return kind == Kind.REFUSED;
  }

  /**
   * The text with an address made unreadable, for what is kept in the clear: as it was given, as it
   * went over the wire, and the part before the @ alone.
   */
  public String textWithout(String address) {
    String local = address.substring(0, Math.max(address.lastIndexOf('@'), 0));
    String masked = masked(masked(text, address), MailAddress.forTheWire(address));
    return local.length() < SHORTEST_NAME ? masked : masked(masked, local);
  }

  private static String masked(String text, String what) {
    int flags = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
    return Pattern.compile(
            "(?<![\\p{L}\\p{N}])" + Pattern.quote(what) + "(?![\\p{L}\\p{N}])", flags)
        .matcher(text)
        .replaceAll("•••");
  }

  /** The codes alone. */
  @Override
  public String toString() {
    return status == null
        ? String.format(Locale.ROOT, "Reply[%d]", code)
        : String.format(Locale.ROOT, "Reply[%d %s]", code, status);
  }
}
