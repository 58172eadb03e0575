package org.stoplog.gateway.decode;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.stoplog.gateway.policy.Action;
import org.stoplog.gateway.policy.ConnectionMode;
import org.stoplog.gateway.policy.Language;
import org.stoplog.gateway.policy.Refusal;

/** Elements by which a whole request is kept. */
class HoldTest {
  private static final String EVENT =
      """
      {"email":"ada@example.org","ip":"192.0.2.7","plan":"pro"}""";

  private static Wire holds(String element) {
    return Wire.of(Language.JSON).rule(element, Action.HOLD);
  }

  @Test
  void aRequestThatDisclosesOneIsKeptAsItWouldBeSent() {
    Decoded decoded = holds("contact.email").post("/", EVENT);
    assertThat(decoded.verdict()).isEqualTo(Decoded.Verdict.HOLD);
    assertThat(new String(decoded.body(), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo(EVENT);
    assertThat(decoded.frames()).isNotEmpty();
    assertThat(holds("contact.phone").post("/", EVENT).verdict()).isEqualTo(Decoded.Verdict.SEND);
  }

  @Test
  void whatAnotherRuleTakesOutIsNotDisclosedAndKeepsNothing() {
    Wire wire = holds("contact.email").rule("device.ip_address", Action.MASK);
    Decoded decoded = wire.post("/", EVENT);
    assertThat(decoded.verdict()).isEqualTo(Decoded.Verdict.HOLD);
    assertThat(new String(decoded.body(), java.nio.charset.StandardCharsets.UTF_8))
        .contains("0.0.0.0", "ada@example.org");
    assertThat(
            holds("device.ip_address")
                .rule("contact.email", Action.DROP)
                .post("/", "{\"email\":\"ada@example.org\"}")
                .verdict())
        .isEqualTo(Decoded.Verdict.SEND);
  }

  @Test
  void refusingComesBeforeKeepingAndACopyIsNeverKept() {
    Wire refuses = holds("contact.email");
    refuses.undeclared = Refusal.REFUSE;
    assertThat(refuses.post("/", EVENT).verdict()).isEqualTo(Decoded.Verdict.REFUSE);
    Wire copies = holds("contact.email");
    copies.mode = ConnectionMode.RECORD_ONLY;
    assertThat(copies.post("/", EVENT).verdict()).isEqualTo(Decoded.Verdict.SEND);
  }

  @Test
  void whatIsInHeadersKeepsItToo() {
    Wire agent = holds("device.user_agent");
    agent.agent = true;
    assertThat(agent.post("/", "{\"plan\":\"pro\"}").verdict()).isEqualTo(Decoded.Verdict.HOLD);
    assertThat(agent.decoder().sendsUserAgent()).isTrue();
  }
}
