package org.stoplog.ledger.detect;

/** Numbers that states give to people, by their structure and check digits. All of plain text. */
final class NationalId {
  private static final String DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE";
  private static final int[] PESEL_WEIGHTS = {1, 3, 7, 9, 1, 3, 7, 9, 1, 3};
  private static final String CF_STRUCTURE = "AAAAAA99A99A999A";

  /** What a character on an odd place of a codice fiscale counts: 0-9, then A-Z. */
  private static final int[] CF_ODD = {
    1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8,
    12, 14, 16, 10, 22, 25, 24, 23
  };

  private NationalId() {}

  /**
   * @param digits nine of them
   */
  static boolean isSsn(String digits) {
    int area = number(digits, 0, 3);
    return area != 0
        && area != 666
        && area < 900
        && number(digits, 3, 5) != 0
        && number(digits, 5, 9) != 0
        // Printed on a sample card of 1938, and given in advertisements.
        && !digits.equals("078051120")
        && !digits.equals("219099999")
        && !(area == 987 && number(digits, 3, 5) == 65);
  }

  /**
   * @param text nine characters
   */
  static boolean isNino(String text) {
    String start = text.substring(0, 2);
    return "ABCEGHJKLMNOPRSTWXYZ".indexOf(text.charAt(0)) >= 0
        && "ABCEGHJKLMNPRSTWXYZ".indexOf(text.charAt(1)) >= 0
        && !java.util.Set.of("BG", "GB", "KN", "NK", "NT", "TN", "ZZ").contains(start)
        && isDigits(text, 2, 8)
        && text.charAt(8) >= 'A'
        && text.charAt(8) <= 'D';
  }

  /**
   * @param digits eleven of them
   */
  static boolean isGermanTaxId(String digits) {
    if (digits.charAt(0) == '0') {
      return false;
    }
    int[] counts = new int[10];
    int product = 10;
    for (int i = 0; i < 10; i++) {
      int digit = digits.charAt(i) - '0';
      counts[digit]++;
      int sum = (digit + product) % 10;
      product = (sum == 0 ? 10 : sum) * 2 % 11;
    }
    int repeated = 0;
    for (int count : counts) {
      if (count > 3) {
        return false;
      }
      repeated += count > 1 ? 1 : 0;
    }
    int check = 11 - product;
    return repeated == 1 && (check == 10 ? 0 : check) == digits.charAt(10) - '0';
  }

  /**
   * @param text nine characters
   */
  static boolean isDni(String text) {
    int first = "XYZ".indexOf(text.charAt(0));
    String digits = (first < 0 ? text.substring(0, 1) : String.valueOf(first)) + text.substring(1);
    return isDigits(digits, 0, 8)
        && digits.charAt(8) == DNI_LETTERS.charAt(number(digits, 0, 8) % 23)
        && !digits.startsWith("00000000");
  }

  /**
   * @param text sixteen capitals and digits
   */
  static boolean isFiscalCode(String text) {
    int sum = 0;
    for (int i = 0; i < 16; i++) {
      char c = text.charAt(i);
      boolean isLetter = Text.isCapital(c);
      // In codes that would be the same for two people digits are replaced by these letters.
      boolean isReplaced = "LMNPQRSTUV".indexOf(c) >= 0;
      if (CF_STRUCTURE.charAt(i) == 'A' ? !isLetter : !Text.isDigit(c) && !isReplaced) {
        return false;
      }
      int value = isLetter ? c - 'A' : c - '0';
      if (i < 15) {
        sum += i % 2 == 0 ? CF_ODD[isLetter ? value + 10 : value] : value;
      }
    }
    return "ABCDEHLMPRST".indexOf(text.charAt(8)) >= 0 && text.charAt(15) == 'A' + sum % 26;
  }

  /**
   * @param digits eleven of them
   */
  static boolean isPesel(String digits) {
    int sum = 0;
    for (int i = 0; i < 10; i++) {
      sum += (digits.charAt(i) - '0') * PESEL_WEIGHTS[i];
    }
    int month = number(digits, 2, 4) % 20;
    return (10 - sum % 10) % 10 == digits.charAt(10) - '0' && isDay(month, number(digits, 4, 6));
  }

  /**
   * @param digits nine of them
   */
  static boolean isBsn(String digits) {
    int sum = -(digits.charAt(8) - '0');
    for (int i = 0; i < 8; i++) {
      sum += (digits.charAt(i) - '0') * (9 - i);
    }
    return sum % 11 == 0 && number(digits, 0, 9) > 9_999_999;
  }

  /**
   * @param text fifteen characters: digits, and A or B as the seventh in Corsica
   */
  static boolean isNir(String text) {
    char department = text.charAt(6);
    String digits = text;
    long less = 0;
    if (department == 'A' || department == 'B') {
      if (text.charAt(5) != '2') {
        return false;
      }
      digits = text.substring(0, 6) + "0" + text.substring(7);
      less = department == 'A' ? 1_000_000 : 2_000_000;
    }
    if (!isDigits(digits, 0, 15) || "123478".indexOf(digits.charAt(0)) < 0) {
      return false;
    }
    int month = number(digits, 3, 5);
    // Months above 20 stand for months that are not known.
    boolean isMonth = (month >= 1 && month <= 12) || (month >= 20 && month <= 42) || month >= 50;
    long body = Long.parseLong(digits, 0, 13, 10) - less;
    return isMonth && 97 - body % 97 == number(digits, 13, 15);
  }

  /**
   * @param digits ten of them: year, month, day and four more
   */
  static boolean isPersonnummer(String digits) {
    int sum = 0;
    for (int i = 0; i < 10; i++) {
      int digit = digits.charAt(i) - '0';
      int twice = digit > 4 ? 2 * digit - 9 : 2 * digit;
      sum += i % 2 == 0 ? twice : digit;
    }
    int day = number(digits, 4, 6);
    // Those who are in Sweden for a time have a day that is sixty higher.
    return sum % 10 == 0 && isDay(number(digits, 2, 4), day > 60 ? day - 60 : day);
  }

  private static boolean isDay(int month, int day) {
    return month >= 1
        && month <= 12
        && day >= 1
        && day
            <= (month == 2 ? 29 : month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31);
  }

  private static boolean isDigits(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!Text.isDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static int number(String digits, int from, int to) {
    return Integer.parseInt(digits, from, to, 10);
  }
}
