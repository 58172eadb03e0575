package org.stoplog.server.accounts;

import java.util.Locale;
import org.stoplog.server.platform.Tokens;

/** Codes for the day on which the telephone is gone. */
final class RecoveryCodes {
  static final int COUNT = 10;
  private static final int BYTES = 10;
  private static final int GROUP = 4;

  private RecoveryCodes() {}

  static String make() {
    String letters = Totp.base32(Tokens.random(BYTES));
    StringBuilder code = new StringBuilder();
    for (int i = 0; i < letters.length(); i++) {
      code.append(i > 0 && i % GROUP == 0 ? "-" : "").append(letters.charAt(i));
    }
    return code.toString();
  }

  static byte[] hash(String typed) {
    return Tokens.sha256(typed.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT));
  }
}
