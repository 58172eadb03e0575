package org.stoplog.gateway.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.stoplog.gateway.policy.Action;
import org.stoplog.gateway.policy.Language;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Spoiled events: what we take for JSON a strict parser takes too, before and after rewriting. */
class StrictnessTest {
  private static final int BODIES = 10_000;
  private static final JsonMapper STRICT =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final String[] PIECES = {
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "\\u12",
    "\"a\":",
    "\"b\":{",
    "1",
    "-",
    "e9",
    ".5",
    "0",
    "true",
    "null",
    "false",
    " ",
    "\n",
    "\"properties\":{",
    "é",
    "\u0001",
    "\"x@y.example\"",
    "\"+4930123456\"",
    "\\ud83d\\ude00",
    "\\u00e9",
    "\"batch\":[{",
    "}]"
  };

  @Test
  void agreesWithAStrictParserAboutWhatIsJson() {
    long seed = Long.getLong("stoplog.seed", new Random().nextLong());
    Random random = new Random(seed);
    ConnectionDecoder[] decoders = new ConnectionDecoder[Language.values().length];
    for (Language language : Language.values()) {
      decoders[language.ordinal()] =
          Wire.of(language)
              .rule("contact.email", Action.HASH)
              .rule("id.account_user_id", Action.DROP)
              .rule("device.ip_address", Action.TRUNCATE)
              .rule("person.full_name", Action.MASK)
              .rule("contact.phone", Action.DROP)
              .decoder();
    }
    int taken = 0;
    for (int i = 0; i < BODIES; i++) {
      Language language = Language.values()[random.nextInt(decoders.length)];
      String body = spoiled(random);
      String what = "seed " + seed + ", " + language + " " + body;
      Decoded decoded = decoders[language.ordinal()].decode(Wire.request("/x", body));
      boolean parses = parses(body);
      if (decoded.opaque() != null) {
        assertThat(parses && decoded.opaque().equals("bad-json")).as(what).isFalse();
        continue;
      }
      taken++;
      if (!body.stripLeading().startsWith("{") && !body.stripLeading().startsWith("[")) {
        // A table, a form, a line of a log.
        continue;
      }
      if (language != Language.JSON) {
        // Of lines each is a text of its own.
        assertThat(parses).as(what).isTrue();
      }
      String sent = new String(decoded.body(), UTF_8);
      assertThat(parses(sent)).as(what + " became " + sent).isEqualTo(parses);
    }
    assertThat(taken).isBetween(BODIES / 4, BODIES * 3 / 4);
  }

  private static String spoiled(Random random) {
    String event = EventModel.event(random).toString();
    if (random.nextInt(3) == 0) {
      event = "{\"batch\":[%s,%s],\"z\":%s}".formatted(event, event, EventModel.event(random));
    }
    StringBuilder body = new StringBuilder(random.nextInt(3) == 0 ? "[" + event + "]" : event);
    for (int n = random.nextInt(4); n > 0; n--) {
      int at = random.nextInt(body.length());
      String piece = PIECES[random.nextInt(PIECES.length)];
      switch (random.nextInt(3)) {
        case 0 -> body.insert(at, piece);
        case 1 -> body.deleteCharAt(at);
        default -> body.replace(at, Math.min(body.length(), at + random.nextInt(12)), piece);
      }
      if (body.isEmpty()) {
        body.append('{');
      }
    }
    return body.toString();
  }

  private static boolean parses(String body) {
    try {
      STRICT.readTree(body);
      return true;
    } catch (JacksonException e) {
      return false;
    }
  }
}
