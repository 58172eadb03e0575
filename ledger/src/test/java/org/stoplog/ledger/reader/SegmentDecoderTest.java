package org.stoplog.ledger.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SegmentDecoderTest {
  private static WrittenRows decode(String... lines) {
    return WrittenRows.of(Format.SEGMENT, lines);
  }

  @Test
  void readsAnIdentifyMessage() {
    WrittenRows.Row row =
        decode(
                """
                {"anonymousId":"507f191e810c19729de860ea","channel":"browser","context":{"ip":"8.8.8.8",\
                "library":{"name":"analytics.js","version":"2"},"page":{"title":"Sign up","url":"https://x.example/s"},\
                "userAgent":"Mozilla/5.0"},"integrations":{"All":false,"Mixpanel":true,"Salesforce":false,\
                "HubSpot":{"list":1}},"messageId":"022bb90c","receivedAt":"2025-11-09T12:00:02.000Z",\
                "sentAt":"2025-11-09T12:00:01Z","timestamp":"2025-11-09T13:00:00.250+01:00",\
                "traits":{"name":"Peter Muster","email":"peter@example.com","phone":"+41446681800",\
                "address":{"city":"Bern","street":"Gasse 1","postalCode":"3000"},"createdAt":"2012-01-01T00:00:00Z"},\
                "type":"identify","userId":"97980cfea0067","writeKey":"k"}""")
            .only();
    assertThat(row.time).isEqualTo(Instant.parse("2025-11-09T12:00:00.250Z"));
    assertThat(row.cells)
        .containsExactlyInAnyOrder(
            "IDENTIFIER user-id 97980cfea0067",
            "LINK supplier-id 507f191e810c19729de860ea",
            "LINK email peter@example.com",
            "LINK phone +41446681800",
            "RECIPIENT Mixpanel",
            "RECIPIENT HubSpot");
    assertThat(row.elements)
        .containsExactly(
            "behaviour.page_urls",
            "contact.email",
            "contact.phone",
            "contact.postal_address",
            "contact.postal_code",
            "device.ip_address",
            "device.user_agent",
            "id.account_user_id",
            "id.pseudonymous_device_or_anon",
            "location.coarse",
            "person.full_name");
  }

  @Test
  void takesTheAnonymousIdWhenNobodyIsNamed() {
    assertThat(decode("{\"type\":\"page\",\"anonymousId\":\"a1\",\"userId\":null}").only().cells)
        .containsExactly("IDENTIFIER supplier-id a1");
  }

  @Test
  void sendsAnAddressOutAsAnAddress() {
    assertThat(decode("{\"type\":\"track\",\"userId\":\"p@x.example\"}").only().cells)
        .containsExactly("IDENTIFIER email p@x.example");
  }

  @Test
  void linksAnAliasAsWhateverItWas() {
    assertThat(decode("{\"type\":\"alias\",\"userId\":\"u1\",\"previousId\":\"p1\"}").only().cells)
        .containsExactly("IDENTIFIER user-id u1", "LINK user-id p1", "LINK supplier-id p1");
    assertThat(
            decode("{\"type\":\"alias\",\"userId\":\"u1\",\"previousId\":\"o@x.example\"}")
                .only()
                .cells)
        .containsExactly("IDENTIFIER user-id u1", "LINK email o@x.example");
  }

  @Test
  void anAliasDisclosesWhateverItsPreviousIdMayBe() {
    assertThat(
            decode("{\"type\":\"alias\",\"userId\":\"u1\",\"previousId\":\"p1\"}").only().elements)
        .contains("id.account_user_id", "id.pseudonymous_device_or_anon");
  }

  @Test
  void aNameAmongThePropertiesIsThePersonsUnlessTheEventSaysWhatElse() {
    String name = "\"properties\":{\"name\":\"Ada Muster\"}";
    assertThat(
            elementsOf(
                "{\"type\":\"track\",\"event\":\"Signed Up\",\"userId\":\"u1\"," + name + "}"))
        .contains("person.full_name");
    assertThat(elementsOf("{\"type\":\"identify\",\"userId\":\"u1\"," + name + "}"))
        .contains("person.full_name");
    for (String other :
        List.of(
            "\"type\":\"page\"",
            "\"type\":\"screen\"",
            "\"type\":\"track\",\"event\":\"Product Viewed\"")) {
      assertThat(elementsOf("{" + other + ",\"userId\":\"u1\"," + name + "}"))
          .contains("behaviour.site_activity")
          .doesNotContain("person.full_name");
      // The kind may stand behind what depends on it.
      assertThat(elementsOf("{\"userId\":\"u1\"," + name + "," + other + "}"))
          .contains("behaviour.site_activity")
          .doesNotContain("person.full_name");
    }
    assertThat(
            elementsOf(
                "{\"type\":\"track\",\"event\":\"Order Completed\",\"userId\":\"u1\","
                    + "\"properties\":{\"products\":[{\"name\":\"Tea\"}]}}"))
        .contains("purchase.order_details")
        .doesNotContain("person.full_name");
  }

  private static List<String> elementsOf(String line) {
    List<String> elements = List.copyOf(decode(line).only().elements);
    // The batch goes through the parser, the line by itself through the scan.
    assertThat(decode("[" + line + "]").only().elements).containsExactlyElementsOf(elements);
    return elements;
  }

  @Test
  void linksContextTraitsOnEveryMessage() {
    assertThat(
            decode(
                    "{\"type\":\"track\",\"event\":\"E\",\"userId\":\"u1\","
                        + "\"context\":{\"traits\":{\"email\":\"p@x.example\"}}}")
                .only()
                .cells)
        .containsExactly("IDENTIFIER user-id u1", "LINK email p@x.example");
  }

  @Test
  void doesNotTakeAGroupsAddressForThePersons() {
    WrittenRows.Row row =
        decode(
                "{\"type\":\"group\",\"userId\":\"u1\",\"groupId\":\"g1\","
                    + "\"traits\":{\"email\":\"info@corp.example\"}}")
            .only();
    assertThat(row.cells).containsExactly("IDENTIFIER user-id u1", "ORGANISATION g1");
    assertThat(row.elements).contains("id.organisation_id", "contact.email");
  }

  @Test
  void doesNotLinkAddressesInProperties() {
    WrittenRows.Row row =
        decode(
                "{\"type\":\"track\",\"userId\":\"u1\",\"properties\":{\"email\":\"i@x.example\","
                    + "\"order_id\":\"7\"}}")
            .only();
    assertThat(row.cells).containsExactly("IDENTIFIER user-id u1");
    assertThat(row.elements).contains("contact.email", "purchase.order_details");
  }

  @Test
  void fallsBackToTheTimeOfSending() {
    assertThat(
            decode("{\"type\":\"track\",\"userId\":\"u\",\"sentAt\":\"2025-11-09T12:00:01Z\"}")
                .only()
                .time)
        .isEqualTo(Instant.parse("2025-11-09T12:00:01Z"));
    assertThat(
            decode(
                    "{\"type\":\"track\",\"userId\":\"u\",\"timestamp\":\"x\",\"receivedAt\":\"2025-11-09T12:00:01Z\"}")
                .only()
                .time)
        .isEqualTo(Instant.parse("2025-11-09T12:00:01Z"));
    assertThat(
            decode("{\"type\":\"track\",\"userId\":\"u\",\"timestamp\":\"2025-11-09T12:00:01\"}")
                .leftOut)
        .containsExactly("1 timestamp bad-date");
  }

  @Test
  void makesARowOfEachMessageOfABatch() {
    WrittenRows written =
        decode(
            "{\"sentAt\":\"2025-11-09T12:00:01Z\",\"batch\":[{\"type\":\"track\",\"userId\":\"u1\"},"
                + "{\"type\":\"track\"},3,{\"type\":\"page\",\"userId\":\"u2\","
                + "\"sentAt\":\"2025-11-10T12:00:01Z\"}],"
                + "\"context\":{\"ip\":\"192.0.2.1\",\"traits\":{\"email\":\"a@x.example\"}},"
                + "\"integrations\":{\"Mixpanel\":true}}");
    assertThat(written.leftOut).containsExactly("1 userId no-identifier", "1 null not-an-event");
    assertThat(written.rows)
        .extracting(row -> row.cells)
        .containsExactly(
            List.of("IDENTIFIER user-id u1", "RECIPIENT Mixpanel"),
            List.of("IDENTIFIER user-id u2", "RECIPIENT Mixpanel"));
    assertThat(written.rows.get(0).elements).contains("device.ip_address", "contact.email");
    assertThat(written.rows)
        .extracting(row -> row.time)
        .containsExactly(
            Instant.parse("2025-11-09T12:00:01Z"), Instant.parse("2025-11-10T12:00:01Z"));
  }

  @Test
  void readsAnArrayOfMessages() {
    WrittenRows written =
        decode("[{\"type\":\"track\",\"userId\":\"u1\"},{\"type\":\"track\",\"userId\":\"u2\"}]");
    assertThat(written.rows).hasSize(2);
  }

  @Test
  void writesNothingOfABrokenBatch() {
    WrittenRows written = decode("{\"batch\":[{\"type\":\"track\",\"userId\":\"u1\"},{\"type\"");
    assertThat(written.rows).isEmpty();
    assertThat(written.leftOut).containsExactly("1 null bad-json");
  }

  @Test
  void leavesOutABatchInABatch() {
    WrittenRows written =
        decode("{\"batch\":[{\"userId\":\"u1\",\"batch\":[{\"userId\":\"u2\"}]}]}");
    assertThat(written.leftOut).containsExactly("1 null not-an-event");
  }
}
