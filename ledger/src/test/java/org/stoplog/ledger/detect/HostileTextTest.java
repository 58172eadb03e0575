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

  /** How often chance alone passes the checks: what "checked" is worth. */
  @Test
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
