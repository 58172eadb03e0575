package org.stoplog.ledger.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoplog.catalog.Elements;

class MixpanelDecoderTest {
  private static WrittenRows decode(String... lines) {
    return WrittenRows.of(Format.MIXPANEL, lines);
  }

  private static WrittenRows.Row event(String properties) {
    return decode("{\"event\":\"Viewed\",\"properties\":{" + properties + "}}").only();
  }

  private static List<String> cells(String event, String properties) {
    return decode("{\"event\":\"" + event + "\",\"properties\":{" + properties + "}}").only().cells;
  }

  @Test
  void readsAnExportedEvent() {
    WrittenRows.Row row =
        decode(
                """
                {"event":"Plan Viewed","properties":{"time":1762646400,"distinct_id":"u-4711",\
                "$user_id":"u-4711","$device_id":"18c2a-77","$insert_id":"a1b2c3d4","$browser":"Chrome",\
                "$browser_version":131,"$city":"Zürich","$region":"Zürich","mp_country_code":"CH",\
                "$current_url":"https://app.example.com/plans","$initial_referrer":"$direct",\
                "$lib_version":"2.55.1","$os":"Mac OS X","$screen_height":1080,\
                "$email":"anna@example.com","$name":"Anna Muster","mp_lib":"web","Plan Tier":null,\
                "utm_source":"news","mp_processing_time_ms":1762646401000,"token":"0123456789abcdef"}}""")
            .only();
    assertThat(row.time).isEqualTo(Instant.parse("2025-11-09T00:00:00Z"));
    assertThat(row.cells)
        .containsExactlyInAnyOrder(
            "IDENTIFIER user-id u-4711",
            "LINK supplier-id 18c2a-77",
            "LINK email anna@example.com");
    assertThat(row.elements)
        .containsExactly(
            "behaviour.ad_interaction",
            "behaviour.page_urls",
            "behaviour.referrer",
            "behaviour.site_activity",
            "contact.email",
            "device.user_agent",
            "id.account_user_id",
            "id.pseudonymous_device_or_anon",
            "location.coarse",
            "person.full_name");
    assertThat(row.filled).contains("event", "properties.time", "properties.$city");
  }

  @Test
  void prefersTheUserIdToTheDistinctId() {
    assertThat(cells("x", "\"distinct_id\":\"old\",\"$user_id\":\"u1\""))
        .containsExactly("IDENTIFIER user-id u1", "LINK user-id old");
    assertThat(cells("x", "\"distinct_id\":\"u1\"")).containsExactly("IDENTIFIER user-id u1");
  }

  @Test
  void takesNumbersAsIds() {
    assertThat(cells("x", "\"distinct_id\":4711")).containsExactly("IDENTIFIER user-id 4711");
  }

  @Test
  void knowsDevicesByTheirMark() {
    WrittenRows.Row row = event("\"distinct_id\":\"$device:18c2a\",\"$device_id\":\"18c2a\"");
    assertThat(row.cells).containsExactly("IDENTIFIER supplier-id 18c2a");
    assertThat(row.elements)
        .contains("id.pseudonymous_device_or_anon")
        .doesNotContain("id.account_user_id");
  }

  @Test
  void knowsDevicesByTheDeviceId() {
    assertThat(cells("x", "\"distinct_id\":\"18c2a\",\"$device_id\":\"18c2a\""))
        .containsExactly("IDENTIFIER supplier-id 18c2a");
  }

  @Test
  void takesTheDeviceWhenThereIsNothingElse() {
    assertThat(cells("x", "\"$device_id\":\"18c2a\""))
        .containsExactly("IDENTIFIER supplier-id 18c2a");
  }

  @Test
  void tiesADeviceOnlyToAUserWhoIsNamedOnTheSameEvent() {
    assertThat(cells("x", "\"distinct_id\":\"u1\",\"$device_id\":\"18c2a\""))
        .containsExactly("IDENTIFIER user-id u1");
    assertThat(
            cells(
                "x",
                "\"$user_id\":\"u1\",\"distinct_id\":\"$device:18c2a\",\"$device_id\":\"18c2a\""))
        .containsExactly("IDENTIFIER user-id u1", "LINK supplier-id 18c2a");
  }

  @Test
  void sendsAnAddressOutAsAnAddress() {
    WrittenRows.Row row = event("\"distinct_id\":\" Anna@Example.com \"");
    assertThat(row.cells).containsExactly("IDENTIFIER email Anna@Example.com");
    assertThat(row.elements).contains("contact.email");
  }

  @Test
  void linksWhatIdentifyTies() {
    assertThat(
            cells(
                "$identify",
                "\"distinct_id\":\"u1\",\"$identified_id\":\"u1\",\"$anon_id\":\"$device:18c2a\""))
        .containsExactly("IDENTIFIER user-id u1", "LINK supplier-id 18c2a");
    assertThat(cells("$identify", "\"$identified_id\":\"u1\",\"$anon_id\":\"18c2a\""))
        .containsExactly("IDENTIFIER user-id u1", "LINK supplier-id 18c2a");
  }

  @Test
  void linksAnAlias() {
    assertThat(cells("$create_alias", "\"distinct_id\":\"u1\",\"alias\":\"a@example.com\""))
        .containsExactly("IDENTIFIER user-id u1", "LINK email a@example.com");
  }

  @Test
  void takesAnAliasOnAnotherEventForNothing() {
    assertThat(cells("x", "\"distinct_id\":\"u1\",\"alias\":\"u2\",\"$anon_id\":\"d1\""))
        .containsExactly("IDENTIFIER user-id u1");
  }

  @Test
  void linksMergedIds() {
    assertThat(cells("$merge", "\"$distinct_ids\":[\"u1\",\"$device:d1\",\"u1\",\"a@b.example\"]"))
        .containsExactly("IDENTIFIER user-id u1", "LINK supplier-id d1", "LINK email a@b.example");
  }

  @Test
  void linksTheReservedKeysOnly() {
    WrittenRows.Row row =
        event(
            "\"distinct_id\":\"u1\",\"$email\":\"a@b.example\",\"$phone\":\"+41 44 668 18 00\","
                + "\"email\":\"invited@b.example\"");
    assertThat(row.cells)
        .containsExactly(
            "IDENTIFIER user-id u1", "LINK email a@b.example", "LINK phone +41 44 668 18 00");
    assertThat(row.elements).contains("contact.email", "contact.phone");
    WrittenRows.Row plain = event("\"distinct_id\":\"u1\",\"email\":\"invited@b.example\"");
    assertThat(plain.cells).containsExactly("IDENTIFIER user-id u1");
    assertThat(plain.elements).contains("contact.email");
  }

  @Test
  void linksNoAddressThatIsNone() {
    WrittenRows.Row row = event("\"distinct_id\":\"u1\",\"$email\":\"n/a\",\"$phone\":\"none\"");
    assertThat(row.cells).containsExactly("IDENTIFIER user-id u1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\"",
        "\"  \"",
        "null",
        "\"null\"",
        "\"NULL\"",
        "\"undefined\"",
        "\"anonymous\"",
        "\"Unknown\"",
        "\"n/a\"",
        "\"0\"",
        "0",
        "-1",
        "false",
        "\"true\"",
        "\"00000000-0000-0000-0000-000000000000\"",
        "\"$device:\"",
        "\"[object Object]\"",
        "\"a\\u0000b\"",
        "{\"id\":1}",
        "[]"
      })
  void leavesOutEventsAboutNobody(String id) {
    WrittenRows written = decode("{\"event\":\"x\",\"properties\":{\"distinct_id\":" + id + "}}");
    assertThat(written.rows).isEmpty();
    assertThat(written.leftOut).containsExactly("1 properties.$user_id no-identifier");
  }

  @Test
  void looksFurtherWhenThePreferredIdNamesNobody() {
    assertThat(cells("x", "\"$user_id\":\"null\",\"distinct_id\":\"u1\""))
        .containsExactly("IDENTIFIER user-id u1");
  }

  @Test
  void readsSecondsAndMilliseconds() {
    Instant expected = Instant.parse("2025-11-09T00:00:00Z");
    assertThat(event("\"distinct_id\":\"u\",\"time\":1762646400").time).isEqualTo(expected);
    assertThat(event("\"distinct_id\":\"u\",\"time\":1762646400000").time).isEqualTo(expected);
    assertThat(event("\"distinct_id\":\"u\",\"time\":\"1762646400\"").time).isEqualTo(expected);
    assertThat(event("\"distinct_id\":\"u\",\"time\":1762646400.25").time)
        .isEqualTo(expected.plusMillis(250));
    assertThat(event("\"distinct_id\":\"u\"").time).isNull();
  }

  @Test
  void leavesOutTimesThatAreNone() {
    for (String time :
        List.of("\"soon\"", "-5", "1e400", "99999999999999999999", "\"2025-13-01\"")) {
      assertThat(
              decode(
                      "{\"event\":\"x\",\"properties\":{\"distinct_id\":\"u\",\"time\":"
                          + time
                          + "}}")
                  .leftOut)
          .as(time)
          .containsExactly("1 properties.time bad-date");
    }
  }

  @Test
  void countsAnAddressAsAPlaceToo() {
    assertThat(event("\"distinct_id\":\"u\",\"ip\":\"192.0.2.7\"").elements)
        .contains("device.ip_address", "location.coarse");
  }

  @Test
  void findsElementsByTheNamesOfCustomKeys() {
    assertThat(event("\"distinct_id\":\"u\",\"lastName\":\"M\",\"Job Title\":\"CTO\"").elements)
        .contains("person.last_name", "work.job_title");
    assertThat(
            event("\"distinct_id\":\"u\",\"cart\":{\"items\":[{\"postal_code\":\"8000\"}]}")
                .elements)
        .contains("contact.postal_code");
    assertThat(event("\"distinct_id\":\"u\",\"products\":[{\"x\":1}]").elements)
        .contains("purchase.order_details");
  }

  @Test
  void disclosesNothingByEmptyValues() {
    assertThat(
            event(
                    "\"distinct_id\":\"u\",\"$email\":\"\",\"$city\":null,\"last_name\":\" \","
                        + "\"products\":[],\"address\":{},\"dob\":[null,\"\"]")
                .elements)
        .containsExactly("behaviour.site_activity", "id.account_user_id");
  }

  @Test
  void findsElementsByTheirShape() {
    assertThat(event("\"distinct_id\":\"u\",\"note\":\"ask anna.m@example.com now\"").elements)
        .contains("contact.email");
    assertThat(event("\"distinct_id\":\"u\",\"note\":\"call +41446681800.\"").elements)
        .contains("contact.phone");
    assertThat(event("\"distinct_id\":\"u\",\"x\":4111111111111111").elements)
        .contains("fin.card_number");
    assertThat(event("\"distinct_id\":\"u\",\"x\":\"DE89 3704 0044 0532 0130 00\"").elements)
        .contains("fin.bank_account");
    assertThat(event("\"distinct_id\":\"4111111111111111\"").elements)
        .doesNotContain("fin.card_number");
  }

  @Test
  void readsEscapes() {
    assertThat(cells("x", "\"distinct\\u005fid\":\"J\\u00fcrg \\ud83d\\ude00\""))
        .containsExactly("IDENTIFIER user-id Jürg 😀");
  }

  @Test
  void refusesTwoDifferentSubjects() {
    assertThat(
            decode("{\"event\":\"x\",\"properties\":{\"distinct_id\":\"a\",\"distinct_id\":\"b\"}}")
                .leftOut)
        .containsExactly("1 properties.distinct_id duplicate-key");
    assertThat(cells("x", "\"distinct_id\":\"a\",\"distinct_id\":\"a\""))
        .containsExactly("IDENTIFIER user-id a");
  }

  @Test
  void goesOnAfterABadLine() {
    WrittenRows written =
        decode(
            "{\"event\":\"x\",\"properties\":{\"distinct_id\":\"a\"",
            "{\"event\":\"x\",\"properties\":{\"distinct_id\":\"b\"}}",
            "{\"event\":\"x\",\"properties\":{\"distinct_id\":\"c\"}} 7");
    assertThat(written.leftOut).containsExactly("1 null bad-json", "3 null bad-json");
    assertThat(written.rows.get(0).cells).containsExactly("IDENTIFIER user-id b");
  }

  @Test
  void heedsAChangedMapping() {
    Mapping mapping =
        new Mapping(
            Format.MIXPANEL,
            "UTF-8",
            null,
            false,
            null,
            null,
            null,
            List.of(
                new Field("properties.member", Role.IDENTIFIER, "email", "contact.email"),
                new Field("properties.member", Role.IDENTIFIER, "user-id", "id.account_user_id"),
                new Field("properties.email", Role.IGNORE, null, null)));
    WrittenRows.Row row =
        WrittenRows.of(
                mapping,
                "{\"event\":\"x\",\"properties\":{\"member\":\"m1\",\"email\":\"a@b.example\"}}")
            .only();
    assertThat(row.cells).containsExactly("IDENTIFIER user-id m1");
    assertThat(row.elements).containsExactly("id.account_user_id");
  }

  @Test
  void namesOnlyElementsOfTheCatalogue() {
    for (Mapping mapping :
        List.of(MixpanelDecoder.defaultMapping(), SegmentDecoder.defaultMapping())) {
      assertThat(mapping.fields())
          .allSatisfy(
              field -> {
                if (field.element() != null) {
                  assertThat(Elements.catalogue().find(field.element())).isPresent();
                }
              });
      assertThat(mapping.fields()).doesNotHaveDuplicates();
    }
  }
}
