package org.stoplog.gateway.proxy;

import org.jspecify.annotations.Nullable;

/** What sends a request, as it says itself: to find who still sends to a supplier that was cut. */
final class SendingApp {
  private static final int LONGEST = 64;

  private SendingApp() {}

  /**
   * The first product of a User-Agent (RFC 9110, section 10.1.5) with its version; the rest may
   * tell of a person's device.
   *
   * @return null when there is none, or when it is written with anything else than letters, digits
   *     and a few signs: it is shown on pages
   */
  static @Nullable String of(@Nullable String userAgent) {
    if (userAgent == null) {
      return null;
    }
    int end = 0;
    while (end < userAgent.length() && isPart(userAgent.charAt(end))) {
      end++;
    }
    boolean ends = end == userAgent.length() || userAgent.charAt(end) == ' ';
    return ends && end > 0 && end <= LONGEST ? userAgent.substring(0, end) : null;
  }

  private static boolean isPart(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '/'
        || c == '.'
        || c == '-'
        || c == '_'
        || c == '+';
  }
}
