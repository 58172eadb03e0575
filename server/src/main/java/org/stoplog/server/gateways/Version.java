package org.stoplog.server.gateways;

import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Numbers that gateways send: so small that nothing which is added to them flows over. */
final class Version {
  /** Names the policy, in requests the one that is obeyed. */
  static final String HEADER = "Stoplog-Policy-Version";

  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,15}");

  private Version() {}

  /** Empty for what is no such number. */
  static OptionalLong of(String text) {
    return DIGITS.matcher(text).matches()
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }
}
