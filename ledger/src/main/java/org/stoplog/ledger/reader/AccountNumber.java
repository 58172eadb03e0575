package org.stoplog.ledger.reader;

import org.stoplog.ledger.detect.AccountDigits;

/** Finds numbers of payment cards and bank accounts in values. */
final class AccountNumber {
  /** The fewest digits that an IBAN with letters has in practice. */
  static final int FEWEST_DIGITS = 9;

  private AccountNumber() {}

  /** {@link ValueCheck#CARD} and {@link ValueCheck#IBAN} as found. */
  static int find(char[] text, int from, int to) {
    int found = 0;
    boolean inWord = false;
    for (int i = from; i < to; i++) {
      char c = text[i];
      if (!inWord) {
        if (c >= '2' && c <= '6' && AccountDigits.cardEnd(text, i, to) >= 0) {
          found |= ValueCheck.CARD;
        } else if (isCapital(c) && AccountDigits.ibanEnd(text, i, to) >= 0) {
          found |= ValueCheck.IBAN;
        }
      }
      // A plus starts a telephone number, and one in ten of them passes for a card's. So does one
      // in
      // ten random fractions: what stands behind a digit's point is no number of its own.
      boolean isFraction = c == '.' && i > from && isDigit(text[i - 1]);
      inWord =
          c == '+'
              || isDigit(c)
              || isCapital(c)
              || (c >= 'a' && c <= 'z')
              || c >= 128
              || isFraction;
    }
    return found;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isCapital(char c) {
    return c >= 'A' && c <= 'Z';
  }
}
