package org.stoplog.server.mail;

import java.net.IDN;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses as they may stand in a command to a mail server. */
public final class MailAddress {
  private static final int LONGEST = 254; // RFC 5321, 4.5.3.1.3, without the brackets
  private static final int LONGEST_LOCAL = 64;

  /** Without quotes: blanks and brackets are hardly ever real, and would end a command early. */
  private static final Pattern LOCAL = Pattern.compile("[\\p{L}\\p{M}\\p{N}.!#$%&'*+/=?^_`{|}~-]+");

  /** Dots that must be quoted on the wire; some Japanese carriers gave out such addresses. */
  private static final Pattern ODD_DOTS = Pattern.compile("\\..*|.*\\.|.*\\.\\..*");

  private static final Pattern DOMAIN =
      Pattern.compile(
          "(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
              + "(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*");

  private static final Pattern ADDRESS = Pattern.compile("[^\\s<>(),;:\"]+@[^\\s<>(),;:\"]+");

  private MailAddress() {}

  /** The first address in what somebody wrote down; empty when there is none. */
  public static Optional<String> in(String text) {
    Matcher found = ADDRESS.matcher(text);
    while (found.find()) {
      String one = found.group().replaceAll("\\.+$", "");
      if (isSound(one)) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }

  /** Whether mail can be sent to it: a plain local part, and a domain by name. */
  public static boolean isSound(String address) {
    int at = address.lastIndexOf('@');
    if (at < 1 || at > LONGEST_LOCAL || address.length() > LONGEST) {
      return false;
    }
    return LOCAL.matcher(address.substring(0, at)).matches()
        && DOMAIN.matcher(domain(address, at)).matches();
  }

  /** With the domain in ASCII, as all mail servers know it; the rest as given. */
  static String forTheWire(String address) {
    int at = address.lastIndexOf('@');
    if (at < 0) {
      return address;
    }
    String local = address.substring(0, at);
    return (ODD_DOTS.matcher(local).matches() ? '"' + local + '"' : local)
        + '@'
        + domain(address, at);
  }

  /** Empty when it has no form in ASCII. */
  private static String domain(String address, int at) {
    try {
      return IDN.toASCII(address.substring(at + 1));
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /** Whether a mail server needs SMTPUTF8 (RFC 6531) for it. */
  static boolean needsUtf8(String address) {
    return !forTheWire(address).chars().allMatch(c -> c < 0x80);
  }
}
