package org.stoplog.gateway.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.stoplog.catalog.Elements;
import org.stoplog.gateway.policy.Action;
import org.stoplog.gateway.policy.Language;
import org.stoplog.gateway.policy.Refusal;

/** Requests as the suppliers' own documents show them, with made-up people. */
class SuppliersTest {
  @Test
  void readsAMixpanelEvent() {
    Rows rows =
        Wire.of(Language.MIXPANEL)
            .rows(
                "/track",
                """
                [{"event":"Signed up","properties":{"time":1697379000,"token":"t0k3n",
                "$insert_id":"i1","distinct_id":"u-17","$device_id":"d-1","$user_id":"u-17",
                "ip":"192.0.2.7","$email":"anna@example.com","Plan":"pro"}}]""");
    assertThat(rows.leftOut).isEmpty();
    Rows.Row row = rows.rows.getFirst();
    assertThat(row.time()).isEqualTo(Instant.ofEpochSecond(1697379000));
    assertThat(row.cells())
        .containsExactlyInAnyOrder(
            "IDENTIFIER user-id u-17", "LINK supplier-id d-1", "LINK email anna@example.com");
    assertThat(row.elements())
        .contains("contact.email", "device.ip_address", "location.coarse", "id.account_user_id")
        .doesNotContain("auth.token_or_api_key");
  }

  @Test
  void readsMixpanelProfilesAndIdentityEvents() {
    Wire wire = Wire.of(Language.MIXPANEL);
    Rows profile =
        wire.rows(
            "/engage",
            """
            [{"$token":"t","$distinct_id":"u-17","$ip":"192.0.2.7","$set":{"$email":"anna@example.com",
            "$phone":"+4930123456","$name":"Anna Arndt","Address":"1 Made-up Street"}}]""");
    assertThat(profile.rows.getFirst().cells())
        .contains(
            "IDENTIFIER user-id u-17", "LINK email anna@example.com", "LINK phone +4930123456");
    assertThat(profile.rows.getFirst().elements())
        .contains("person.full_name", "contact.postal_address", "device.ip_address");
    Rows identify =
        wire.rows(
            "/track",
            """
            {"event":"$identify","properties":{"token":"t","$identified_id":"u-17","$anon_id":"a-9"}}""");
    assertThat(identify.rows.getFirst().cells())
        .contains("IDENTIFIER user-id u-17", "LINK supplier-id a-9");
    Rows groups =
        wire.rows(
            "/groups",
            "[{\"$token\":\"t\",\"$group_key\":\"org\",\"$group_id\":\"o-1\",\"$set\":{}}]");
    assertThat(groups.leftOut).containsExactly("1 no-identifier");
    Rows lines =
        wire.rows(
            "/import",
            """
            {"event":"a","properties":{"distinct_id":"u-1","time":1697379000}}
            {"event":"b","properties":{"distinct_id":"u-2","time":1697379000}}
            """);
    assertThat(lines.rows).hasSize(2);
  }

  @Test
  void countsWhatMixpanelTakesFromTheRequest() {
    Wire wire = Wire.of(Language.MIXPANEL);
    wire.address = true;
    wire.agent = true;
    String body = "{\"event\":\"a\",\"properties\":{\"distinct_id\":\"u-1\"}}";
    assertThat(Elements.catalogue().idsOf(wire.post("/track", body).elements()))
        .contains("device.ip_address", "location.coarse", "device.user_agent");
    Decoded quiet =
        wire.decoder().decode(Wire.request("/track", "ip=0", null, body.getBytes(UTF_8)));
    assertThat(Elements.catalogue().idsOf(quiet.elements()))
        .contains("device.ip_address")
        .doesNotContain("location.coarse");
    wire.rule("device.ip_address", Action.TRUNCATE);
    assertThat(wire.decoder().sendsAddress()).isFalse();
    assertThat(Elements.catalogue().idsOf(wire.post("/track", body).elements()))
        .doesNotContain("device.ip_address");
  }

  @Test
  void readsSegmentCallsWithoutATypeByTheirPath() {
    Rows rows =
        Wire.of(Language.SEGMENT)
            .rows(
                "/v1/identify",
                """
                {"userId":"019mr8mf4r","anonymousId":"a-1","traits":{"email":"petra@example.com",
                "name":"Petra Probe","address":{"city":"Bonn"}},"context":{"ip":"192.0.2.1"},
                "timestamp":"2025-11-02T00:30:08.276Z","integrations":{"All":false,"Mixpanel":true}}""");
    Rows.Row row = rows.rows.getFirst();
    assertThat(row.cells())
        .contains(
            "IDENTIFIER user-id 019mr8mf4r",
            "LINK supplier-id a-1",
            "LINK email petra@example.com",
            "RECIPIENT Mixpanel");
    assertThat(row.elements())
        .contains("contact.email", "person.full_name", "location.coarse", "device.ip_address");
    assertThat(row.time()).isEqualTo(Instant.parse("2025-11-02T00:30:08.276Z"));
    Rows alias =
        Wire.of(Language.SEGMENT).rows("/v1/alias", "{\"userId\":\"u-1\",\"previousId\":\"a-1\"}");
    assertThat(alias.rows.getFirst().cells()).anyMatch(cell -> cell.startsWith("LINK"));
  }

  @Test
  void readsASegmentBatchWithWhatItSharesBehindIt() {
    Rows rows =
        Wire.of(Language.SEGMENT)
            .rows(
                "/v1/batch",
                """
                {"batch":[{"type":"track","userId":"u-1","event":"A"},
                {"type":"page","anonymousId":"a-2","name":"Home"}],
                "context":{"ip":"192.0.2.1"},"writeKey":"k","sentAt":"2025-11-02T00:30:08Z"}""");
    assertThat(rows.rows).hasSize(2);
    assertThat(rows.rows)
        .allSatisfy(
            row -> {
              assertThat(row.elements()).contains("device.ip_address");
              assertThat(row.time()).isEqualTo(Instant.parse("2025-11-02T00:30:08Z"));
            });
  }

  @Test
  void readsAllFormsOfPostHog() {
    Wire wire = Wire.of(Language.POSTHOG);
    String event =
        """
        {"api_key":"phc_x","event":"$identify","distinct_id":"u-1","properties":{"$anon_distinct_id":
        "anon-1","$ip":"192.0.2.9","$device_id":"d-1","token":"phc_x"},"$set":{"email":"otto@example.com"},
        "$set_once":{"$initial_referrer":"https://search.example"},"timestamp":"2025-11-02T00:30:08Z"}""";
    for (String body :
        new String[] {event, "[" + event + "]", "{\"api_key\":\"k\",\"batch\":[" + event + "]}"}) {
      Rows rows = wire.rows("/i/v0/e", body);
      assertThat(rows.rows).as(body).hasSize(1);
      assertThat(rows.rows.getFirst().cells())
          .contains(
              "IDENTIFIER user-id u-1",
              "LINK supplier-id anon-1",
              "LINK supplier-id d-1",
              "LINK email otto@example.com");
      assertThat(rows.rows.getFirst().elements())
          .contains("contact.email", "device.ip_address", "location.coarse", "behaviour.referrer")
          .doesNotContain("auth.token_or_api_key");
    }
    Rows inside =
        wire.rows("/e", "{\"event\":\"a\",\"properties\":{\"distinct_id\":\"ida@example.com\"}}");
    assertThat(inside.rows.getFirst().cells()).contains("IDENTIFIER email ida@example.com");
    assertThat(inside.rows.getFirst().time()).isEqualTo(Instant.ofEpochMilli(Wire.NOW));
  }

  @Test
  void doesNotReadRecordingsOfScreens() {
    Wire wire = Wire.of(Language.POSTHOG);
    Decoded passed = wire.post("/s/", "whatever");
    assertThat(passed.opaque()).isEqualTo("session-replay");
    assertThat(passed.verdict()).isEqualTo(Decoded.Verdict.SEND);
    assertThat(Elements.catalogue().idsOf(passed.elements()))
        .containsExactly("behaviour.session_replay");
    wire.rule("behaviour.session_replay", Action.DROP);
    assertThat(wire.post("/s/", "whatever").verdict()).isEqualTo(Decoded.Verdict.SINK);
  }

  @Test
  void readsAmplitudesEventsAndIdentifications() {
    Wire wire = Wire.of(Language.AMPLITUDE);
    Rows rows =
        wire.rows(
            "/2/httpapi",
            """
            {"api_key":"k","events":[{"user_id":"u-1@example.com","device_id":"C8F9E604","event_type":
            "watch_tutorial","time":1396381378123,"event_properties":{"note":"call +4930123456"},
            "user_properties":{"age":25,"$set":{"email":"uwe@example.com"}},"country":"Germany",
            "ip":"127.0.0.1","idfa":"AEBE52E7"}]}""");
    assertThat(rows.rows.getFirst().cells())
        .contains(
            "IDENTIFIER email u-1@example.com",
            "LINK supplier-id C8F9E604",
            "LINK email uwe@example.com");
    assertThat(rows.rows.getFirst().elements())
        .contains("contact.phone", "person.age_or_range", "id.advertising", "device.ip_address");
    String form =
        "api_key=0123456789abcdef&identification="
            + URLEncoder.encode(
                "[{\"user_id\":\"u-9\",\"user_properties\":{\"email\":\"uwe@example.com\"}}]",
                UTF_8);
    Rows identified = wire.rows("/identify", form);
    assertThat(identified.rows.getFirst().cells())
        .contains("IDENTIFIER user-id u-9", "LINK email uwe@example.com");
  }

  @Test
  void readsJsonOfAnyKind() {
    Rows rows =
        Wire.of(Language.JSON)
            .rows(
                "/hook",
                """
                {"user":{"email":"lena@example.com","first_name":"Lena"},"iban":"DE89370400440532013000"}
                [{"user_id":"u-2","note":"4111 1111 1111 1111"}]""");
    assertThat(rows.rows).hasSize(2);
    assertThat(rows.rows.get(0).elements())
        .contains("contact.email", "person.first_name", "fin.bank_account");
    assertThat(rows.rows.get(1).elements()).contains("fin.card_number", "id.account_user_id");
  }

  @Test
  void answersAsTheSupplierDoes() {
    assertThat(sink(Language.MIXPANEL, "/track", null)).isEqualTo("200 1");
    assertThat(sink(Language.MIXPANEL, "/track", "verbose=1"))
        .isEqualTo("200 {\"error\":null,\"status\":1}");
    assertThat(sink(Language.MIXPANEL, "/import", "strict=1"))
        .contains("\"num_records_imported\":3");
    assertThat(sink(Language.SEGMENT, "/v1/track", null)).isEqualTo("200 {\"success\":true}");
    assertThat(sink(Language.POSTHOG, "/batch", null)).isEqualTo("200 {\"status\":\"Ok\"}");
    assertThat(sink(Language.AMPLITUDE, "/2/httpapi", null)).contains("\"events_ingested\":3");
    assertThat(sink(Language.AMPLITUDE, "/identify", null)).isEqualTo("200 success");
    assertThat(sink(Language.JSON, "/", null)).isEqualTo("204 ");
    SinkReply inForm =
        Wire.of(Language.MIXPANEL)
            .decoder()
            .sink(Wire.request("/track", "data=e30%3D&verbose=1"), 1);
    assertThat(new String(inForm.body(), UTF_8)).contains("status");
  }

  private static String sink(Language language, String path, String query) {
    SinkReply reply =
        Wire.of(language).decoder().sink(Wire.request(path, query, null, "{}".getBytes(UTF_8)), 3);
    return reply.status() + " " + new String(reply.body(), UTF_8);
  }

  @Test
  void aRuleForNamesReachesThoseOfPeopleAndNotThoseOfPages() {
    Wire wire = Wire.of(Language.SEGMENT);
    wire.rule("person.full_name", Action.MASK);
    String properties = "\"userId\":\"u\",\"properties\":{\"name\":\"Ida Muster\"}";
    String page = "{\"type\":\"page\"," + properties + "}";
    String behind = "{" + properties + ",\"type\":\"screen\"}";
    assertThat(new String(wire.post("/v1/page", page).body(), UTF_8)).isEqualTo(page);
    assertThat(new String(wire.post("/v1/batch", behind).body(), UTF_8)).isEqualTo(behind);
    Decoded track =
        wire.post("/v1/track", "{\"type\":\"track\",\"event\":\"Signed Up\"," + properties + "}");
    assertThat(new String(track.body(), UTF_8)).doesNotContain("Ida");
    assertThat(Elements.catalogue().idsOf(track.elements())).doesNotContain("person.full_name");
    // The path says the kind when the event does not.
    assertThat(new String(wire.post("/v1/track", "{" + properties + "}").body(), UTF_8))
        .doesNotContain("Ida");
    wire.rule("behaviour.site_activity", Action.MASK);
    assertThat(new String(wire.post("/v1/batch", behind).body(), UTF_8)).doesNotContain("Ida");
  }

  @Test
  void aPlaceOfZerosIsNone() {
    Wire wire = Wire.of(Language.AMPLITUDE);
    String event =
        "{\"events\":[{\"event_type\":\"a\",\"user_id\":\"u-1\",\"location_lat\":%s,\"location_lng\":0.0}]}";
    assertThat(wire.rows("/2/httpapi", event.formatted("0")).rows.getFirst().elements())
        .doesNotContain("location.precise");
    assertThat(wire.rows("/2/httpapi", event.formatted("51.48")).rows.getFirst().elements())
        .contains("location.precise");
  }

  @Test
  void refusesOrDropsWhatWasNeverDeclared() {
    String body =
        "{\"event\":\"a\",\"properties\":{\"distinct_id\":\"u-1\",\"$email\":\"a@example.com\"}}";
    Wire wire = Wire.of(Language.MIXPANEL);
    wire.declared =
        Elements.catalogue().setOf(List.of("behaviour.site_activity", "id.account_user_id"));
    Decoded passed = wire.post("/track", body);
    assertThat(passed.verdict()).isEqualTo(Decoded.Verdict.SEND);
    assertThat(Elements.catalogue().idsOf(passed.undeclared())).containsExactly("contact.email");
    wire.undeclared = Refusal.DROP;
    Decoded dropped = wire.post("/track", body);
    assertThat(new String(dropped.body(), UTF_8))
        .isEqualTo("{\"event\":\"a\",\"properties\":{\"distinct_id\":\"u-1\"}}");
    assertThat(Elements.catalogue().idsOf(dropped.undeclared())).containsExactly("contact.email");
    assertThat(Elements.catalogue().idsOf(dropped.elements())).doesNotContain("contact.email");
    wire.undeclared = Refusal.REFUSE;
    assertThat(wire.post("/track", body).verdict()).isEqualTo(Decoded.Verdict.REFUSE);
    wire.rule("contact.email", Action.MASK);
    assertThat(wire.post("/track", body).verdict()).isEqualTo(Decoded.Verdict.SEND);
  }

  @Test
  void changesAQueryToo() {
    String data =
        Base64.getEncoder()
            .encodeToString(
                "{\"event\":\"a\",\"properties\":{\"distinct_id\":\"u\",\"$email\":\"a@example.com\"}}"
                    .getBytes(UTF_8));
    Decoded decoded =
        Wire.of(Language.MIXPANEL)
            .rule("contact.email", Action.DROP)
            .decoder()
            .decode(
                Wire.request(
                    "/track",
                    "verbose=1&data=" + URLEncoder.encode(data, UTF_8),
                    null,
                    new byte[0]));
    assertThat(decoded.query()).startsWith("verbose=1&data=");
    String sent = URLDecoder.decode(decoded.query().substring(15), UTF_8);
    assertThat(new String(Base64.getDecoder().decode(sent), UTF_8))
        .isEqualTo("{\"event\":\"a\",\"properties\":{\"distinct_id\":\"u\"}}");
  }
}
