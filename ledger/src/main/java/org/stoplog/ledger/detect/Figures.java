package org.stoplog.ledger.detect;

import java.util.Locale;

/** Numbers and codes: cards, accounts, what states give out, addresses of machines, days. */
final class Figures {
  private static final int LONGEST_SPACED = 24;
  private static final int LONGEST_IPV6 = 45;

  private Figures() {}

  /**
   * A word that starts with a digit.
   *
   * @return where what was found ends, or {@code from}
   */
  static int number(TextScan scan, int from, int end) {
    char[] text = scan.text;
    char before = from == 0 ? ' ' : text[from - 1];
    boolean isPart =
        (before == '.' || before == '-' || before == '/')
            && from > 1
            && Text.isWord(text[from - 2]);
    char first = text[from];
    if (!isPart && first >= '2' && first <= '6') {
      int card = AccountDigits.cardEnd(text, from, scan.to);
      if (card >= 0) {
        scan.found(Detector.CARD_NUMBER, digits(text, from, card), from);
        return card;
      }
    }
    int length = end - from;
    int ip = length <= 4 && before != ':' ? address(scan, from) : from;
    if (ip > from) {
      return ip;
    }
    if (!isPart) {
      int state = length <= 15 ? stateNumber(scan, from, end) : from;
      if (state > from) {
        return state;
      }
      if (scan.isNearBirth(from) && isDay(scan, from)) {
        scan.found(Detector.BIRTH_BY_WORD, new String(text, from, dayEnd(scan, from) - from), from);
        return dayEnd(scan, from);
      }
      if (scan.isNearPhone(from)) {
        return Contacts.phoneByWord(scan, from);
      }
    }
    return from;
  }

  private static int stateNumber(TextScan scan, int from, int end) {
    char[] text = scan.text;
    String word = new String(text, from, end - from);
    boolean isNumber = word.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!isNumber) {
      return word.length() == 9 && NationalId.isDni(word.toUpperCase(Locale.ROOT))
          ? take(scan, Detector.ES_DNI, word.toUpperCase(Locale.ROOT), from, end)
          : from;
    }
    return switch (word.length()) {
      case 1 -> spaced(scan, from, 15);
      case 2 -> spaced(scan, from, 11);
      case 3 -> ssn(scan, from);
      case 6 -> personnummer(scan, from, end, word);
      case 8 -> {
        int swede = personnummer(scan, from, end, word.substring(2));
        yield swede > from ? swede : dni(scan, from, end, word);
      }
      case 9 ->
          scan.isNearBsn(from) && NationalId.isBsn(word)
              ? take(scan, Detector.NL_BSN, word, from, end)
              : scan.isNearSsn(from) && NationalId.isSsn(word)
                  ? take(scan, Detector.US_SSN, word, from, end)
                  : from;
      case 11 ->
          NationalId.isGermanTaxId(word)
              ? take(scan, Detector.DE_TAX_ID, word, from, end)
              : NationalId.isPesel(word) ? take(scan, Detector.PL_PESEL, word, from, end) : from;
      case 12 ->
          (word.startsWith("19") || word.startsWith("20"))
                  && NationalId.isPersonnummer(word.substring(2))
              ? take(scan, Detector.SE_PERSONNUMMER, word.substring(2), from, end)
              : from;
      case 13 -> spaced(scan, from, 15);
      case 15 -> NationalId.isNir(word) ? take(scan, Detector.FR_NIR, word, from, end) : from;
      default -> from;
    };
  }

  private static int take(TextScan scan, Detector detector, String value, int from, int end) {
    scan.found(detector, value, from);
    return end;
  }

  /** Groups with single blanks between them, as states print their numbers. */
  private static int spaced(TextScan scan, int from, int count) {
    StringBuilder all = new StringBuilder();
    int most = Math.min(scan.to, from + LONGEST_SPACED);
    int i = from;
    while (i < most && all.length() < count) {
      char c = scan.text[i];
      if (Text.isDigit(c) || (all.length() == 6 && (c == 'A' || c == 'B'))) {
        all.append(c);
      } else if (c != ' ' || scan.text[i - 1] == ' ') {
        return from;
      }
      i++;
    }
    if (all.length() < count || (i < scan.to && Text.isWord(scan.text[i]))) {
      return from;
    }
    String value = all.toString();
    if (count == 15 && NationalId.isNir(value)) {
      return take(scan, Detector.FR_NIR, value, from, i);
    }
    return count == 11 && i - from == 14 && NationalId.isGermanTaxId(value)
        ? take(scan, Detector.DE_TAX_ID, value, from, i)
        : from;
  }

  private static int ssn(TextScan scan, int from) {
    char[] text = scan.text;
    int end = from + 11;
    if (end > scan.to || (end < scan.to && (Text.isWord(text[end]) || text[end] == '-'))) {
      return from;
    }
    String digits = digits(text, from, end);
    return text[from + 3] == '-'
            && text[from + 6] == '-'
            && digits.length() == 9
            && NationalId.isSsn(digits)
        ? take(scan, Detector.US_SSN, digits, from, end)
        : from;
  }

  private static int personnummer(TextScan scan, int from, int end, String day) {
    int last = end + 5;
    if (last > scan.to
        || (scan.text[end] != '-' && scan.text[end] != '+')
        || (last < scan.to && (Text.isWord(scan.text[last]) || scan.text[last] == '-'))) {
      return from;
    }
    String all = day + digits(scan.text, end, last);
    return all.length() == 10 && NationalId.isPersonnummer(all)
        ? take(scan, Detector.SE_PERSONNUMMER, all, from, last)
        : from;
  }

  private static int dni(TextScan scan, int from, int end, String word) {
    int last = end + 2;
    if (last > scan.to
        || scan.text[end] != '-'
        || !Text.isCapital(scan.text[end + 1])
        || (last < scan.to && Text.isWord(scan.text[last]))) {
      return from;
    }
    String all = word + scan.text[end + 1];
    return NationalId.isDni(all) ? take(scan, Detector.ES_DNI, all, from, last) : from;
  }

  /**
   * A word that starts with a letter.
   *
   * @return where what was found ends, or {@code from}
   */
  static int code(TextScan scan, int from, int end) {
    char[] text = scan.text;
    int length = end - from;
    if (length >= 4 && Text.isCapital(text[from])) {
      int iban = AccountDigits.ibanEnd(text, from, scan.to);
      if (iban >= 0) {
        String value = new String(text, from, iban - from).replace(" ", "");
        return take(scan, Detector.IBAN, value, from, iban);
      }
    }
    if (length == 16 || length == 9) {
      String word = new String(text, from, length).toUpperCase(Locale.ROOT);
      boolean isPlain =
          word.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'));
      if (isPlain && length == 16 && NationalId.isFiscalCode(word)) {
        return take(scan, Detector.IT_FISCAL_CODE, word, from, end);
      }
      if (isPlain && length == 9 && "XYZ".indexOf(word.charAt(0)) >= 0 && NationalId.isDni(word)) {
        return take(scan, Detector.ES_DNI, word, from, end);
      }
      if (isPlain && length == 9 && NationalId.isNino(word)) {
        return take(scan, Detector.UK_NINO, word, from, end);
      }
    }
    if (length == 2 && Text.isCapital(text[from]) && from + 13 <= scan.to && text[end] == ' ') {
      return spacedNino(scan, from);
    }
    return from;
  }

  private static int spacedNino(TextScan scan, int from) {
    String word = new String(scan.text, from, 13);
    boolean ends = from + 13 == scan.to || !Text.isWord(scan.text[from + 13]);
    String plain = word.replace(" ", "");
    return ends
            && plain.length() == 9
            && word.charAt(5) == ' '
            && word.charAt(8) == ' '
            && word.charAt(11) == ' '
            && NationalId.isNino(plain)
        ? take(scan, Detector.UK_NINO, plain, from, from + 13)
        : from;
  }

  /** IPv4 and IPv6, without the ranges that say nothing: private, local, reserved. */
  private static int address(TextScan scan, int from) {
    char[] text = scan.text;
    char before = from == 0 ? ' ' : text[from - 1];
    boolean isInPath = before == '/' && from > 1 && text[from - 2] != '/';
    if (before == '.' || before == ':' || before == '-' || isInPath) {
      return from;
    }
    int most = Math.min(scan.to, from + LONGEST_IPV6);
    int end = from;
    int colons = 0;
    int dots = 0;
    boolean hasDouble = false;
    while (end < most && (Text.isHex(text[end]) || text[end] == ':' || text[end] == '.')) {
      if (text[end] == ':') {
        colons++;
        hasDouble |= end > from && text[end - 1] == ':';
      }
      dots += text[end] == '.' ? 1 : 0;
      end++;
    }
    if (end < scan.to && Text.isWord(text[end])) {
      return from;
    }
    while (end > from && (text[end - 1] == '.' || text[end - 1] == ':')) {
      dots -= text[end - 1] == '.' ? 1 : 0;
      colons -= text[end - 1] == ':' ? 1 : 0;
      end--;
    }
    String value = new String(text, from, end - from).toLowerCase(Locale.ROOT);
    if (dots == 3 && colons <= 1) {
      // A port may follow.
      String four = colons == 1 ? value.substring(0, value.indexOf(':')) : value;
      return isPublic(four)
          ? take(scan, Detector.IP_ADDRESS, four, from, from + four.length())
          : from;
    }
    boolean isSix = dots == 0 && (colons == 7 || (hasDouble && colons >= 3 && colons < 7));
    return isSix && isGlobal(value) ? take(scan, Detector.IP_ADDRESS, value, from, end) : from;
  }

  private static boolean isPublic(String four) {
    String[] parts = four.split("\\.", -1);
    if (parts.length != 4) {
      return false;
    }
    int[] numbers = new int[4];
    for (int i = 0; i < 4; i++) {
      String part = parts[i];
      if (part.isEmpty()
          || part.length() > 3
          || (part.length() > 1 && part.charAt(0) == '0')
          || !part.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return false;
      }
      numbers[i] = Integer.parseInt(part);
      if (numbers[i] > 255) {
        return false;
      }
    }
    int first = numbers[0];
    int second = numbers[1];
    return first != 0
        && first != 10
        && first != 127
        && first < 224
        && !(first == 192 && second == 168)
        && !(first == 172 && second >= 16 && second <= 31)
        && !(first == 169 && second == 254)
        && !(first == 100 && second >= 64 && second <= 127)
        && !(first == 198 && (second == 18 || second == 19))
        && !isOfExamples(first, second, numbers[2]);
  }

  /** Set aside for documents (RFC 5737). */
  private static boolean isOfExamples(int first, int second, int third) {
    return (first == 192 && second == 0 && third == 2)
        || (first == 198 && second == 51 && third == 100)
        || (first == 203 && second == 0 && third == 113);
  }

  /** Of the addresses that are reached from everywhere (2000::/3), without those of documents. */
  private static boolean isGlobal(String six) {
    char first = six.charAt(0);
    for (String part : six.split(":", -1)) {
      if (part.length() > 4) {
        return false;
      }
    }
    return (first == '2' || first == '3')
        && six.indexOf(':') == 4
        && !six.startsWith("2001:db8:")
        && !six.startsWith("2001:0db8:");
  }

  static void passport(TextScan scan, int from, int end) {
    int length = end - from;
    if (length < 6 || length > 9) {
      return;
    }
    int digits = 0;
    for (int i = from; i < end; i++) {
      char c = scan.text[i];
      if (Text.isDigit(c)) {
        digits++;
      } else if (!Text.isLetter(c)) {
        return;
      }
    }
    if (digits >= 4) {
      scan.found(
          Detector.PASSPORT_BY_WORD,
          new String(scan.text, from, length).toUpperCase(Locale.ROOT),
          from);
    }
  }

  /** Whether a day in figures starts here: of a year from 1900 on, in any order. */
  private static boolean isDay(TextScan scan, int from) {
    int end = dayEnd(scan, from);
    String[] parts = new String(scan.text, from, end - from).split("[-./]", -1);
    if (parts.length != 3) {
      return false;
    }
    int years = 0;
    int small = 0;
    for (String part : parts) {
      if (part.isEmpty() || part.length() > 4) {
        return false;
      }
      int number = Integer.parseInt(part);
      years += part.length() == 4 && number >= 1900 && number <= 2100 ? 1 : 0;
      small += part.length() <= 2 && number <= 99 ? 1 : 0;
    }
    return (years == 1 && small == 2) || (small == 3 && years == 0);
  }

  private static int dayEnd(TextScan scan, int from) {
    int end = from;
    int most = Math.min(scan.to, from + 10);
    while (end < most && (Text.isDigit(scan.text[end]) || "-./".indexOf(scan.text[end]) >= 0)) {
      end++;
    }
    return end > from && !Text.isDigit(scan.text[end - 1]) ? end - 1 : end;
  }

  private static String digits(char[] text, int from, int end) {
    StringBuilder digits = new StringBuilder();
    for (int i = from; i < end; i++) {
      if (Text.isDigit(text[i])) {
        digits.append(text[i]);
      }
    }
    return digits.toString();
  }
}
