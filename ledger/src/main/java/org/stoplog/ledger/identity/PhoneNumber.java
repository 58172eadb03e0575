package org.stoplog.ledger.identity;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber.CountryCodeSource;
import com.google.i18n.phonenumbers.ShortNumberInfo;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A telephone number in E.164, from however people and programs write it. */
final class PhoneNumber {
  /* A number must be possible (its length fits its country), not valid (its prefix is assigned):
   * numbering plans change faster than people's files and than the library here. A number that was
   * cut or is only the part within a town is not possible, and names nobody. */

  /** Fewer digits than any subscriber has, country code included. */
  static final int SHORTEST = 7;

  /** National numbers up to this length are looked up among emergency and service numbers. */
  static final int SHORT_NUMBER = 6;

  private static final PhoneNumberUtil LIBRARY = PhoneNumberUtil.getInstance();
  private static final ShortNumberInfo SHORT_NUMBERS = ShortNumberInfo.getInstance();
  private static final int LONGEST_TEXT = 120;
  private static final Pattern SCHEME =
      Pattern.compile("^(?:tel|sms|callto|whatsapp|phone):\\s*", Pattern.CASE_INSENSITIVE);
  private static final Pattern EXTENSION =
      Pattern.compile(
          "(?:[ ,;]*(?:;ext=|extension|extn?|доб|x|#|,)[.:]?\\s*\\d{1,7}#?)$",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  /** How a spreadsheet or a data frame spells a column of numbers. */
  private static final Pattern FLOAT = Pattern.compile("^(\\+?\\d{6,})\\.0+$");

  private static final Pattern INTERNATIONAL_ZEROS = Pattern.compile("^\\+?[ (]*00[ )]*(?=[1-9])");
  private static final Pattern TRUNK_ZERO = Pattern.compile("\\(\\s*0\\s*\\)");

  private PhoneNumber() {}

  /**
   * @param region ISO 3166 code for numbers in national notation, null when unknown
   */
  static Normalised normalise(String raw, @Nullable String region) {
    String text = digitsOnly(raw);
    if (text.isEmpty()) {
      return Reason.EMPTY;
    }
    if (text.length() > LONGEST_TEXT || !text.chars().allMatch(PhoneNumber::isNotation)) {
      return Reason.NOT_A_PHONE;
    }
    if (text.indexOf('+', 1) >= 0 || text.chars().noneMatch(c -> c >= '1' && c <= '9')) {
      return Reason.NOT_A_PHONE;
    }
    String country = region == null ? null : region.toUpperCase(Locale.ROOT);
    boolean known = country != null && LIBRARY.getSupportedRegions().contains(country);
    Phonenumber.@Nullable PhoneNumber number = parse(text, known ? country : null);
    if (number == null) {
      boolean international = text.charAt(0) == '+' || INTERNATIONAL_ZEROS.matcher(text).find();
      return known || international ? Reason.NOT_A_PHONE : Reason.PHONE_NEEDS_COUNTRY;
    }
    return judge(number);
  }

  private static Normalised judge(Phonenumber.PhoneNumber number) {
    String e164 = LIBRARY.format(number, PhoneNumberFormat.E164);
    if (e164.length() - 1 < SHORTEST || number.getNationalNumber() == 0) {
      return Reason.NOT_A_PHONE;
    }
    int national = e164.length() - 1 - Integer.toString(number.getCountryCode()).length();
    if (national <= SHORT_NUMBER
        && SHORT_NUMBERS.isValidShortNumber(number)
        && !LIBRARY.isValidNumber(number)) {
      return Reason.SHORT_NUMBER;
    }
    return new Normalised.Value(e164);
  }

  private static Phonenumber.@Nullable PhoneNumber parse(String text, @Nullable String region) {
    // The region's own way to dial abroad goes first: 0011 is Australia's, 00 is not.
    Phonenumber.@Nullable PhoneNumber number = possible(text, region);
    if (number == null && TRUNK_ZERO.matcher(text).find()) {
      number = possible(TRUNK_ZERO.matcher(text).replaceAll(""), region);
    }
    Matcher zeros = INTERNATIONAL_ZEROS.matcher(text);
    boolean dialledAbroad =
        number != null && number.getCountryCodeSource() == CountryCodeSource.FROM_NUMBER_WITH_IDD;
    return dialledAbroad || !zeros.find() ? number : possible(zeros.replaceFirst("+"), null);
  }

  private static Phonenumber.@Nullable PhoneNumber possible(String text, @Nullable String region) {
    try {
      Phonenumber.PhoneNumber number = LIBRARY.parseAndKeepRawInput(text, region);
      return LIBRARY.isPossibleNumberWithReason(number) == ValidationResult.IS_POSSIBLE
          ? number
          : null;
    } catch (NumberParseException e) {
      return null;
    }
  }

  /** ASCII digits and the usual separators, without what surrounds the number or follows it. */
  private static String digitsOnly(String raw) {
    String text = SCHEME.matcher(ascii(Spelling.clean(raw))).replaceFirst("");
    if (text.startsWith("'")) {
      text = text.substring(1); // how a spreadsheet keeps digits from becoming a number
    }
    text = FLOAT.matcher(text).replaceFirst("$1");
    return Spelling.clean(EXTENSION.matcher(text).replaceFirst(""));
  }

  private static String ascii(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
      int c = text.codePointAt(i);
      int digit = Character.digit(c, 10);
      if (digit >= 0) {
        out.append((char) ('0' + digit));
      } else if (Spelling.isBlank(c)) {
        out.append(' ');
      } else if (c > 0xFF00 && c <= 0xFF5E) {
        out.append((char) (c - 0xFEE0));
      } else if (isDash(c)) {
        out.append('-');
      } else {
        out.appendCodePoint(c);
      }
    }
    return out.toString();
  }

  private static boolean isDash(int c) {
    return (c >= 0x2010 && c <= 0x2015)
        || c == 0x2212
        || c == 0x30FC
        || c == 0x301C
        || c == 0xFE58
        || c == 0xFE63
        || c == 0xB7
        || c == 0x2022;
  }

  private static boolean isNotation(int c) {
    return (c >= '0' && c <= '9') || " +-().[]/~".indexOf(c) >= 0;
  }
}
