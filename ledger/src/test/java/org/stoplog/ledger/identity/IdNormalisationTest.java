package org.stoplog.ledger.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdNormalisationTest {
  static Stream<Arguments> ids() {
    return Stream.of(
        arguments(" user_123\t", "user_123"),
        arguments("User_123", "User_123"),
        arguments("\uFEFFuser\u200B_123\u00A0", "user_123"),
        arguments("jose\u0301", "jos\u00E9"),
        arguments("00", "00"),
        arguments("007", "007"),
        arguments("12345.0", "12345.0"),
        arguments("two words", "two words"),
        arguments("nullable", "nullable"),
        arguments("$device:0", "$device:0"),
        arguments("x".repeat(512), "x".repeat(512)));
  }

  @ParameterizedTest
  @MethodSource("ids")
  void keepsAnIdButForWhatIsNotSeen(String raw, String expected) {
    assertThat(Normaliser.normalise(Scheme.USER_ID, raw, null))
        .isEqualTo(new Normalised.Value(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "NULL",
        " None ",
        "NaN",
        "undefined",
        "unknown",
        "n/a",
        "N/A",
        "#N/A",
        "0",
        "-1",
        "true",
        "anonymous",
        "[object Object]",
        "(not set)",
        "\\N",
        "<nil>",
        "-",
        "lmy47d",
        "00000000-0000-0000-0000-000000000000",
        "00000000000000000000000000000000"
      })
  void knowsThePlaceholders(String raw) {
    for (Scheme scheme :
        new Scheme[] {Scheme.USER_ID, Scheme.ORGANISATION_ID, Scheme.SUPPLIER_ID}) {
      assertThat(Normaliser.normalise(scheme, raw, null))
          .isEqualTo(new Normalised.Unusable("placeholder"));
    }
  }

  @Test
  void leavesOutIdsThatCouldBeSomebodyElses() {
    assertThat(reason("\u200B ")).isEqualTo("empty");
    assertThat(reason("jos\uFFFD")).isEqualTo("damaged-text");
    assertThat(reason("a\uD800")).isEqualTo("damaged-text");
    assertThat(reason("a\u001Fb")).isEqualTo("control-character");
    assertThat(reason("x".repeat(513))).isEqualTo("too-long");
    assertThat(reason("ü".repeat(257))).isEqualTo("too-long");
  }

  private static String reason(String raw) {
    return ((Normalised.Unusable) Normaliser.normalise(Scheme.USER_ID, raw, null)).reason();
  }

  static Stream<Arguments> hashes() {
    String hex = "ab".repeat(32);
    return Stream.of(
        arguments(Scheme.EMAIL_SHA256, hex, hex),
        arguments(Scheme.EMAIL_SHA256, " " + hex.toUpperCase(java.util.Locale.ROOT), hex),
        arguments(Scheme.PHONE_SHA256, "0x" + hex, hex),
        arguments(Scheme.EMAIL_SHA256, "q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s=", hex),
        arguments(Scheme.EMAIL_SHA256, "q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s", hex),
        arguments(Scheme.EMAIL_MD5, "ab".repeat(16), "ab".repeat(16)),
        arguments(Scheme.EMAIL_MD5, "q6urq6urq6urq6urq6urqw==", "ab".repeat(16)));
  }

  @ParameterizedTest
  @MethodSource("hashes")
  void givesHashesAsLowerCaseHex(Scheme scheme, String raw, String expected) {
    assertThat(Normaliser.normalise(scheme, raw, null)).isEqualTo(new Normalised.Value(expected));
  }

  static Stream<Arguments> noHashes() {
    return Stream.of(
        arguments("", "empty"),
        arguments("ab".repeat(31), "not-a-hash"),
        arguments("ab".repeat(16), "not-a-hash"),
        arguments("zz".repeat(32), "not-a-hash"),
        arguments("ann@example.com", "not-a-hash"),
        arguments("١".repeat(64), "not-a-hash"),
        // printf '' | sha256sum; printf null | sha256sum
        arguments(
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "placeholder"),
        arguments(
            "74234e98afe7498fb5daf1f36ac2d78acc339464f950703b8c019892f982b90b", "placeholder"));
  }

  @ParameterizedTest
  @MethodSource("noHashes")
  void leavesOutHashesOfNothing(String raw, String reason) {
    assertThat(Normaliser.normalise(Scheme.EMAIL_SHA256, raw, null))
        .isEqualTo(new Normalised.Unusable(reason));
  }

  @Test
  void derivesEveryFormOfAnAddress() {
    // printf 'a.nn+x@gmail.com' | sha256sum, and so on
    assertThat(Normaliser.derive(Scheme.EMAIL, "a.nn+x@gmail.com"))
        .containsExactly(
            new Derived(Scheme.EMAIL, "a.nn+x@gmail.com"),
            new Derived(Scheme.EMAIL_BASE, "ann@gmail.com"),
            new Derived(
                Scheme.EMAIL_SHA256,
                "30c083054e62565463a26fe1b6a2bf39b4b80902bc663efac2c93aaf99f1e67d"),
            new Derived(
                Scheme.EMAIL_SHA256,
                "2419595e1dd607a7cef2b23b09d208b47cbb709a31c73f2e570921733f3e2e7a"),
            new Derived(Scheme.EMAIL_MD5, "2be4bfe974522803f31d72017e817aec"));
  }

  @Test
  void derivesTheHashOfTheAddressAsPeopleWriteIt() {
    // printf 'ann@straße.de' | sha256sum
    assertThat(Normaliser.derive(Scheme.EMAIL, "ann@xn--strae-oqa.de"))
        .contains(
            new Derived(
                Scheme.EMAIL_SHA256,
                "672e7f625b7a63097a43003e209249790ab227d3c5616f1847bd580111897620"),
            new Derived(Scheme.EMAIL_MD5, "1aeae9c8fc79c5e49f0723c2cc80bd0f"))
        .hasSize(6);
  }

  @Test
  void derivesHashesOfAPhoneWithAndWithoutPlus() {
    assertThat(Normaliser.derive(Scheme.PHONE, "+12125550100"))
        .containsExactly(
            new Derived(Scheme.PHONE, "+12125550100"),
            new Derived(
                Scheme.PHONE_SHA256,
                "7051794160d3623333285fa17308ecc1841d3764590bfcd8266e5d83937d3bb8"),
            new Derived(
                Scheme.PHONE_SHA256,
                "d70a96108cd686be3737cbeed345f2a61c178747e3cb4448e6434e24ac150acd"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Scheme.class,
      names = {"EMAIL", "PHONE"},
      mode = EnumSource.Mode.EXCLUDE)
  void derivesNothingElseFromOthers(Scheme scheme) {
    assertThat(Normaliser.derive(scheme, "a1")).containsExactly(new Derived(scheme, "a1"));
  }

  @Test
  void keepsSuppliersIdsApart() {
    assertThat(Normaliser.supplierScoped(1, "23")).isEqualTo("1\u001F23");
    assertThat(Normaliser.supplierScoped(12, "3")).isNotEqualTo(Normaliser.supplierScoped(1, "23"));
  }

  @Test
  void printsNoIdentifier() {
    assertThat(new Normalised.Value("ann@example.com").toString()).doesNotContain("ann");
    assertThat(new Derived(Scheme.EMAIL, "ann@example.com").toString()).doesNotContain("ann");
  }
}
