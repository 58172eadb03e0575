package org.stoplog.ledger.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PhoneNormalisationTest {

  static Stream<Arguments> notations() {
    return Stream.of(
        arguments("+4915123456789", null, "+4915123456789"),
        arguments("+49 151 2345 6789", null, "+4915123456789"),
        arguments("+49 (0) 151 / 23 45 67 89", null, "+4915123456789"),
        arguments("(+49) 151-23456789", null, "+4915123456789"),
        arguments("0049 151 23456789", null, "+4915123456789"),
        arguments("0049 (0)151 23456789", null, "+4915123456789"),
        arguments("+0049 151 23456789", null, "+4915123456789"),
        arguments("0151 23456789", "DE", "+4915123456789"),
        arguments("0151 23456789", "de", "+4915123456789"),
        arguments("0151.23456789", "DE", "+4915123456789"),
        arguments("0151\u201123456789", "DE", "+4915123456789"),
        arguments("\u200E0151\u00A023456789\u202C", "DE", "+4915123456789"),
        arguments("4915123456789", "DE", "+4915123456789"),
        arguments("4915123456789.0", "DE", "+4915123456789"),
        arguments("'+4915123456789", null, "+4915123456789"),
        arguments("tel:+49-151-23456789", null, "+4915123456789"),
        arguments("whatsapp:+4915123456789", null, "+4915123456789"),
        arguments("\uFF0B\uFF14\uFF19 151 23456789", null, "+4915123456789"),
        arguments("+\u0664\u0669 151 23456789", null, "+4915123456789"), // Arabic-Indic 49
        arguments("+4915123456789", "US", "+4915123456789"),
        arguments("0049 151 23456789", "US", "+4915123456789"),
        arguments("011 49 151 23456789", "US", "+4915123456789"),
        arguments("0011 49 151 23456789", "AU", "+4915123456789"),
        arguments("(212) 555-0100", "US", "+12125550100"),
        arguments("1-212-555-0100", "US", "+12125550100"),
        arguments("+1 212 555 0100 ext. 12", null, "+12125550100"),
        arguments("+1 212 555 0100 x12", null, "+12125550100"),
        arguments("+1 212 555 0100;ext=12", null, "+12125550100"),
        arguments("+1 212 555 0100,,12#", null, "+12125550100"),
        arguments("020 7946 0958", "GB", "+442079460958"),
        arguments("+44 (0)20 7946 0958", null, "+442079460958"),
        arguments("06 6982 0000", "IT", "+390669820000"), // the zero is part of the number
        arguments("+39 06 6982 0000", null, "+390669820000"),
        arguments("+39 (06) 6982 0000", null, "+390669820000"),
        arguments("347 123 4567", "IT", "+393471234567"),
        arguments("+39 (0) 347 123 4567", null, "+393471234567"), // here it is not
        arguments("+45 (0) 32 12 34 56", null, "+4532123456"),
        arguments("8 (912) 345-67-89", "RU", "+79123456789"),
        arguments("+7 912 345 67 89", null, "+79123456789"),
        arguments("011 15-2345-6789", "AR", "+5491123456789"),
        arguments("+683 4000", null, "+6834000"), // Niue
        arguments("+800 1234 5678", null, "+80012345678"),
        // Possible though its prefix is not assigned: a plan may have changed.
        arguments("+1 211 555 0100", null, "+12115550100"));
  }

  @ParameterizedTest
  @MethodSource("notations")
  void givesOneSpelling(String raw, String region, String expected) {
    assertThat(Normaliser.normalise(Scheme.PHONE, raw, region))
        .isEqualTo(new Normalised.Value(expected));
  }

  static Stream<Arguments> unusable() {
    return Stream.of(
        arguments("", null, "empty"),
        arguments(" \u200B", "DE", "empty"),
        arguments("0151 23456789", null, "phone-needs-country"),
        arguments("4915123456789", null, "phone-needs-country"),
        arguments("0151 23456789", "ZZ", "phone-needs-country"),
        arguments("0151 23456789", "Germany", "phone-needs-country"),
        arguments("1-800-FLOWERS", "US", "not-a-phone"),
        arguments("+1 800 FLOWERS", null, "not-a-phone"),
        arguments("n/a", "DE", "not-a-phone"),
        arguments("ann@example.com", "DE", "not-a-phone"),
        arguments("4.91512E+12", "DE", "not-a-phone"),
        arguments("4,91512E+12", "DE", "not-a-phone"),
        arguments("112", "DE", "not-a-phone"),
        arguments("911", "US", "not-a-phone"),
        arguments("+49110", null, "not-a-phone"),
        arguments("555-0100", "US", "not-a-phone"), // within a town only
        arguments("0000000000", "US", "not-a-phone"),
        arguments("+10000000000", null, "not-a-phone"),
        arguments("+1 212 555 010", null, "not-a-phone"),
        arguments("+1 212 555 01000", null, "not-a-phone"),
        arguments("+999 123456789", null, "not-a-phone"),
        arguments("+", null, "not-a-phone"),
        arguments("+49 151 23456789 / +49 151 23456780", null, "not-a-phone"),
        arguments("0151 23456789, 0151 23456780", "DE", "not-a-phone"),
        arguments("0151 23456789 or 0151 23456780", "DE", "not-a-phone"),
        arguments("1".repeat(3000), "DE", "not-a-phone"));
  }

  @ParameterizedTest
  @MethodSource("unusable")
  void leavesOutWhatNamesNobody(String raw, String region, String reason) {
    assertThat(Normaliser.normalise(Scheme.PHONE, raw, region))
        .isEqualTo(new Normalised.Unusable(reason));
  }
}
