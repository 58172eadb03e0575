package org.stoplog.ledger.identity;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber.CountryCodeSource;
import com.google.i18n.phonenumbers.ShortNumberInfo;
import java.util.ArrayList;
import java.util.List;
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

  private static final Pattern ABROAD = Pattern.compile("^\\+?[ (]*00[ )]*(?=[1-9])");
  private static final Pattern BRACKETED_PLUS = Pattern.compile("^\\(\\s*(?=\\+)");
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
    Phonenumber.@Nullable PhoneNumber number = read(text, known ? country : null);
    if (number == null) {
      boolean abroad = text.indexOf('+') >= 0 || ABROAD.matcher(text).find();
      return known || abroad ? Reason.NOT_A_PHONE : Reason.PHONE_NEEDS_COUNTRY;
    }
    return judge(number, text);
  }

  private static Normalised judge(Phonenumber.PhoneNumber first, String text) {
    Phonenumber.@Nullable PhoneNumber number = first;
    String e164 = LIBRARY.format(number, PhoneNumberFormat.E164);
    // The library may take more zeros off its own result; only one that stands is a spelling.
    String before = text;
    while (!e164.equals(before)) {
      number = possible(e164, null);
      if (number == null) {
        return Reason.NOT_A_PHONE;
      }
      before = e164;
      e164 = LIBRARY.format(number, PhoneNumberFormat.E164);
    }
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

  /** The first reading that is valid; if none is, the first that is possible. */
  private static Phonenumber.@Nullable PhoneNumber read(String text, @Nullable String region) {
    if (region != null && mayHaveLostItsPlus(text, region)) {
      Phonenumber.@Nullable PhoneNumber number = possible("+" + text, null);
      if (number != null && LIBRARY.isValidNumber(number)) {
        return number;
      }
    }
    Phonenumber.@Nullable PhoneNumber possible = null;
    for (String reading : readings(text, region)) {
      Phonenumber.@Nullable PhoneNumber number = possible(reading, region);
      if (number != null && LIBRARY.isValidNumber(number)) {
        return number;
      }
      possible = possible == null ? number : possible;
    }
    return possible;
  }

  private static List<String> readings(String text, @Nullable String region) {
    List<String> readings = new ArrayList<>(3);
    Matcher abroad = ABROAD.matcher(text);
    // The region's own way to dial abroad goes first: Australia's is 0011, not 00.
    boolean rewritten = abroad.find() && !isDialledAbroad(text, region);
    String written = rewritten ? abroad.replaceFirst("+") : text;
    readings.add(written);
    if (TRUNK_ZERO.matcher(written).find()) {
      readings.add(TRUNK_ZERO.matcher(written).replaceAll(""));
    }
    return readings;
  }

  /**
   * Exports write E.164 without the plus. Where numbers have many lengths (Germany, Austria), that
   * can also be read as a national number whose 0 was left out; people do not leave it out.
   */
  private static boolean mayHaveLostItsPlus(String text, String region) {
    String trunk = LIBRARY.getNddPrefixForRegion(region, true);
    return "0".equals(trunk)
        && text.startsWith(Integer.toString(LIBRARY.getCountryCodeForRegion(region)));
  }

  private static boolean isDialledAbroad(String text, @Nullable String region) {
    Phonenumber.@Nullable PhoneNumber number = possible(text, region);
    return number != null
        && number.getCountryCodeSource() == CountryCodeSource.FROM_NUMBER_WITH_IDD;
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
    text = BRACKETED_PLUS.matcher(text).replaceFirst("");
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
