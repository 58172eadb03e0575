package org.stoplog.ledger.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailNormalisationTest {

  static Stream<Arguments> spellings() {
    return Stream.of(
        arguments("ann@example.com", "ann@example.com"),
        arguments("ANN@EXAMPLE.COM", "ann@example.com"),
        // What surrounds it.
        arguments(" \tann@example.com\r\n", "ann@example.com"),
        arguments("\u00A0ann@example.com\u2003", "ann@example.com"),
        arguments("\u3000ann@example.com\u0000", "ann@example.com"),
        arguments("\uFEFFann@example.com", "ann@example.com"),
        arguments("ann\u200B@exam\u00ADple.com", "ann@example.com"),
        arguments("\u200Fann@example.com\u200E", "ann@example.com"),
        arguments("\u202Aann@example.com\u202C", "ann@example.com"),
        arguments("\u2068ann@example.com\u2069", "ann@example.com"),
        arguments("ann@example.com.", "ann@example.com"),
        arguments("ann@example.com;", "ann@example.com"),
        arguments("ann@example.com, ", "ann@example.com"),
        arguments("mailto:ann@example.com", "ann@example.com"),
        arguments("MAILTO:ann@example.com?subject=a@b.c", "ann@example.com"),
        arguments("mailto:ann%2Bx@example.com", "ann+x@example.com"),
        arguments("mailto:ann+x@example.com", "ann+x@example.com"),
        arguments("<ann@example.com>", "ann@example.com"),
        arguments("Ann <ann@example.com>", "ann@example.com"),
        arguments("\"Doe, Ann\" <mailto:ann@example.com>;", "ann@example.com"),
        arguments("ann@home <ann@example.com>", "ann@example.com"),
        arguments("Jos\uFFFD <jose@example.com>", "jose@example.com"),
        arguments("'ann@example.com'", "ann@example.com"),
        arguments("\"ann@example.com\"", "ann@example.com"),
        arguments("\u201Cann@example.com\u201D", "ann@example.com"),
        // Local parts.
        arguments("\"ann\"@example.com", "ann@example.com"),
        arguments("\"a\\nn\"@example.com", "ann@example.com"),
        arguments("\"Ann Doe\"@example.com", "\"ann doe\"@example.com"),
        arguments("\"a\\\"b\"@example.com", "\"a\\\"b\"@example.com"),
        arguments("\"a@b\"@example.com", "\"a@b\"@example.com"),
        arguments("\"da.me..\"@docomo.ne.jp", "da.me..@docomo.ne.jp"),
        arguments("da.me..@docomo.ne.jp", "da.me..@docomo.ne.jp"),
        arguments("O'Brien+Tag@example.co.uk", "o'brien+tag@example.co.uk"),
        arguments("!#$%&'*+-/=?^_`{|}~@example.com", "!#$%&'*+-/=?^_`{|}~@example.com"),
        arguments("ann%example.org@example.com", "ann%example.org@example.com"),
        arguments("jose\u0301@example.com", "jos\u00E9@example.com"),
        arguments("JOS\u00C9@example.com", "jos\u00E9@example.com"),
        arguments("ΟΔΟΣ@example.com", "οδος@example.com"),
        arguments("\u212Aate@example.com", "kate@example.com"), // Kelvin sign
        arguments("\uFF21\uFF4E\uFF4E\uFF20example\uFF0Ecom", "ann@example.com"),
        // Domains. The Punycode is what UTS 46 without transition gives.
        arguments("ann@example\u3002com", "ann@example.com"),
        arguments("ann@bücher.example", "ann@xn--bcher-kva.example"),
        arguments("ANN@BÜCHER.EXAMPLE", "ann@xn--bcher-kva.example"),
        arguments("ann@XN--BCHER-KVA.example", "ann@xn--bcher-kva.example"),
        arguments("ann@bu\u0308cher.example", "ann@xn--bcher-kva.example"),
        arguments("ann@straße.de", "ann@xn--strae-oqa.de"),
        arguments("ann@STRA\u1E9EE.de", "ann@xn--strae-oqa.de"),
        arguments("ann@strasse.de", "ann@strasse.de"),
        arguments("ann@βόλος.com", "ann@xn--nxasmm1c.com"),
        arguments("ann@βόλοσ.com", "ann@xn--nxasmq6b.com"),
        arguments(
            "ann@\u0646\u0627\u0645\u0647\u200C\u0627\u06CC.com", "ann@xn--mgba3gch31f060k.com"),
        arguments("ann@例え.テスト", "ann@xn--r8jz45g.xn--zckzah"),
        arguments("ann@i\u2764\uFE0F.ws", "ann@xn--i-7iq.ws"),
        arguments("用户@例子.广告", "用户@xn--fsqu00a.xn--4rr70v"),
        arguments("ann@localhost", "ann@localhost"),
        arguments("ann@my_host.example", "ann@my_host.example"));
  }

  @ParameterizedTest
  @MethodSource("spellings")
  void givesOneSpelling(String raw, String expected) {
    assertThat(Normaliser.normalise(Scheme.EMAIL, raw, null))
        .isInstanceOf(Normalised.Value.class)
        .extracting(value -> ((Normalised.Value) value).text())
        .isEqualTo(expected);
  }

  static Stream<Arguments> unusable() {
    return Stream.of(
        arguments("", "empty"),
        arguments(" \u200B\uFEFF\u00A0", "empty"),
        arguments("<>", "empty"),
        arguments("mailto:", "empty"),
        arguments("ann", "not-an-email"),
        arguments("n/a", "not-an-email"),
        arguments("@example.com", "not-an-email"),
        arguments("ann@", "not-an-email"),
        arguments("ann@.", "not-an-email"),
        arguments("ann@example..com", "not-an-email"),
        arguments("ann@.example.com", "not-an-email"),
        arguments("ann@example.com..", "not-an-email"),
        arguments("ann doe@example.com", "not-an-email"),
        arguments("ann@exam ple.com", "not-an-email"),
        arguments("ann@example.com (Ann)", "not-an-email"),
        arguments("(Ann) ann@example.com", "not-an-email"),
        arguments("ann@[192.0.2.1]", "not-an-email"),
        arguments("ann\u0007@example.com", "not-an-email"),
        arguments("jos\uFFFD@example.com", "not-an-email"),
        arguments("jos\uD83D@example.com", "not-an-email"),
        arguments("\"ann@example.com", "not-an-email"),
        arguments("\"\"@example.com", "not-an-email"),
        arguments("\"a\"b\"@example.com", "not-an-email"),
        arguments("ann@ex\u2100mple.com", "not-an-email"), // becomes a/c
        arguments("ann@example\u2024com", "not-an-email"), // becomes a dot
        arguments("a@example.com; b@example.com", "several-emails"),
        arguments("a@example.com,b@example.com", "several-emails"),
        arguments("a@b@example.com", "several-emails"),
        arguments("x".repeat(65) + "@example.com", "too-long"),
        arguments("ü".repeat(33) + "@example.com", "too-long"),
        arguments("x@" + "abcdefgh.".repeat(29) + "com", "too-long"),
        arguments("x@" + "a".repeat(64) + ".com", "not-an-email"),
        arguments("x".repeat(5000) + "@example.com", "too-long"),
        arguments("<".repeat(4000) + ">", "empty"));
  }

  @ParameterizedTest
  @MethodSource("unusable")
  void leavesOutWhatNamesNobody(String raw, String reason) {
    assertThat(Normaliser.normalise(Scheme.EMAIL, raw, null))
        .isEqualTo(new Normalised.Unusable(reason));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0430nn@example.com",
        "ann@ex\u0430mple.com",
        "ånn@example.com",
        "ann@example.co"
      })
  void keepsLookAlikesApart(String other) {
    assertThat(Normaliser.normalise(Scheme.EMAIL, other, null))
        .isInstanceOf(Normalised.Value.class)
        .isNotEqualTo(Normaliser.normalise(Scheme.EMAIL, "ann@example.com", null));
  }

  @Test
  void acceptsTheLongestAddress() {
    String longest = "x".repeat(64) + "@" + "abcdefgh.".repeat(28) + "com";
    assertThat(Normaliser.normalise(Scheme.EMAIL, longest, null))
        .isEqualTo(new Normalised.Value(longest));
  }

  @ParameterizedTest
  @CsvSource({
    "Ann+news@Example.com, ann@example.com",
    "ann+a+b@example.com, ann@example.com",
    "a.n.n@example.com, a.n.n@example.com",
    "a.n.n@gmail.com, ann@gmail.com",
    "A.nn+x.y@GoogleMail.com, ann@gmail.com",
    "ann@googlemail.com, ann@gmail.com",
    "a.nn@gmail.com.example, a.nn@gmail.com.example",
    "ann-news@example.com, ann-news@example.com",
    "+ann@example.com, +ann@example.com",
    "...@gmail.com, ...@gmail.com",
    "ann+x@bücher.example, ann@xn--bcher-kva.example",
  })
  void givesTheBaseOfAnAddress(String raw, String base) {
    assertThat(Normaliser.normalise(Scheme.EMAIL_BASE, raw, null))
        .isEqualTo(new Normalised.Value(base));
  }
}
