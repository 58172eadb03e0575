package org.stoplog.gateway.decode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.stoplog.gateway.policy.Action;
import org.stoplog.gateway.policy.Language;
import org.stoplog.gateway.policy.Refusal;

class HostileBodiesTest {
  private static final String START = "{\"event\":\"a\",\"properties\":{\"distinct_id\":\"u\",";

  @Test
  void callsOpaqueWhatTwoReadersCouldTakeDifferently() {
    Map<String, String> bodies = new LinkedHashMap<>();
    bodies.put(START + "\"a\":1,\"a\":2}}", "duplicate-key");
    bodies.put(START + "\"a\":1,\"\\u0061\":2}}", "duplicate-key");
    bodies.put("{\"event\":\"a\",\"properties\":{},\"properties\":{}}", "duplicate-key");
    bodies.put(START + "\"$lib_version\":{\"x\":1,\"x\":1}}}", "duplicate-key");
    bodies.put(START + "\"a\":\"\\ud83d\"}}", "half-character");
    bodies.put(START + "\"a\":\"\\ude00\\ud83d\"}}", "half-character");
    bodies.put(START + "\"\\ud83d\":1}}", "half-character");
    bodies.put(START + "\"a\":01}}", "bad-json");
    bodies.put(START + "\"a\":NaN}}", "bad-json");
    bodies.put(START + "\"a\":1,}}", "bad-json");
    bodies.put(START + "\"a\":'x'}}", "bad-json");
    bodies.put(START + "\"a\":\"x\u0000\"}}", "bad-json");
    bodies.put(START + "\"a\":\"\\x41\"}}", "bad-json");
    bodies.put(START + "\"a\":1}} {\"event\":\"b\"}", "bad-json");
    bodies.put(START + "\"a\":1}}\u0000", "bad-json");
    bodies.put(START + "\"a\":1}", "bad-json");
    bodies.put(START + "/* x */\"a\":1}}", "bad-json");
    bodies.put("\ufeff" + START + "\"a\":1}}", "not-json");
    bodies.put("[1,2]", "not-an-event");
    bodies.put("[{\"event\":\"a\"},\"anna@example.com\"]", "not-an-event");
    bodies.put("", "none");
    bodies.put("   ", "not-json");
    bodies.put("\"anna@example.com\"", "not-json");
    bodies.put("data=%zz", "damaged-encoding");
    bodies.put("data=e30%3D&data=e30%3D", "ambiguous-field");
    bodies.put("data=e30%3D&d%61ta=e30%3D", "unknown-field");
    bodies.put("data=e30%3D&email=anna%40example.com", "unknown-field");
    ConnectionDecoder decoder =
        Wire.of(Language.MIXPANEL).rule("contact.email", Action.MASK).decoder();
    bodies.forEach(
        (body, why) -> {
          Decoded decoded = decoder.decode(Wire.request("/track", body));
          assertThat(String.valueOf(decoded.opaque()))
              .as(body)
              .isEqualTo(why.equals("none") ? "null" : why);
          assertThat(decoded.frames()).isEmpty();
          assertThat(decoded.verdict()).isEqualTo(Decoded.Verdict.SEND);
        });
  }

  @Test
  void followsTheRuleForWhatCannotBeRead() {
    Wire wire = Wire.of(Language.SEGMENT);
    wire.unreadable = Refusal.REFUSE;
    assertThat(wire.post("/v1/track", "{").verdict()).isEqualTo(Decoded.Verdict.REFUSE);
    wire.unreadable = Refusal.DROP;
    assertThat(wire.post("/v1/track", "{").verdict()).isEqualTo(Decoded.Verdict.SINK);
  }

  @Test
  void callsOpaqueWhatIsNotUtf8() {
    byte[] body = (START + "\"a\":\"xx\"}}").getBytes(UTF_8);
    for (int bad : new int[] {0x80, 0xc0, 0xed, 0xf5, 0xff}) {
      byte[] broken = body.clone();
      broken[broken.length - 5] = (byte) bad;
      assertThat(opaque(broken)).isEqualTo("bad-encoding");
    }
    byte[] surrogate = body.clone();
    byte[] cesu = {(byte) 0xed, (byte) 0xa0, (byte) 0xbd};
    byte[] with = Arrays.copyOf(surrogate, surrogate.length + 3);
    System.arraycopy(cesu, 0, with, surrogate.length - 3, 3);
    assertThat(opaque(with)).isEqualTo("bad-encoding");
    assertThat(opaque("{\"event\":\"a\"}".getBytes(UTF_16BE))).isIn("not-json", "bad-json");
    assertThat(opaque("\ufeff{\"event\":\"a\"}".getBytes(UTF_16BE))).isEqualTo("not-json");
  }

  @Test
  void callsOpaqueWhatSaysThatItIsInAnotherAlphabet() {
    ConnectionDecoder decoder = Wire.of(Language.SEGMENT).decoder();
    byte[] body = "{\"userId\":\"u\",\"name\":\"+AGE-\"}".getBytes(UTF_8);
    for (String type :
        new String[] {
          "text/plain", "text/plain;charset=UTF-8", "application/json; charset=\"utf-8\""
        }) {
      assertThat(decoder.decode(typed(type, body)).opaque()).as(type).isNull();
    }
    for (String type :
        new String[] {"application/json; charset=utf-7", "text/plain; Charset=UTF-16"}) {
      assertThat(decoder.decode(typed(type, body)).opaque()).as(type).isEqualTo("charset");
    }
  }

  private static Request typed(String type, byte[] body) {
    return new Request("POST", "/v1/track", null, type, null, body, Wire.NOW, true);
  }

  @Test
  void callsOpaqueAQueryThatMayHoldMore() {
    ConnectionDecoder decoder = Wire.of(Language.POSTHOG).decoder();
    for (String harmless : new String[] {"v=3", "a=b&c=d&_=1700000000000", ""}) {
      assertThat(decoder.decode(Wire.request("/flags", harmless, null, new byte[0])).opaque())
          .isNull();
    }
    for (String query :
        new String[] {"q=anna%40example.com", "d%61ta=e30", "x=" + "y".repeat(200)}) {
      assertThat(decoder.decode(Wire.request("/flags", query, null, new byte[0])).opaque())
          .isEqualTo("query");
    }
  }

  /** Each within the time that the whole class has; a quadratic one would take minutes. */
  @Test
  void endsSoonWithWhatIsLargeOrDeep() {
    assertThat(opaque(repeat("[", 10 << 20))).isEqualTo("not-an-event");
    assertThat(
            opaque(
                (START + "\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}}")
                    .getBytes(UTF_8)))
        .isEqualTo("too-deep");
    assertThat(opaque(("{\"a\":".repeat(100_000)).getBytes(UTF_8))).isEqualTo("too-deep");
    assertThat(opaque((START + "\"" + "k".repeat(1 << 20) + "\":1}}").getBytes(UTF_8)))
        .isEqualTo("name-too-long");
    assertThat(opaque((START + "\"a\":" + "9".repeat(1 << 20) + "}}").getBytes(UTF_8)))
        .isEqualTo("number-too-long");
    assertThat(opaque(("[" + "{},".repeat(1 << 20) + "{}]").getBytes(UTF_8)))
        .isEqualTo("too-many-events");
    assertThat(opaque((START + "\"a\":\"" + "@".repeat(4 << 20) + "\"}}").getBytes(UTF_8)))
        .isNull();
    assertThat(opaque((START + "\"a\":\"" + "4111 ".repeat(1 << 18) + "\"}}").getBytes(UTF_8)))
        .isNull();
    StringBuilder keys = new StringBuilder(START);
    for (int i = 0; i < 200_000; i++) {
      // Their hash as KnownKeys makes it is the same for many: "Aa" and "BB".
      keys.append('"');
      for (int bit = 0; bit < 18; bit++) {
        keys.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      keys.append("\":1,");
    }
    assertThat(opaque(keys.append("\"z\":1}}").toString().getBytes(UTF_8))).isNull();
    assertThat(
            opaque(
                (START + "\"$distinct_ids\":[" + "\"x\",".repeat(1000) + "\"x\"]}}")
                    .getBytes(UTF_8)))
        .isEqualTo("too-many-identifiers");
  }

  @Test
  void stopsBombsWhileTheyInflate() {
    byte[] bomb = Wire.gzip(new byte[64 << 20]);
    assertThat(opaque(bomb)).isEqualTo("too-large");
    assertThat(opaque(Wire.gzip(Wire.gzip(Wire.gzip(bomb))))).isEqualTo("too-large");
    byte[] nested = "{}".getBytes(UTF_8);
    for (int i = 0; i < 40; i++) {
      nested = Wire.gzip(nested);
    }
    assertThat(opaque(nested)).isEqualTo("too-many-layers");
    assertThat(opaque(new byte[ConnectionDecoder.MOST_BYTES + 1])).isEqualTo("too-large");
  }

  @Test
  void callsOpaqueWhatIsCutOffOrWrappedTooOften() {
    byte[] gzip = Wire.gzip((START + "\"a\":1}}").getBytes(UTF_8));
    for (int length = 3; length < gzip.length; length++) {
      assertThat(opaque(Arrays.copyOf(gzip, length)))
          .as("length " + length)
          .isEqualTo("damaged-encoding");
    }
    byte[] behind = Arrays.copyOf(gzip, gzip.length + 4);
    assertThat(opaque(behind)).isEqualTo("damaged-encoding");
    byte[] once = Base64.getEncoder().encode((START + "\"a\":1}}").getBytes(UTF_8));
    assertThat(opaque(once)).isNull();
    assertThat(opaque(Base64.getEncoder().encode(once))).isEqualTo("not-json");
  }

  @Test
  void livesWithAnyBytes() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    ConnectionDecoder[] decoders = new ConnectionDecoder[Language.values().length];
    for (Language language : Language.values()) {
      decoders[language.ordinal()] =
          Wire.of(language)
              .rule("contact.email", Action.HASH)
              .rule("id.account_user_id", Action.DROP)
              .decoder();
    }
    String[] pieces = {
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      "\"",
      "\\",
      "\\u12",
      "data=",
      "&",
      "%7B",
      "\"a@b.example\"",
      "\"distinct_id\":",
      "\"batch\":[",
      "\"events\":[",
      "1",
      "-",
      "e9",
      "true",
      "null",
      " ",
      "\n",
      "\"properties\":{",
      "é",
      "\u0001",
      "H4sI",
      "e30=",
      "\"$set\":{\"email\":",
      "+4930123456"
    };
    for (int i = 0; i < 10_000; i++) {
      StringBuilder body = new StringBuilder();
      for (int n = random.nextInt(24); n > 0; n--) {
        body.append(pieces[random.nextInt(pieces.length)]);
      }
      byte[] bytes = body.toString().getBytes(UTF_8);
      if (random.nextInt(3) == 0) {
        bytes = Wire.gzip(bytes);
        bytes[random.nextInt(bytes.length)] ^=
            (byte) (random.nextInt(10) == 0 ? random.nextInt(256) : 0);
      }
      ConnectionDecoder decoder = decoders[random.nextInt(decoders.length)];
      Decoded decoded = decoder.decode(Wire.request("/track", null, "gzip", bytes));
      assertThat(decoded).as("seed " + seed).isNotNull();
      Rows.of(decoder.mapping(), decoded);
    }
  }

  /** Each language is given what was made for any of them, with headers that lie. */
  @Test
  void livesWithTheHostileBodiesOfAllOthers() {
    String[] paths = {
      "/x",
      "/g/collect",
      "/api/1/envelope/",
      "/api/v1/customers/%zz",
      "/api/v1/customers/u-1",
      "/services/data/v62.0/jobs/ingest/1/batches"
    };
    for (Language language : Language.values()) {
      Wire wire = Wire.of(language).rule("contact.email", Action.MASK);
      wire.rule("content.file_upload", Action.DROP);
      ConnectionDecoder decoder = wire.decoder();
      for (byte[] bomb : HostileBodies.bombs()) {
        assertThat(decoder.decode(Wire.request("/x", null, null, bomb)).opaque())
            .isIn("too-large", "damaged-encoding");
      }
      for (byte[] body : HostileBodies.all()) {
        for (String path : paths) {
          for (String type : HostileBodies.TYPES) {
            Request request = new Request("POST", path, null, type, null, body, Wire.NOW, true);
            Decoded decoded = decoder.decode(request);
            Rows.of(decoder.mapping(), decoded);
          }
        }
      }
    }
  }

  @Test
  void callsOpaqueWhatOtherKindsOfBodiesHide() {
    Map<String, String> forms = new LinkedHashMap<>();
    for (String brackets : new String[] {"[b]", "[", "[0]", "[]", "]"}) {
      forms.put("x=1&a" + brackets.repeat(10_000) + "=1", "name-too-long");
    }
    forms.put("x=1&a" + "[b]".repeat(100) + "=1", "too-deep");
    forms.put("x=1&a" + "[".repeat(1000) + "=1", "none");
    forms.put("x=1&a" + "[0]".repeat(600) + "=1", "none");
    forms.put("a=1" + "&a=1".repeat(20_000), "too-many-fields");
    forms.put("a=%", "damaged-encoding");
    forms.put("a=%ff", "bad-encoding");
    forms.put("%ff=1", "bad-encoding");
    forms.put("a" + "b".repeat(5000) + "=1", "not-json");
    forms.forEach((body, why) -> assertOpaque(Language.STRIPE, "/v1/x", null, body, why));
    assertOpaque(
        Language.STRIPE, "/v1/x", null, "x=1&a" + "b".repeat(5000) + "=1", "name-too-long");
    Map<String, String> parts = new LinkedHashMap<>();
    String part = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n";
    parts.put(part + "x", "bad-multipart");
    parts.put(part + "x\r\n--b", "bad-multipart");
    parts.put(part + "x\r\n--b--\r\nanna@example.com", "bad-multipart");
    parts.put(part + "{\"a\":1},{\"b\":2}\r\n--b--", "bad-json");
    parts.put(part + "{\"a\":1,\"a\":2}\r\n--b--", "duplicate-key");
    parts.put(part + "x\r\n".concat(part).repeat(300) + "\r\n--b--", "too-many-fields");
    parts.put(part.replace("; name=\"a\"", "; filename=\"a\"") + "x\r\n--b--", "bad-multipart");
    parts.put(
        part.replace("\r\n\r\n", "\r\nContent-Transfer-Encoding: base64\r\n\r\n") + "eA==\r\n--b--",
        "unknown-encoding");
    parts.put(
        part.replace("\r\n\r\n", "\r\nContent-Length: 9\r\n\r\n") + "x\r\n--b--", "bad-multipart");
    parts.forEach((body, why) -> assertOpaque(Language.JSON, "/", null, body, why));
    assertOpaque(
        Language.JSON,
        "/",
        "multipart/form-data; boundary=other",
        part + "x\r\n--b--",
        "bad-multipart");
    Map<String, String> tables = new LinkedHashMap<>();
    tables.put("a,b\n1,2,3\n", "ragged-rows");
    tables.put("a,b\n1\n", "ragged-rows");
    tables.put("a,a\n1,2\n", "duplicate-key");
    tables.put("anna@example.com,b\n1,2\n", "no-header");
    tables.put("a,b\n\"1,2\n", "bad-table");
    tables.put("a,b\n\"1\"x,2\n", "bad-table");
    tables.put("a,b\n" + "1,2\n".repeat(20_001), "too-many-events");
    tables.put("h".repeat(200) + ",b\n" + "1,2\n".repeat(1 << 20), "too-large");
    tables.forEach((body, why) -> assertOpaque(Language.JSON, "/", "text/csv", body, why));
    Map<String, String> envelopes = new LinkedHashMap<>();
    envelopes.put("{}\n{\"type\":\"event\",\"length\":5}\n{}\n", "bad-envelope");
    envelopes.put("{}\n{\"type\":\"event\",\"length\":1}\n{}\n", "bad-envelope");
    envelopes.put("{}\n{\"type\":\"event\",\"length\":2,\"length\":2}\n{}\n", "bad-envelope");
    envelopes.put("{}\n{\"type\":\"event\",\"length\":999999999999}\n{}\n", "bad-envelope");
    envelopes.put("{}\n{\"type\":\"event\"}\n{},{\"a\":1}\n", "bad-json");
    envelopes.put("{}\n{\"type\":\"event\"}\n{}],\"x\":[{}\n", "bad-json");
    envelopes.put("{}\n{\"type\":\"statsd\"}\nanna:1|c\n", "unknown-item");
    envelopes.put("{\"a\":1,\"a\":2}\n", "duplicate-key");
    envelopes.put("{},{\"b\":1}\n", "bad-json");
    envelopes.put("{}\n" + "{\"type\":\"event\"}\n{}\n".repeat(300), "too-many-events");
    envelopes.forEach(
        (body, why) -> assertOpaque(Language.SENTRY, "/api/1/envelope/", null, body, why));
  }

  private static void assertOpaque(
      Language language, String path, @Nullable String type, String body, String why) {
    Decoded decoded =
        Wire.of(language)
            .rule("contact.email", Action.MASK)
            .decoder()
            .decode(
                new Request("POST", path, null, type, null, body.getBytes(UTF_8), Wire.NOW, true));
    String shown = body.length() > 200 ? body.substring(0, 200) : body;
    assertThat(String.valueOf(decoded.opaque()))
        .as(shown)
        .isEqualTo(why.equals("none") ? "null" : why);
  }

  /** Requests of all suppliers, spoiled: they are read, or called opaque, and nothing is lost. */
  @Test
  void livesWithSpoiledRequestsOfAllSuppliers() {
    long seed = Long.getLong("stoplog.seed", new Random().nextLong());
    Random random = new Random(seed);
    for (Sample sample : Sample.all()) {
      Wire masking = Wire.of(sample.language()).rule("contact.email", Action.MASK);
      masking.rule("content.file_upload", Action.DROP).rule("contact.phone", Action.HASH);
      ConnectionDecoder decoder = masking.decoder();
      ConnectionDecoder passing = Wire.of(sample.language()).decoder();
      ConnectionDecoder dropping =
          Wire.of(sample.language()).rule("contact.email", Action.DROP).decoder();
      Request whole = sample.request();
      for (int i = 0; i < 1500; i++) {
        byte[] body = HostileBodies.spoiled(whole.body(), random);
        String query =
            sample.query() == null
                ? null
                : new String(
                    HostileBodies.spoiled(sample.query().getBytes(ISO_8859_1), random), ISO_8859_1);
        String type =
            random.nextInt(4) == 0
                ? HostileBodies.TYPES[random.nextInt(HostileBodies.TYPES.length)]
                : whole.contentType();
        Request request =
            new Request("POST", whole.path(), query, type, null, body, Wire.NOW, true);
        byte[] copy = body.clone();
        String what = "seed " + seed + ", " + sample + ", " + new String(body, ISO_8859_1);
        Decoded passed = passing.decode(request);
        assertThat(passed.body()).as(what).isSameAs(body);
        Rows.of(passing.mapping(), passed);
        Decoded decoded = decoder.decode(request);
        Rows.of(decoder.mapping(), decoded);
        Decoded dropped = dropping.decode(request);
        if (dropped.opaque() == null && dropped.body().length > 0) {
          Decoded twice =
              dropping.decode(
                  new Request(
                      "POST",
                      whole.path(),
                      dropped.query(),
                      type,
                      null,
                      dropped.body(),
                      Wire.NOW,
                      true));
          assertThat(twice.edits()).as(what).isZero();
        }
        assertThat(Arrays.equals(body, copy)).as(what).isTrue();
        assertThat(decoded.opaque()).as(what).isEqualTo(passed.opaque());
        if (decoded.opaque() == null && decoded.edits() > 0) {
          Decoded again =
              decoder.decode(
                  new Request(
                      "POST",
                      whole.path(),
                      decoded.query(),
                      type,
                      null,
                      decoded.body(),
                      Wire.NOW,
                      true));
          assertThat(again.opaque()).as(what + " became " + decoded.body()).isNull();
        }
      }
    }
  }

  private static String opaque(byte[] body) {
    return Wire.of(Language.MIXPANEL)
        .rule("contact.email", Action.MASK)
        .decoder()
        .decode(Wire.request("/track", null, null, body))
        .opaque();
  }

  private static byte[] repeat(String text, int count) {
    return text.repeat(count).getBytes(UTF_8);
  }
}
