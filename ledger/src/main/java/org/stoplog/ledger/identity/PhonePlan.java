package org.stoplog.ledger.identity;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonemetadata.PhoneMetadata;
import com.google.i18n.phonenumbers.metadata.DefaultMetadataDependenciesProvider;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one calling code lets us know without asking the library: which lengths are possible, and
 * after which first digits it changes nothing. An E.164 number for which both hold is its own
 * spelling.
 */
final class PhonePlan {
  /* The library takes off national prefixes even after a country code, by a pattern for each
   * country. Every three first digits are tried against that pattern: where it does not match, and
   * did not want to see more digits either (hitEnd), it cannot match any number that begins so. */

  private static final int PREFIX_DIGITS = 3;
  private static final int PREFIXES = 1000;
  private static final int LONGEST = 17;
  private static final PhonePlan UNKNOWN = new PhonePlan(null);
  private static final @Nullable PhonePlan[] PLANS = new PhonePlan[PREFIXES];

  private final boolean[] possible = new boolean[LONGEST + 1];
  private final boolean[] untouched = new boolean[PREFIXES];

  private PhonePlan(@Nullable PhoneMetadata metadata) {
    if (metadata == null) {
      return;
    }
    for (int length : metadata.getGeneralDesc().getPossibleLengthList()) {
      possible[length] = length > PhoneNumber.SHORT_NUMBER && length <= LONGEST;
    }
    Pattern prefix = Pattern.compile(metadata.getNationalPrefixForParsing());
    for (int i = 1; i < PREFIXES; i++) {
      Matcher matcher = prefix.matcher("%03d".formatted(i));
      boolean takes = matcher.lookingAt() && (matcher.end() > 0 || captures(matcher));
      untouched[i] = !takes && !matcher.hitEnd();
    }
  }

  /**
   * Whether {@code digits} after a plus are surely what the library would give back. False when it
   * must be asked.
   */
  static boolean isE164(byte[] digits, int from, int length) {
    int code = 0;
    for (int i = 0; i < PREFIX_DIGITS && i < length; i++) {
      code = 10 * code + digits[from + i] - '0';
      if (code == 0) {
        return false;
      }
      PhonePlan plan = of(code);
      if (plan != UNKNOWN) {
        int national = length - i - 1;
        return national <= LONGEST
            && plan.possible[Math.max(national, 0)]
            && plan.untouched[prefix(digits, from + i + 1)];
      }
    }
    return false;
  }

  private static int prefix(byte[] digits, int from) {
    return 100 * (digits[from] - '0') + 10 * (digits[from + 1] - '0') + digits[from + 2] - '0';
  }

  /** Plans have final fields alone: two threads may make the same one, neither sees half of it. */
  private static PhonePlan of(int code) {
    PhonePlan plan = PLANS[code];
    if (plan == null) {
      plan = load(code);
      PLANS[code] = plan;
    }
    return plan;
  }

  private static PhonePlan load(int code) {
    PhoneNumberUtil library = PhoneNumberUtil.getInstance();
    if (!library.getSupportedCallingCodes().contains(code)) {
      return UNKNOWN;
    }
    String region = library.getRegionCodeForCountryCode(code);
    // 001 are the codes of no country, like +800: rare, so the library may look at them.
    return new PhonePlan(
        region.equals("001")
            ? null
            : DefaultMetadataDependenciesProvider.getInstance()
                .getPhoneNumberMetadataSource()
                .getMetadataForRegion(region));
  }

  /** A pattern of optional parts matches nothing, and even then may rewrite what it captured. */
  private static boolean captures(Matcher matcher) {
    return matcher.groupCount() > 0 && matcher.group(matcher.groupCount()) != null;
  }
}
