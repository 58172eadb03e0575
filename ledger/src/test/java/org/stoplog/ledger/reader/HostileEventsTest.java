package org.stoplog.ledger.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines made to break the decoders: each is left out, and the next is read. */
class HostileEventsTest {
  private static final int MUTATIONS = 150_000;
  private static final String GOOD = "{\"event\":\"x\",\"properties\":{\"distinct_id\":\"u1\"}}";

  private static String leftOut(String line) {
    WrittenRows written = WrittenRows.of(Format.MIXPANEL, line, GOOD);
    assertThat(written.rows).as("the good line after it is read").hasSize(1);
    assertThat(written.leftOut).hasSize(1);
    return written.leftOut.get(0);
  }

  private static String event(String properties) {
    return "{\"event\":\"x\",\"properties\":{\"distinct_id\":\"u2\"," + properties + "}}";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{}}",
        "{\"event\":\"x\",}",
        "{'event':'x'}",
        "{\"event\":\"x\" \"properties\":{}}",
        "{\"event\":NaN}",
        "{\"event\":\"x\",\"properties\":{\"distinct_id\":01}}",
        "{\"event\":\"x\",\"properties\":{\"distinct_id\":\"a\nb\"}}",
        "{\"event\":\"x\",\"properties\":{\"distinct_id\":\"a\u0000b\"}}",
        "{\"event\":\"x\",\"properties\":{\"distinct_id\":\"\\x\"}}",
        "{\"event\":\"x\",\"properties\":{\"distinct_id\":\"a\",\"t\":\"\\ud83d\"}}",
        "{\"event\":\"x\",\"properties\":{\"distinct_id\":\"a\\udc00\\ud800\"}}",
        "{\"event\":\"x\",\"properties\":{\"distinct_id\":\"a\"}} {}",
        "{\"event\":\"x\",\"properties\":{\"distinct_id\":\"a\"}}]",
        "\u0000{}",
        "/* c */ {}"
      })
  void leavesOutWhatIsNotJson(String line) {
    assertThat(leftOut(line)).isEqualTo("1 null bad-json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[]", "[" + GOOD + "]", "1", "\"x\"", "null", "true", "{}", "{\"event\":null}"})
  void leavesOutWhatIsNoEvent(String line) {
    assertThat(leftOut(line)).isEqualTo("1 null not-an-event");
  }

  @Test
  void leavesOutWhatIsTooDeep() {
    for (int depth : new int[] {40, 100_000}) {
      String deep = "[".repeat(depth) + "]".repeat(depth);
      assertThat(leftOut(event("\"x\":" + deep))).isEqualTo("1 null json-limit");
      assertThat(leftOut(event("\"token\":" + deep))).isEqualTo("1 null json-limit");
    }
    assertThat(
            WrittenRows.of(Format.MIXPANEL, event("\"x\":" + "[".repeat(30) + "]".repeat(30))).rows)
        .hasSize(1);
  }

  @Test
  void leavesOutWhatIsTooLong() {
    assertThat(leftOut(event("\"" + "k".repeat(100_000) + "\":1"))).isEqualTo("1 null json-limit");
    assertThat(leftOut(event("\"time\":" + "9".repeat(100_000)))).isEqualTo("1 null json-limit");
    assertThat(leftOut(GOOD.replace("u1", "u".repeat(100_000))))
        .isEqualTo("1 properties.$user_id no-identifier");
  }

  @Test
  void leavesOutTooManyIdentifiers() {
    StringBuilder ids = new StringBuilder("\"a\"");
    for (int i = 0; i < 100_000; i++) {
      ids.append(",\"u").append(i).append('"');
    }
    assertThat(leftOut(event("\"$distinct_ids\":[" + ids + "]")))
        .isEqualTo("1 properties.$distinct_ids[] too-many-identifiers");
  }

  @Test
  void leavesOutInvalidUtf8() {
    byte[][] bad = {
      {(byte) 0xff},
      {(byte) 0xc3},
      {(byte) 0xc0, (byte) 0xaf},
      {(byte) 0xe0, (byte) 0x80, (byte) 0xaf},
      {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
      {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
      {(byte) 0x80},
      {(byte) 0xf0, (byte) 0x80, (byte) 0x80, (byte) 0x80}
    };
    for (byte[] sequence : bad) {
      byte[] text = event("\"t\":\"????\"").getBytes(StandardCharsets.UTF_8);
      int at = new String(text, StandardCharsets.UTF_8).indexOf("????");
      System.arraycopy(sequence, 0, text, at, sequence.length);
      WrittenRows written = new WrittenRows(MixpanelDecoder.defaultMapping());
      new MixpanelDecoder(MixpanelDecoder.defaultMapping())
          .decode(1, text, 0, text.length, written);
      assertThat(written.leftOut).as(Arrays.toString(sequence)).containsExactly("1 null bad-json");
    }
  }

  @Test
  void takesManyKeysWithoutRememberingThemAll() {
    Mapping mapping = MixpanelDecoder.defaultMapping();
    WrittenRows written = new WrittenRows(mapping);
    LineDecoder decoder = new MixpanelDecoder(mapping);
    for (int i = 0; i < 300; i++) {
      StringBuilder line = new StringBuilder("\"k\":1");
      for (int k = 0; k < 400; k++) {
        line.append(",\"key").append(i * 1000 + k).append("\":1");
      }
      byte[] text = event(line.toString()).getBytes(StandardCharsets.UTF_8);
      decoder.decode(i, text, 0, text.length, written);
    }
    assertThat(written.rows).hasSize(300);
  }

  @ParameterizedTest
  @EnumSource(
      value = Format.class,
      names = {"MIXPANEL", "SEGMENT"})
  void closesEveryRowOfEveryMutatedLine(Format format) {
    long seed = 20251109;
    Random random = new Random(seed);
    Mapping mapping =
        format == Format.MIXPANEL
            ? MixpanelDecoder.defaultMapping()
            : SegmentDecoder.defaultMapping();
    LineDecoder decoder =
        format == Format.MIXPANEL ? new MixpanelDecoder(mapping) : new SegmentDecoder(mapping);
    byte[][] lines =
        format == Format.MIXPANEL ? EventThroughput.mixpanel() : EventThroughput.segment();
    int rows = 0;
    int leftOut = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      WrittenRows written = new WrittenRows(mapping);
      byte[] line = mutate(lines[i % 50], lines, random);
      if (format == Format.SEGMENT && i % 4 == 0) {
        line =
            concat(
                "{\"batch\":[".getBytes(StandardCharsets.UTF_8),
                line,
                "]}".getBytes(StandardCharsets.UTF_8));
      }
      decoder.decode(i, line, 0, line.length, written);
      written.isClosed();
      assertThat(written.rows.size() + written.leftOut.size())
          .as("seed %d, line %d", seed, i)
          .isPositive();
      rows += written.rows.size();
      leftOut += written.leftOut.size();
    }
    assertThat(rows).isGreaterThan(MUTATIONS / 100);
    assertThat(leftOut).isGreaterThan(MUTATIONS / 100);
  }

  /** Flips, cuts, doubles and splices a few places; sometimes with pieces that mean something. */
  private static byte[] mutate(byte[] line, byte[][] others, Random random) {
    String[] pieces = {
      "{",
      "}",
      "[",
      "]",
      "\"",
      "\\",
      ",",
      ":",
      "null",
      "\\u0000",
      "\\ud800",
      "\"batch\":[",
      "@",
      "+",
      "%40",
      "-",
      "1e999",
      "\"userId\":",
      "\"distinct_id\":",
      "\u00fc",
      "\ud83d\ude00",
      "4111111111111111"
    };
    byte[] result = line.clone();
    int changes = 1 + random.nextInt(3);
    for (int change = 0; change < changes && result.length > 0; change++) {
      int at = random.nextInt(result.length);
      byte[] head = Arrays.copyOf(result, at);
      byte[] tail = Arrays.copyOfRange(result, at, result.length);
      result =
          switch (random.nextInt(6)) {
            case 0 -> {
              result[at] = (byte) random.nextInt(256);
              yield result;
            }
            case 1 -> head;
            case 2 ->
                concat(head, Arrays.copyOfRange(tail, random.nextInt(tail.length), tail.length));
            case 3 ->
                concat(
                    head,
                    pieces[random.nextInt(pieces.length)].getBytes(StandardCharsets.UTF_8),
                    tail);
            case 4 -> concat(head, tail, tail);
            default -> {
              byte[] other = others[random.nextInt(50)];
              yield concat(
                  head, Arrays.copyOfRange(other, random.nextInt(other.length), other.length));
            }
          };
    }
    return result;
  }

  private static byte[] concat(byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    byte[] all = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }
}
