package org.stoplog.ledger.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoplog.ledger.Seeded;

/** Lines that are read by their bytes give what the parser would have given. */
class PlainScanTest {
  private static final int TRIALS = 4_000;

  @Test
  void readsMixpanelLinesAsTheParserDoes() {
    Seeded.check(TRIALS, random -> agrees(random, Format.MIXPANEL, "event", "\\u0065vent"));
  }

  @Test
  void readsSegmentLinesAsTheParserDoes() {
    Seeded.check(TRIALS, random -> agrees(random, Format.SEGMENT, "type", "\\u0074ype"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"event\":\"x\",\"properties\":{\"distinct_id\":\"u1\",\"time\":1735689600}}",
        " { \"a\" : [ 1 , -2.5 , \"b\" , { } , [ ] , null , true , false ] } ",
        "{\"a\":\"M\u00fcnchen \ud83d\ude00\"}"
      })
  void decidesPlainLines(String line) {
    assertThat(decides(line)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{\"a\"}",
        "{\"a\":1,}",
        "{\"a\":1}}",
        "{\"a\":[1,]}",
        "{\"a\":01}",
        "{\"a\":-}",
        "{\"a\":1.}",
        "{\"a\":1e5}",
        "{\"a\":truer}",
        "{\"a\":\"b\\n\"}",
        "{\"a\":\"\t\"}",
        "{\"a\\u0041\":1}",
        "{\"\u00fc\":1}",
        "{\"a\":1234567890123456789012345}",
        "{\"a\":[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]}"
      })
  void leavesTheRestToTheParser(String line) {
    assertThat(decides(line)).isFalse();
  }

  @Test
  void findsLineEndsAtEveryPlace() {
    Seeded.check(
        500,
        random -> {
          byte[] bytes = new byte[random.nextInt(60)];
          for (int i = 0; i < bytes.length; i++) {
            bytes[i] = Seeded.pick(random, (byte) '\n', (byte) 0x0b, (byte) 0x8a, (byte) 'x');
          }
          int from = random.nextInt(bytes.length + 1);
          int next = from;
          while (next < bytes.length && bytes[next] != '\n') {
            next++;
          }
          int count = 0;
          for (int i = from; i < bytes.length; i++) {
            count += bytes[i] == '\n' ? 1 : 0;
          }
          assertThat(LineEnds.next(bytes, from, bytes.length)).isEqualTo(next);
          assertThat(LineEnds.count(bytes, from, bytes.length)).isEqualTo(count);
        });
  }

  private static boolean decides(String line) {
    PathTable paths =
        new PathTable(MixpanelDecoder.defaultMapping().fields(), MixpanelDecoder.RULES);
    EventRow row =
        new EventRow(MixpanelDecoder.defaultMapping().fields().size(), paths.slots().size());
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    return new PlainScan(paths, null, row, new EventValues(row)).read(bytes, 0, bytes.length);
  }

  /** An escape in the first key means the same, but only the parser reads it. */
  private static void agrees(
      RandomGenerator random, Format format, String first, String firstEscaped) {
    List<String> plain = new ArrayList<>();
    List<String> escaped = new ArrayList<>();
    for (int line = 0; line < 5; line++) {
      String rest = rest(random, format);
      if (random.nextInt(4) == 0) {
        rest = Seeded.spoiled(random, rest);
      }
      rest = rest.replace("\n", " ").replace("\r", " ");
      plain.add("{\"" + first + rest);
      escaped.add("{\"" + firstEscaped + rest);
    }
    assertThat(told(WrittenRows.of(format, plain.toArray(String[]::new))))
        .isEqualTo(told(WrittenRows.of(format, escaped.toArray(String[]::new))));
  }

  private static List<String> told(WrittenRows written) {
    List<String> all = new ArrayList<>(written.leftOut);
    for (WrittenRows.Row row : written.rows) {
      all.add(row.line + " " + row.time + " " + row.elements + " " + row.cells + " " + row.filled);
    }
    return all;
  }

  /** An event behind its first key. */
  static String rest(RandomGenerator random, Format format) {
    StringBuilder json = new StringBuilder("\":");
    if (format == Format.MIXPANEL) {
      json.append(Seeded.pick(random, "\"Page\"", "\"$identify\"", "\"$create_alias\"", "null"));
      json.append(",\"properties\":");
      object(random, json, 0);
    } else {
      json.append(Seeded.pick(random, "\"track\"", "\"identify\"", "\"alias\"", "7"));
      for (String key : List.of("integrations", "context", "traits", "properties")) {
        if (random.nextInt(3) > 0) {
          json.append(",\"").append(key).append("\":");
          object(random, json, 0);
        }
      }
      json.append(",\"userId\":");
      value(random, json, 3);
      json.append(",\"timestamp\":\"2025-01-02T03:04:05.678Z\"");
    }
    return json.append('}').toString();
  }

  private static void object(RandomGenerator random, StringBuilder json, int depth) {
    json.append('{');
    String between = "";
    for (int keys = random.nextInt(9); keys > 0; keys--) {
      json.append(between).append('"').append(key(random)).append("\":");
      value(random, json, depth);
      between = Seeded.pick(random, ",", ",", " , ");
    }
    json.append('}');
  }

  private static String key(RandomGenerator random) {
    return random.nextInt(8) == 0
        ? Seeded.text(random, "abcdefghijklmnop_$", 0, 70)
        : Seeded.pick(
            random,
            "time",
            "distinct_id",
            "$user_id",
            "$device_id",
            "$email",
            "$phone",
            "$distinct_ids",
            "$insert_id",
            "$city",
            "ip",
            "email",
            "note",
            "card",
            "All",
            "Mailforge",
            "traits",
            "library",
            "address",
            "integrations",
            "userId");
  }

  private static void value(RandomGenerator random, StringBuilder json, int depth) {
    switch (random.nextInt(depth > 2 ? 8 : 10)) {
      case 0 ->
          json.append(
              Seeded.pick(random, "true", "false", "null", "1735689600", "-1", "0", "0.50"));
      case 1 ->
          json.append(
              Seeded.pick(
                  random, "4111111111111111", "1E9", "-0", "1735689600123", "12345678", "1.5e3"));
      case 2 ->
          json.append(
              Seeded.pick(
                  random,
                  "\"\"",
                  "\"  \"",
                  "\" u7 \"",
                  "\"$device:abc\"",
                  "\"mia+x@example.com\"",
                  "\"write to mia@example.com now\"",
                  "\"+4930123456\"",
                  "\"DE89370400440532013000\""));
      case 3 -> json.append("\"4111 1111 1111 1111 \"");
      case 4 -> json.append('"').append(Seeded.text(random, "äöü€😀aé @.+%40", 0, 12)).append('"');
      case 5 -> json.append("\"a\\u0041\\n\\\\\"");
      case 6, 7 -> json.append('"').append(Seeded.text(random, "u123456789", 1, 6)).append('"');
      case 8 -> object(random, json, depth + 1);
      default -> {
        json.append('[');
        value(random, json, depth + 1);
        json.append(", ");
        value(random, json, depth + 1);
        json.append(']');
      }
    }
  }
}
