package org.stoplog.gateway.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.stoplog.catalog.ElementSet;
import org.stoplog.gateway.policy.Action;
import org.stoplog.gateway.policy.Language;
import org.stoplog.ledger.reader.TrafficReader;
import org.stoplog.ledger.reader.ValueRules;

/** What is logged or shown never holds a value: neither in texts of objects nor in reasons. */
class CanaryTest {
  private static final String CANARY = "canary@example.com";

  @Test
  void showsNoValueAnywhere() {
    List<Object> shown = new ArrayList<>();
    String[] bodies = {
      "{\"event\":\"a\",\"properties\":{\"distinct_id\":\"" + CANARY + "\"}}",
      "{\"event\":\"" + CANARY,
      "{\"" + CANARY + "\":1,\"" + CANARY + "\":2}",
      "data=" + CANARY,
      "data=%zz&x=" + CANARY,
      CANARY,
      "[\"" + CANARY + "\"]",
      "{\"event\":\"\\ud800" + CANARY + "\"}",
    };
    for (Language language : Language.values()) {
      ConnectionDecoder decoder = Wire.of(language).rule("contact.email", Action.HASH).decoder();
      shown.add(decoder);
      for (String body : bodies) {
        Request request = Wire.request("/track", "q=" + CANARY, CANARY, body.getBytes(UTF_8));
        Decoded decoded = decoder.decode(request);
        shown.add(request);
        shown.add(decoded);
        shown.add(String.valueOf(decoded.opaque()));
        shown.add(decoder.sink(request, 1));
        Request get = Wire.request("/track", "data=" + CANARY, null, new byte[0]);
        shown.add(get);
        shown.add(decoder.decode(get));
      }
    }
    shown.add(new TrafficReader.Edit(0, 1, CANARY.getBytes(UTF_8)));
    shown.add(new ValueRules.Outcome(CANARY.getBytes(UTF_8), ElementSet.NONE));
    shown.add(new Layer.InForm(CANARY.getBytes(UTF_8), CANARY.getBytes(UTF_8)));
    shown.add(SinkReply.text(CANARY));
    shown.add(new Unreadable("bad-json"));
    assertThat(shown).allSatisfy(it -> assertThat(it.toString()).doesNotContain("canary"));
  }
}
