package org.stoplog.ledger.reader;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueCheckTest {
  private static int check(String text) {
    char[] chars = ("@+" + text + "4@x.de").toCharArray();
    return ValueCheck.check(chars, 2, text.length(), false);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a@b.de",
        "mail anna.m+x@mail.example.com.",
        "https://x.example/?e=anna%40example.com&b=1",
        "<jürg@müller.ch>",
        "用户@例子.广告",
        "a@b.c, d@e.org"
      })
  void findsAddresses(String text) {
    assertThat(check(text)).isEqualTo(ValueCheck.EMAIL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a@b",
        "@user.name",
        "logo@2x.png",
        "pkg@1.2.3",
        "a@.de",
        "a@b.",
        "a@b..",
        "100%",
        "50%40",
        "a @b.de",
        "@@@@@@@@@",
        "+1",
        "+123",
        "2025-11-09T12:00:00+0100",
        "c+12345678",
        "+0123456789",
        "+1234567890123456",
        "+4144668ab18"
      })
  void findsNothingInOtherText(String text) {
    assertThat(check(text)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"+41446681800", "call +4915112345678 now", "tel:+12025550123,", "(+12025550123)"})
  void findsNumbers(String text) {
    assertThat(check(text)).isEqualTo(ValueCheck.PHONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4111111111111111",
        "4111 1111 1111 1111",
        "card 5555-5555-5555-4444!",
        "378282246310005",
        "3782 822463 10005",
        "6011111111111117",
        "30569309025904",
        "3056 930902 5904",
        "3530111333300000",
        "2223003122003222"
      })
  void findsCards(String text) {
    assertThat(check(text)).isEqualTo(ValueCheck.CARD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4111111111111112",
        "1762646400000",
        "4222222222222",
        "+4915112345678x",
        "1762646400000000",
        "x4111111111111111",
        "41111111111111110",
        "4111111111111111a",
        "0.4111111111111111",
        "41 11111111111111",
        "4111 1111-1111 111",
        "20251109120000123",
        "00000000-0000-4716-4466-554400000000"
      })
  void findsNoCardsInOtherNumbers(String text) {
    assertThat(check(text)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DE89370400440532013000",
        "GB29 NWBK 6016 1331 9268 19",
        "to CH9300762011623852957.",
        "NL91ABNA0417164300",
        "MT84MALT011000012345MTLCAST001S",
        "NO9386011117947"
      })
  void findsAccounts(String text) {
    assertThat(check(text)).isEqualTo(ValueCheck.IBAN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DE89370400440532013001",
        "DE8937040044053201300",
        "DE893704004405320130000",
        "ZZ89370400440532013000",
        "xDE89370400440532013000",
        "DE"
      })
  void findsNoAccountsInOtherText(String text) {
    assertThat(check(text)).isZero();
  }

  @Test
  void takesNoIdForAnAccount() {
    char[] id = "4111111111111111".toCharArray();
    assertThat(ValueCheck.check(id, 0, id.length, true)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"D83D DE00,0", "D83D,16", "DE00,16", "D83D D83D DE00,16", "DE00 D83D,16"})
  void seesHalfCharacters(String units, int expected) {
    StringBuilder text = new StringBuilder("a");
    for (String unit : units.split(" ")) {
      text.append((char) Integer.parseInt(unit, 16));
    }
    char[] chars = text.toString().toCharArray();
    assertThat(ValueCheck.check(chars, 0, chars.length, false)).isEqualTo(expected);
  }

  @Test
  void staysFastOnTextMadeToCost() {
    char[] text = "a@a.a@+4444444444444444%40DE89".repeat(50_000).toCharArray();
    long start = System.nanoTime();
    ValueCheck.check(text, 0, text.length, false);
    assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
  }
}
