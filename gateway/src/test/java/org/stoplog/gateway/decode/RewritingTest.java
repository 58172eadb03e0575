package org.stoplog.gateway.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stoplog.gateway.policy.Action;
import org.stoplog.gateway.policy.Language;

class RewritingTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.77, 192.0.2.0",
    "2001:db8:1:2:3::4, 2001:db8:1::",
    "::1, 0:0:0::",
    "::ffff:192.0.2.77, 192.0.2.0",
    "1.2.3, null",
    "1.2.3.4.5, null",
    "256.1.1.1, null",
    "1..2.3, null",
    "localhost, null",
    "fe80::1%eth0, null",
    "12:34, null"
  })
  void shortensAddresses(String address, String expected) {
    assertThat(String.valueOf(IpAddress.shortened(address))).isEqualTo(expected);
  }

  @Test
  void dropsMembersWithTheirCommas() {
    assertThat(dropped("{\"email\":1,\"a\":2}")).isEqualTo("{\"a\":2}");
    assertThat(dropped("{\"a\":2,\"email\":1}")).isEqualTo("{\"a\":2}");
    assertThat(dropped("{\"a\":2 , \"email\" : 1 , \"b\":3}")).isEqualTo("{\"a\":2 , \"b\":3}");
    assertThat(dropped("{ \"email\":1 }")).isEqualTo("{}");
    assertThat(dropped("{\"email\":1,\"email_address\":2,\"a\":3}")).isEqualTo("{\"a\":3}");
    assertThat(dropped("{\"a\":3,\"email\":1,\"email_address\":2}")).isEqualTo("{\"a\":3}");
    assertThat(dropped("{\"email\":1,\"a\":3,\"mail\":2}")).isEqualTo("{\"a\":3}");
    assertThat(dropped("{\"email\":{\"x\":1,\"y\":[2,3]},\"a\":3}"))
        .isEqualTo("{\"email\":{\"y\":[]},\"a\":3}".replace("\"y\":[]", "\"y\":[]"));
  }

  private static String dropped(String json) {
    Decoded decoded = Wire.of(Language.JSON).rule("contact.email", Action.DROP).post("/", json);
    return new String(decoded.body(), UTF_8);
  }

  @Test
  void rewritesWhatABatchSharesBeforeAndBehindIt() {
    Decoded decoded =
        Wire.of(Language.SEGMENT)
            .rule("device.ip_address", Action.TRUNCATE)
            .rule("contact.email", Action.MASK)
            .post(
                "/v1/batch",
                "{\"email\":\"a@example.com\",\"batch\":[{\"type\":\"identify\",\"userId\":\"u\",\"traits\":{\"email\":\"b@example.com\"}}],"
                    + "\"context\":{\"ip\":\"192.0.2.9\"}}");
    assertThat(new String(decoded.body(), UTF_8))
        .isEqualTo(
            "{\"email\":\"masked-email@masked.invalid\",\"batch\":[{\"type\":\"identify\",\"userId\":\"u\",\"traits\":{\"email\":\"masked-email@masked.invalid\"}}],"
                + "\"context\":{\"ip\":\"192.0.2.0\"}}");
    // Whom it was about is known to us still.
    Rows rows = Rows.of(ConnectionDecoder.mapping(Language.SEGMENT), decoded);
    assertThat(rows.rows.getFirst().cells()).contains("LINK email b@example.com");
    assertThat(rows.rows.getFirst().elements())
        .contains("location.coarse")
        .doesNotContain("contact.email", "device.ip_address");
  }

  @Test
  void hashesThePersonAlikeWhereverTheIdStands() {
    Decoded decoded =
        Wire.of(Language.MIXPANEL)
            .rule("id.account_user_id", Action.HASH)
            .rule("contact.email", Action.HASH)
            .rule("id.pseudonymous_device_or_anon", Action.HASH)
            .post(
                "/track",
                "[{\"event\":\"a\",\"properties\":{\"distinct_id\":\"$device:d-1\",\"$device_id\":\"d-1\"}},"
                    + "{\"event\":\"a\",\"properties\":{\"distinct_id\":\" Anna@Example.com \",\"$email\":\"anna@example.com\"}},"
                    + "{\"event\":\"a\",\"properties\":{\"distinct_id\":77,\"$user_id\":\"77\"}}]");
    var tree = EventModel.JSON.readTree(decoded.body());
    String device = tree.get(0).get("properties").get("$device_id").stringValue();
    assertThat(device).matches("[0-9a-f]{64}");
    assertThat(tree.get(0).get("properties").get("distinct_id").stringValue())
        .isEqualTo("$device:" + device);
    assertThat(tree.get(1).get("properties").get("distinct_id"))
        .isEqualTo(tree.get(1).get("properties").get("$email"));
    assertThat(tree.get(2).get("properties").get("distinct_id"))
        .isEqualTo(tree.get(2).get("properties").get("$user_id"));
    Rows rows = Rows.of(ConnectionDecoder.mapping(Language.MIXPANEL), decoded);
    assertThat(rows.rows.get(1).cells()).contains("IDENTIFIER email Anna@Example.com");
    assertThat(rows.rows.get(1).elements())
        .contains("id.pseudonymous_device_or_anon")
        .doesNotContain("contact.email");
  }

  @Test
  void recordsACopyAsItWasSent() {
    Wire wire = Wire.of(Language.MIXPANEL).rule("contact.email", Action.DROP);
    wire.mode = org.stoplog.gateway.policy.ConnectionMode.RECORD_ONLY;
    String body =
        "{\"event\":\"a\",\"properties\":{\"distinct_id\":\"u\",\"$email\":\"a@example.com\"}}";
    Decoded decoded = wire.post("/track", body);
    assertThat(decoded.edits()).isZero();
    assertThat(
            Rows.of(ConnectionDecoder.mapping(Language.MIXPANEL), decoded)
                .rows
                .getFirst()
                .elements())
        .contains("contact.email");
  }
}
