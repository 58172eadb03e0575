package org.stoplog.ledger.detect;

/** Numbers of payment cards and bank accounts, by length, prefix and check digits. */
public final class AccountDigits {
  /** Length of an IBAN by country, from the SWIFT registry. */
  private static final String IBAN_LENGTHS =
      "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29ES24"
          + "FI18FK18FO18FR27GB22GE22GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28"
          + "LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25"
          + "QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29VA22VG24XK20YE30";

  private static final byte[] IBAN_LENGTH = new byte[26 * 26];

  static {
    for (int i = 0; i < IBAN_LENGTHS.length(); i += 4) {
      IBAN_LENGTH[country(IBAN_LENGTHS.charAt(i), IBAN_LENGTHS.charAt(i + 1))] =
          Byte.parseByte(IBAN_LENGTHS.substring(i + 2, i + 4));
    }
  }

  private AccountDigits() {}

  /**
   * Where the card number ends that starts here, with digits in one piece or in groups as they are
   * printed; -1 when none does.
   */
  public static int cardEnd(char[] text, int from, int to) {
    long prefix = 0;
    int digits = 0;
    int group = 0;
    int groups = 0;
    boolean grouped = true;
    int sum = 0;
    int doubled = 0;
    int i = from;
    for (; i < to && digits < 20; i++) {
      char c = text[i];
      if (isDigit(c)) {
        int digit = c - '0';
        // Which digits count double depends on the length: keep both sums.
        int twice = digit > 4 ? 2 * digit - 9 : 2 * digit;
        int kept = sum;
        sum = doubled + digit;
        doubled = kept + twice;
        prefix = digits < 6 ? prefix * 10 + digit : prefix;
        digits++;
        group++;
      } else if ((c == ' ' || c == '-') && i + 1 < to && isDigit(text[i + 1])) {
        grouped &= group == 4 || (groups == 1 && group == 6);
        groups++;
        group = 0;
      } else {
        break;
      }
    }
    boolean ends = i == to || !Character.isLetterOrDigit(text[i]);
    boolean whole =
        groups == 0 || (grouped && (groups == 3 ? group == 4 : groups == 2 && group >= 4));
    return ends && whole && sum % 10 == 0 && isIssued((int) prefix, digits) ? i : -1;
  }

  /**
   * Whether a card scheme gives out numbers of this length with these first six digits. Visa's old
   * ones of 13 digits are not looked for: German mobile numbers without a plus look the same.
   */
  private static boolean isIssued(int prefix, int digits) {
    int two = prefix / 10_000;
    int four = prefix / 100;
    return switch (digits) {
      case 14 -> two == 36 || two == 38 || two == 39 || (four >= 3000 && four <= 3059);
      case 15 -> two == 34 || two == 37;
      case 16 ->
          prefix / 100_000 == 4
              || (two >= 50 && two <= 69)
              || (four >= 2221 && four <= 2720)
              || (four >= 3528 && four <= 3589);
      case 17, 18, 19 -> prefix / 100_000 == 4 || two == 50 || (two >= 56 && two <= 69);
      default -> false;
    };
  }

  /** Where the IBAN ends that starts here, in capitals; -1 when none does. */
  public static int ibanEnd(char[] text, int from, int to) {
    if (from + 15 > to
        || !isCapital(text[from + 1])
        || !isDigit(text[from + 2])
        || !isDigit(text[from + 3])) {
      return -1;
    }
    int length = IBAN_LENGTH[country(text[from], text[from + 1])];
    int check = text[from] - 'A' + 10;
    check = check * 100 + text[from + 1] - 'A' + 10;
    check = check * 100 + (text[from + 2] - '0') * 10 + text[from + 3] - '0';
    int rest = 0;
    int count = 4;
    int i = from + 4;
    for (; i < to && count < length; i++) {
      char c = text[i];
      if (isDigit(c)) {
        rest = (rest * 10 + c - '0') % 97;
        count++;
      } else if (isCapital(c)) {
        rest = (rest * 100 + c - 'A' + 10) % 97;
        count++;
      } else if (c != ' ' || count % 4 != 0) {
        return -1;
      }
    }
    boolean ends = i == to || !Character.isLetterOrDigit(text[i]);
    // The first four characters count last.
    boolean passes = (rest * 1_000_000L + check) % 97 == 1;
    return length > 0 && count == length && ends && passes ? i : -1;
  }

  private static int country(char first, char second) {
    return (first - 'A') * 26 + second - 'A';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isCapital(char c) {
    return c >= 'A' && c <= 'Z';
  }
}
