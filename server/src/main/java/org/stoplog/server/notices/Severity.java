package org.stoplog.server.notices;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a bounce says about the address. In each case the copy did not reach it. */
public enum Severity {
  /** The address is not good: nobody is there, or its mailbox was closed. */
  HARD,
  /** It may be good another time, or by another server: full, refused by a filter, out of reach. */
  SOFT,
  /** The report does not say. */
  UNKNOWN;

  private static final Pattern STATUS = Pattern.compile("([245])\\.([0-9]{1,3})\\.([0-9]{1,3})");
  private static final Pattern CODE = Pattern.compile("(?<![0-9.])([45])[0-9][0-9](?![0-9.])");

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * By the enhanced code (RFC 3463), else by the three digits in what was said (RFC 5321).
   *
   * @param status null when there is none
   * @param said null when nothing was
   */
  public static Severity of(@Nullable String status, @Nullable String said) {
    Matcher code = STATUS.matcher(status == null ? "" : status);
    if (!code.matches()) {
      Matcher digits = CODE.matcher(said == null ? "" : said);
      return !digits.find() ? UNKNOWN : digits.group(1).equals("5") ? HARD : SOFT;
    }
    if (!code.group(1).equals("5")) {
      return SOFT;
    }
    int subject = Integer.parseInt(code.group(2));
    int detail = Integer.parseInt(code.group(3));
    return switch (subject) {
      // Addresses; 5.1.7 and 5.1.8 are about ours.
      case 1 -> detail == 7 || detail == 8 ? SOFT : HARD;
      // Mailboxes: full, or the message is too long for it; else closed or moved.
      case 2 -> detail == 2 || detail == 3 ? SOFT : HARD;
      // The system behind it, the way to it, the protocol, the content, policy.
      case 3, 4, 5, 6, 7 -> SOFT;
      default -> HARD;
    };
  }
}
