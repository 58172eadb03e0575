package org.stoplog.ledger.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Texts that are written to be slow, and texts that hold nothing. Times are printed and not
 * asserted: were the search of one of the first quadratic, these tests would take days.
 */
class HostileTextTest {
  private static final int LONG = 2 << 20;

  /** Each asks for as much as it can of one detector. */
  private static final List<String> PATTERNS =
      List.of(
          "@",
          "a@",
          "a.b@c.",
          "a@" + "b.".repeat(100),
          "+1 ",
          "+49 (30) ",
          "-----BEGIN ",
          "-----BEGIN PRIVATE KEY",
          "eyJhbGciOiJIUzI1NiJ9.eyJ",
          "eyJhbGciOiJIUzI1NiJ9.",
          "eyJ+",
          "SG.",
          "sk-ant-",
          "AKIA AKIA",
          "://a:b",
          "https://u:",
          "password: ",
          "password:\"",
          "token=a1",
          "cloudflare ",
          "4111 1111 1111 1111 ",
          "4",
          "4-",
          "DE89 3704 ",
          "1 1 1 1 1 1 1 1 1 1 1 ",
          "1.1.1.",
          "2a02:",
          "passport A1234567 ",
          "born 1.1.1 ",
          "%41",
          "%",
          "QUJD",
          "QUJD ",
          "\u00e4",
          "_",
          "x_",
          "\ud800");

  @Test
  @Tag("long")
  void takesTimeThatGrowsWithTheirLengthAlone() {
    for (String pattern : PATTERNS) {
      String text = pattern.repeat(LONG / pattern.length());
      long start = System.nanoTime();
      Finds half = Finds.in(text.substring(0, text.length() / 4));
      long quarter = System.nanoTime();
      Finds whole = Finds.in(text);
      long end = System.nanoTime();
      System.out.printf(
          "hostile %-28s %6.1f MB/s, four times the text takes %4.1f times as long, %,d finds%n",
          pattern.length() > 24 ? pattern.substring(0, 24) : pattern.replace("\n", "\\n"),
          text.length() / 1e6 / ((end - quarter) / 1e9),
          (double) (end - quarter) / Math.max(1, quarter - start),
          whole.all.size());
      assertThat(whole.all.size()).isGreaterThanOrEqualTo(half.all.size());
    }
  }

  @Test
  @Tag("long")
  void aLongTextOfOneTicketAfterTheOtherIsSearchedInOnePass() {
    String ticket =
        """
        Hello, my order 4711 of 24.11.2025 has not come yet. I wrote to shop@example.org and called
        +49 30 901820 twice. The invoice says 1,299.00 EUR; please look into it. Kind regards, Ada.
        """;
    String text = ticket.repeat((8 << 20) / ticket.length());
    for (int i = 0; i < 3; i++) {
      long start = System.nanoTime();
      int finds = Finds.in(text).all.size();
      System.out.printf(
          "tickets: %.1f MB/s, %,d finds%n",
          text.length() / 1e6 / ((System.nanoTime() - start) / 1e9), finds);
      assertThat(finds).isEqualTo(2 * ((8 << 20) / ticket.length()));
    }
  }

  @Test
  void anyTextEndsWithoutAFault() {
    long seed = 20_261_129;
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    String parts = "@.:/+-_%= \n\"'aZ09é\ud83d\ude00\u0000";
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(60); i > 0; i--) {
        if (random.nextInt(6) == 0) {
          String pattern = PATTERNS.get(random.nextInt(PATTERNS.size()));
          text.append(pattern, 0, 1 + random.nextInt(pattern.length()));
        } else {
          text.append(parts.charAt(random.nextInt(parts.length())));
        }
      }
      String all = text.toString();
      Finds.in(all)
          .all
          .forEach(find -> assertThat(find.at()).as(all).isBetween(0, all.length() - 1));
    }
  }

  /** Cut anywhere, at either end. */
  @Test
  void aTextThatEndsInTheMiddleIsNoFault() {
    List<String> whole =
        List.of(
            "+493012345678",
            "a@b.example",
            "DE89 3704 0044 0532 0130 00",
            "811228-9874",
            "54362315-K",
            "AB 12 34 56 C",
            "123-45-6789",
            "2 95 10 99 126 111 93",
            "password: \"x",
            "-----BEGIN PRIVATE KEY-----",
            "postgres://a:bcdef@h",
            "8.8.4.4",
            "%4",
            "2a02:8109::1:2");
    for (String text : whole) {
      for (int from = 0; from < text.length(); from++) {
        for (int to = from; to <= text.length(); to++) {
          int length = to - from;
          assertThat(Finds.in(text.substring(from, to)).all)
              .allSatisfy(find -> assertThat(find.at()).isBetween(0, length - 1));
        }
      }
    }
  }

  /** What check digits leave to chance, as docs/reference/detectors.md says it. */
  @Test
  void chancePassesAsOftenAsThePageSays() {
    Random random = new Random(7);
    int[] passed = new int[5];
    int all = 200_000;
    char[] number = new char[16];
    for (int i = 0; i < all; i++) {
      for (int n = 0; n < number.length; n++) {
        number[n] = (char) ('0' + random.nextInt(10));
      }
      String digits = new String(number);
      passed[0] += AccountDigits.cardEnd(number, 0, 16) >= 0 ? 1 : 0;
      passed[1] += NationalId.isPesel(digits.substring(0, 11)) ? 1 : 0;
      passed[2] += NationalId.isGermanTaxId(digits.substring(0, 11)) ? 1 : 0;
      passed[3] += NationalId.isNir(digits.substring(0, 15)) ? 1 : 0;
      passed[4] += NationalId.isPersonnummer(digits.substring(0, 10)) ? 1 : 0;
    }
    assertThat(passed[0]).as("cards, one in 30").isBetween(all / 40, all / 22);
    assertThat(passed[1]).as("PESEL, one in 50").isBetween(all / 90, all / 30);
    assertThat(passed[2]).as("tax ids, one in 300").isBetween(all / 450, all / 200);
    assertThat(passed[3]).as("NIR, one in 200").isBetween(all / 300, all / 140);
    assertThat(passed[4]).as("personnummer").isBetween(1, all / 30);
  }

  /** How often chance alone passes the checks: what "checked" is worth. */
  @Test
  @Tag("long")
  void numbersByChanceAreCounted() {
    Random random = new Random(11);
    for (int digits = 7; digits <= 19; digits++) {
      Map<Detector, Integer> counts = new EnumMap<>(Detector.class);
      for (int i = 0; i < 20_000; i++) {
        StringBuilder number = new StringBuilder().append((char) ('1' + random.nextInt(9)));
        while (number.length() < digits) {
          number.append((char) ('0' + random.nextInt(10)));
        }
        Finds.in("no. " + number).detectors().forEach(one -> counts.merge(one, 1, Integer::sum));
      }
      System.out.println("of 20,000 random numbers of " + digits + " digits: " + counts);
      assertThat(counts).doesNotContainKeys(Detector.NL_BSN, Detector.US_SSN, Detector.PHONE);
    }
  }

  /** What is found in this repository, where next to nothing of it is real. */
  @Test
  @Tag("long")
  void falseAlarmsOverOurOwnSourcesAreCounted() throws IOException {
    Path root = Path.of("..").toAbsolutePath().normalize();
    Map<Detector, Integer> counts = new EnumMap<>(Detector.class);
    long[] characters = {0};
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file :
          files
              .filter(
                  path ->
                      path.toString().matches(".*\\.(java|md|sql|jte|css|js|xml|yaml|csv|json)"))
              .filter(path -> !path.toString().contains("/target/"))
              .filter(path -> !path.toString().contains("/.git"))
              .filter(Files::isRegularFile)
              .toList()) {
        String text = Files.readString(file);
        characters[0] += text.length();
        Finds.in(text).detectors().forEach(one -> counts.merge(one, 1, Integer::sum));
      }
    }
    System.out.printf("in %,d characters of this repository:%n", characters[0]);
    counts.forEach((one, count) -> System.out.println("  " + one.slug() + ": " + count));
    assertThat(characters[0]).isPositive();
  }
}
