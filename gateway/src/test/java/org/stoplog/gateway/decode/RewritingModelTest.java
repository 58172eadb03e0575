package org.stoplog.gateway.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.stoplog.catalog.Elements;
import org.stoplog.gateway.policy.Action;
import org.stoplog.gateway.policy.Language;
import tools.jackson.databind.node.ObjectNode;

/** Random events under random rules, against {@link EventModel}. */
class RewritingModelTest {
  private static final int POLICIES = 120;
  private static final int EVENTS = 40;

  @Test
  void agreesWithTheModelAboutElementsAndWhatIsSent() {
    long seed = Long.getLong("stoplog.seed", new Random().nextLong());
    Random random = new Random(seed);
    int changed = 0;
    for (int p = 0; p < POLICIES; p++) {
      Wire wire = anyRules(Language.MIXPANEL, random);
      ConnectionDecoder decoder = wire.decoder();
      for (int e = 0; e < EVENTS; e++) {
        ObjectNode event = EventModel.event(random);
        String sent = spread(random, event.toString());
        String what = "seed " + seed + ", rules " + wire.rules + ", event " + sent;
        Decoded decoded = decoder.decode(Wire.request("/track", sent));
        assertThat(decoded.opaque()).as(what).isNull();
        EventModel model = new EventModel(wire.rules);
        ObjectNode expected = model.rewrite(event.deepCopy());
        String got = new String(decoded.body(), UTF_8);
        assertThat(EventModel.JSON.readTree(got))
            .as(what)
            .isEqualTo(EventModel.JSON.readTree(expected.toString()));
        assertThat(new TreeSet<>(Elements.catalogue().idsOf(decoded.elements())))
            .as(what)
            .isEqualTo(model.elements);
        if (decoded.edits() == 0) {
          assertThat(got).as(what).isEqualTo(sent);
        } else {
          changed++;
        }
        keepsProtected(event, got, what);
        keepsTheRest(decoder, got, what);
      }
    }
    assertThat(changed).as("events that a rule changed").isGreaterThan(POLICIES * EVENTS / 4);
  }

  @Test
  void rewritesArraysAndLinesAsTheirEvents() {
    long seed = Long.getLong("stoplog.seed", new Random().nextLong());
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      Wire wire = anyRules(Language.MIXPANEL, random);
      EventModel model = new EventModel(wire.rules);
      StringBuilder sent = new StringBuilder();
      StringBuilder expected = new StringBuilder();
      boolean lines = random.nextBoolean();
      for (int n = 1 + random.nextInt(4); n > 0; n--) {
        ObjectNode event = EventModel.event(random);
        String between = n == 1 ? "" : lines ? "\n" : ",";
        sent.append(spread(random, event.toString()).replace('\n', ' ')).append(between);
        expected.append(model.rewrite(event)).append(between);
      }
      String body = lines ? sent.toString() : "[" + sent + "]";
      String what = "seed " + seed + ", rules " + wire.rules + ", body " + body;
      Decoded decoded = wire.post("/import", body);
      assertThat(decoded.opaque()).as(what).isNull();
      String got = new String(decoded.body(), UTF_8);
      got = lines ? "[" + got.replace('\n', ',') + "]" : got;
      assertThat(EventModel.JSON.readTree(got))
          .as(what)
          .isEqualTo(EventModel.JSON.readTree("[" + expected.toString().replace('\n', ',') + "]"));
      assertThat(new TreeSet<>(Elements.catalogue().idsOf(decoded.elements())))
          .as(what)
          .isEqualTo(model.elements);
    }
  }

  /** What is left when values were dropped has nothing more to drop. */
  @Test
  void dropsAllAtOnce() {
    long seed = Long.getLong("stoplog.seed", new Random().nextLong());
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      Wire wire = Wire.of(Language.values()[random.nextInt(Language.values().length)]);
      for (String element : EventModel.ruled()) {
        if (random.nextBoolean()) {
          wire.rule(element, Action.DROP);
        }
      }
      ConnectionDecoder decoder = wire.decoder();
      Decoded once = decoder.decode(Wire.request("/x", EventModel.event(random).toString()));
      Decoded twice = decoder.decode(Wire.request("/x", new String(once.body(), UTF_8)));
      assertThat(twice.edits()).as("seed " + seed + ", rules " + wire.rules).isZero();
      assertThat(twice.elements()).as("seed " + seed).isEqualTo(once.elements());
    }
  }

  /** A batch becomes what its parts become alone, whatever stands before and behind them. */
  @Test
  void rewritesABatchAsItsParts() {
    long seed = Long.getLong("stoplog.seed", new Random().nextLong());
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      Language language =
          new Language[] {Language.SEGMENT, Language.POSTHOG, Language.AMPLITUDE}[i % 3];
      String key = language == Language.AMPLITUDE ? "events" : "batch";
      Wire wire = anyRules(language, random);
      ConnectionDecoder decoder = wire.decoder();
      ObjectNode around = EventModel.event(random);
      ObjectNode behind = EventModel.event(random);
      StringBuilder sent = new StringBuilder();
      StringBuilder expected = new StringBuilder();
      for (int n = 1 + random.nextInt(4); n > 0; n--) {
        String event = EventModel.event(random).toString();
        sent.append(spread(random, event)).append(n == 1 ? "" : ",");
        expected.append(alone(decoder, event)).append(n == 1 ? "" : ",");
      }
      String body =
          "{\"traits\":%s,\"%s\":[%s],\"properties\":%s}".formatted(around, key, sent, behind);
      String outer = alone(decoder, "{\"traits\":%s,\"properties\":%s}".formatted(around, behind));
      ObjectNode whole = (ObjectNode) EventModel.JSON.readTree(outer);
      whole.set(key, EventModel.JSON.readTree("[" + expected + "]"));
      String what = "seed " + seed + ", rules " + wire.rules + ", body " + body;
      Decoded decoded = decoder.decode(Wire.request("/v1/x", body));
      assertThat(decoded.opaque()).as(what).isNull();
      assertThat(EventModel.JSON.readTree(decoded.body())).as(what).isEqualTo(whole);
    }
  }

  private static String alone(ConnectionDecoder decoder, String event) {
    Decoded decoded = decoder.decode(Wire.request("/v1/x", event));
    assertThat(decoded.opaque()).isNull();
    return new String(decoded.body(), UTF_8);
  }

  private static Wire anyRules(Language language, Random random) {
    Wire wire = Wire.of(language);
    for (String element : EventModel.ruled()) {
      if (random.nextInt(3) == 0) {
        wire.rule(element, Action.values()[random.nextInt(Action.values().length)]);
      }
    }
    return wire;
  }

  /** Blanks between the tokens, which nobody may lose either. */
  private static String spread(Random random, String json) {
    if (random.nextInt(3) > 0) {
      return json;
    }
    StringBuilder spread = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      quoted ^= c == '"' && !isEscaped(json, i);
      spread.append(c);
      if (!quoted && "{}[],:".indexOf(c) >= 0) {
        spread.append(new String[] {" ", "\n", "", "\t "}[random.nextInt(4)]);
      }
    }
    return spread.toString();
  }

  private static boolean isEscaped(String json, int i) {
    int slashes = 0;
    while (json.charAt(i - 1 - slashes) == '\\') {
      slashes++;
    }
    return slashes % 2 == 1;
  }

  private static void keepsProtected(ObjectNode before, String after, String what) {
    ObjectNode got = (ObjectNode) EventModel.JSON.readTree(after);
    assertThat(got.get("event").toString()).as(what).isEqualTo(before.get("event").toString());
    for (String key : new String[] {"token", "$insert_id", "time"}) {
      assertThat(String.valueOf(got.get("properties").get(key)))
          .as(what)
          .isEqualTo(String.valueOf(before.get("properties").get(key)));
    }
  }

  /** What was rewritten is well formed for ourselves too. */
  private static void keepsTheRest(ConnectionDecoder decoder, String got, String what) {
    assertThat(decoder.decode(Wire.request("/track", got)).opaque()).as(what).isNull();
  }

  @Test
  void sendsTheVeryArrayWhenNoRuleApplies() {
    Random random = new Random(7);
    for (Language language : Language.values()) {
      ConnectionDecoder decoder = Wire.of(language).rule("gov.passport", Action.DROP).decoder();
      for (int i = 0; i < 200; i++) {
        Request request = Wire.request("/v1/track", EventModel.event(random).toString());
        byte[] copy = request.body().clone();
        Decoded decoded = decoder.decode(request);
        assertThat(decoded.body()).isSameAs(request.body());
        assertThat(Arrays.equals(copy, request.body())).isTrue();
      }
    }
  }

  /** All rules drop: then only what is protected is left with a value that discloses something. */
  @Test
  void leavesCredentialsAndRoutingToEverySupplier() {
    keeps(
        Language.SEGMENT,
        "/v1/batch",
        "{\"writeKey\":\"anna@example.com\",\"batch\":[{\"type\":\"track\",\"event\":\"Mail to"
            + " anna@example.com\",\"messageId\":\"anna@example.com\",\"integrations\":{\"Mixpanel\":"
            + "{\"key\":\"anna@example.com\"}},\"timestamp\":\"2025-01-01T00:00:00Z\"}]}");
    keeps(
        Language.POSTHOG,
        "/batch",
        "{\"api_key\":\"anna@example.com\",\"batch\":[{\"event\":\"anna@example.com\",\"uuid\":"
            + "\"anna@example.com\",\"token\":\"anna@example.com\",\"properties\":{\"token\":"
            + "\"anna@example.com\"}}]}");
    keeps(
        Language.AMPLITUDE,
        "/2/httpapi",
        "{\"api_key\":\"anna@example.com\",\"events\":[{\"event_type\":\"anna@example.com\","
            + "\"insert_id\":\"anna@example.com\",\"time\":1700000000000}]}");
    keeps(
        Language.MIXPANEL,
        "/engage",
        "[{\"$token\":\"anna@example.com\",\"$time\":1700000000,\"$unset\":[\"$email\"]}]");
  }

  private static void keeps(Language language, String path, String body) {
    Wire wire = Wire.of(language);
    Elements.catalogue().all().forEach(element -> wire.rule(element.id(), Action.DROP));
    Decoded decoded = wire.post(path, body);
    assertThat(decoded.opaque()).isNull();
    assertThat(new String(decoded.body(), UTF_8)).isEqualTo(body);
  }
}
