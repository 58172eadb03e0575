package org.stoplog.ledger.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.stoplog.ledger.Seeded;

class NormaliserPropertiesTest {
  private static final String ATEXT =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~.";

  @Test
  void aNormalisedIdentifierIsNormalisedToItself() {
    Seeded.check(
        80_000,
        random -> {
          Scheme scheme = Seeded.pick(random, Scheme.values());
          String region = Seeded.pick(random, null, "DE", "US", "IT", "AR", "AU");
          if (Normaliser.normalise(scheme, anything(random), region)
              instanceof Normalised.Value(String text)) {
            assertThat(text).isNotEmpty();
            assertThat(text).isEqualTo(utf8(utf8(text))); // well-formed
            assertThat(Normaliser.normalise(scheme, text, region))
                .describedAs(text)
                .isEqualTo(new Normalised.Value(text));
            assertThat(Normaliser.normalise(scheme, text, null))
                .describedAs(text)
                .isEqualTo(new Normalised.Value(text));
          }
        });
  }

  @Test
  void theFastPathGivesWhatTheSlowPathGives() {
    int[] decided = new int[1];
    Seeded.check(
        120_000,
        random -> {
          Scheme scheme = Seeded.pick(random, Scheme.values());
          byte[] in = utf8(anything(random));
          String raw = utf8(in);
          byte[] out = new byte[in.length + 3];
          int length = Normaliser.normaliseAscii(scheme, in, 0, in.length, out, 3);
          if (length >= 0) {
            decided[0]++;
            assertThat(Normaliser.normalise(scheme, raw, "DE"))
                .describedAs("%s %s", scheme, raw)
                .isEqualTo(
                    new Normalised.Value(new String(out, 3, length, StandardCharsets.US_ASCII)));
          }
        });
    assertThat(decided[0]).isGreaterThan(Long.getLong("stoplog.seed") == null ? 4_000 : -1);
  }

  @Test
  void theFastPathKnowsPhonesAsTheLibraryDoes() {
    Integer[] codes =
        PhoneNumberUtil.getInstance().getSupportedCallingCodes().toArray(Integer[]::new);
    int[] decided = new int[1];
    Seeded.check(
        40_000,
        random -> {
          String digits =
              Seeded.text(random, "0123456789", 0, 4) + Seeded.text(random, "0123456789", 3, 9);
          String raw = "+" + Seeded.pick(random, codes) + digits;
          byte[] in = utf8(raw);
          byte[] out = new byte[in.length];
          if (Normaliser.normaliseAscii(Scheme.PHONE, in, 0, in.length, out, 0) >= 0) {
            decided[0]++;
            assertThat(out).isEqualTo(in);
            assertThat(
                    Normaliser.normalise(Scheme.PHONE, raw, Seeded.pick(random, null, "DE", "CA")))
                .describedAs(raw)
                .isEqualTo(new Normalised.Value(raw));
          }
        });
    assertThat(decided[0]).isGreaterThan(Long.getLong("stoplog.seed") == null ? 4_000 : -1);
  }

  @Test
  void theFastPathReadsInTheMiddleOfABufferAndInPlace() {
    byte[] buffer = "xxANN@Example.COMxx".getBytes(StandardCharsets.US_ASCII);
    assertThat(Normaliser.normaliseAscii(Scheme.EMAIL, buffer, 2, 15, buffer, 2)).isEqualTo(15);
    assertThat(new String(buffer, StandardCharsets.US_ASCII)).isEqualTo("xxann@example.comxx");
  }

  @Test
  void caseAndPaddingNeverMatterToAnAddress() {
    Seeded.check(
        20_000,
        random -> {
          String email = address(random);
          String spoiled =
              Seeded.text(random, " \t\u00A0\u200B\uFEFF", 0, 3)
                  + (random.nextBoolean() ? email.toUpperCase(Locale.ROOT) : email)
                  + Seeded.text(random, " \t\u00A0\u200B\uFEFF;,", 0, 3);
          assertThat(Normaliser.normalise(Scheme.EMAIL, spoiled, null))
              .describedAs(spoiled)
              .isEqualTo(Normaliser.normalise(Scheme.EMAIL, email, null))
              .isInstanceOf(Normalised.Value.class);
        });
  }

  @Test
  void addressesWithTheSameExactFormHaveTheSameBase() {
    Seeded.check(
        20_000,
        random -> {
          String raw = anything(random);
          if (Normaliser.normalise(Scheme.EMAIL, raw, null)
              instanceof Normalised.Value(String exact)) {
            assertThat(Normaliser.derive(Scheme.EMAIL, exact))
                .contains(
                    new Derived(Scheme.EMAIL, exact),
                    new Derived(
                        Scheme.EMAIL_BASE,
                        ((Normalised.Value) Normaliser.normalise(Scheme.EMAIL_BASE, raw, null))
                            .text()))
                .doesNotHaveDuplicates();
          }
        });
  }

  @Test
  void domainsAreEncodedAsTheJdkDoesWhereTheStandardsAgree() {
    String letters = "abcxyz019äöüéèñçøåæłžабвгдежзий例子中文日本ไทย";
    Seeded.check(
        20_000,
        random -> {
          String label = Seeded.text(random, letters, 1, 15);
          assertThat(DomainName.normalise(label)).isEqualTo(IDN.toASCII(label));
          assertThat(DomainName.unicode(IDN.toASCII(label))).isEqualTo(label);
        });
  }

  @Test
  void punycodeIsTakenBack() {
    Seeded.check(
        20_000,
        random -> {
          String label = Seeded.text(random, "ab-ü例\uD83D\uDE00\uD83C\uDF0Dσς", 1, 20);
          assertThat(Punycode.decode(Punycode.encode(label))).isEqualTo(label);
          Punycode.decode(Seeded.text(random, "abcdefxyz0189-", 0, 30)); // any text will do
        });
  }

  private static String address(RandomGenerator random) {
    return Seeded.text(random, ATEXT.replace("'", "").replace("`", ""), 1, 12)
        + "@"
        + Seeded.text(random, "abcXYZ09-ü例", 1, 8)
        + Seeded.pick(random, ".com", ".example", "", ".CO.UK");
  }

  private static String anything(RandomGenerator random) {
    return switch (random.nextInt(8)) {
      case 0 -> Seeded.anyText(random, 40);
      case 1 -> Seeded.text(random, ATEXT + "@@ \t\"<>,;\\", 0, 30);
      case 2 -> Seeded.text(random, ATEXT, 1, 66) + "@" + Seeded.text(random, "aB0-_..", 1, 30);
      case 3 ->
          Seeded.pick(random, "+", "00", "0", "+49", "0049(0)", "+1", "+39 0", "")
              + Seeded.text(random, "0123456789 -/().", 3, 16);
      case 4 ->
          Seeded.text(random, Seeded.pick(random, "0123456789abcdef", "ABCDEF01+/="), 30, 34)
              + Seeded.text(random, "0123456789abcdefABCDEF", 0, 32);
      case 5 -> Seeded.spoiled(random, "lmy47d undefined none 0000".split(" ")[random.nextInt(4)]);
      default -> Seeded.spoiled(random, address(random));
    };
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String utf8(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
