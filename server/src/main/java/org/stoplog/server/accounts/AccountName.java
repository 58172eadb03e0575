package org.stoplog.server.accounts;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The name that somebody signs in with: one spelling, whatever the keyboard. */
final class AccountName {
  static final String RULE =
      "2 to 64 letters and digits of any script, with . _ - + or @ between them";

  private static final Pattern ALLOWED = Pattern.compile("[\\p{L}\\p{M}\\p{Nd}._@+-]{2,64}");
  private static final int LONGEST_TYPED = 200;

  private AccountName() {}

  static Optional<String> of(String typed) {
    if (typed.length() > LONGEST_TYPED) {
      return Optional.empty();
    }
    String one = Normalizer.normalize(typed.strip(), Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    return ALLOWED.matcher(one).matches() ? Optional.of(one) : Optional.empty();
  }
}
