package org.stoplog.gateway.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.stoplog.catalog.Elements;
import org.stoplog.gateway.policy.Action;
import org.stoplog.gateway.policy.ConnectionMode;
import org.stoplog.gateway.policy.Language;
import org.stoplog.gateway.policy.Refusal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is special about single suppliers and kinds of bodies; what holds for all: SamplesTest. */
class FurtherSuppliersTest {
  private static final String ATTACHED =
      """
      {"event_id":"9ec7","dsn":"https://k@sentry.example/42"}
      {"type":"event","length":%d}
      {"user":{"email":"%s"},"message":"Größe"}
      {"type":"attachment","length":5,"filename":"a.log"}
      a
      {b}
      {"type":"feedback"}
      {"contexts":{"feedback":{"contact_email":"otto@example.com"}}}
      """;

  @Test
  void tellsWhomSegmentHandsEventsOnTo() {
    assertThat(recipients("{\"userId\":\"u\",\"integrations\":{\"All\":true,\"Heap\":false}}"))
        .isEmpty();
    assertThat(
            recipients(
                """
                {"userId":"u","integrations":{"All":false,"Mixpanel":true,"Braze":{"a":1},"Heap":false}}"""))
        .containsExactly("RECIPIENT Mixpanel", "RECIPIENT Braze");
    // What stands around a batch holds for all its events.
    assertThat(
            recipients(
                """
                {"batch":[{"userId":"u"},{"userId":"v","integrations":{"Heap":true}}],
                "integrations":{"All":false,"Mixpanel":true}}"""))
        .containsExactly("RECIPIENT Mixpanel", "RECIPIENT Mixpanel", "RECIPIENT Heap");
  }

  private static List<String> recipients(String body) {
    return Wire.of(Language.SEGMENT).rows("/v1/batch", body).rows.stream()
        .flatMap(row -> row.cells().stream())
        .filter(cell -> cell.startsWith("RECIPIENT"))
        .toList();
  }

  @Test
  void countsEachRecipientOfAMail() {
    Rows rows =
        Wire.of(Language.SENDGRID)
            .rows(
                "/v3/mail/send",
                """
                {"personalizations":[{"to":[{"email":"a@example.com"},{"email":"b@example.com"}],"cc":[]},
                {"bcc":[{"email":"c@example.com","name":"Cleo"}]}],"from":{"email":"shop@shop.example"}}""");
    assertThat(rows.rows.stream().map(row -> row.cells().getFirst()))
        .containsExactly(
            "IDENTIFIER email a@example.com",
            "IDENTIFIER email b@example.com",
            "IDENTIFIER email c@example.com");
    assertThat(rows.leftOut).isEmpty();
  }

  @Test
  void keepsTheOrderOfPeopleInSeveralArrays() {
    Rows rows =
        Wire.of(Language.BRAZE)
            .rows(
                "/users/track",
                """
                {"purchases":[{"external_id":"p"}],"attributes":[{"external_id":"a"}],"events":[]}""");
    assertThat(rows.rows.stream().map(row -> row.cells().getFirst()))
        .containsExactly("IDENTIFIER user-id p", "IDENTIFIER user-id a");
  }

  @Test
  void writesTheNewLengthOfAnItemThatChanged() {
    int length =
        "{\"user\":{\"email\":\"anna@example.com\"},\"message\":\"Größe\"}".getBytes(UTF_8).length;
    String sent = ATTACHED.formatted(length, Sample.EMAIL);
    Wire wire = Wire.of(Language.SENTRY).rule("contact.email", Action.MASK);
    Decoded decoded = wire.post("/api/42/envelope/", sent);
    int more = Rewriting.EMAIL.length() - Sample.EMAIL.length();
    assertThat(new String(decoded.body(), UTF_8))
        .isEqualTo(
            ATTACHED
                .formatted(length + more, Rewriting.EMAIL)
                .replace("otto@example.com", Rewriting.EMAIL));
    assertThat(Elements.catalogue().idsOf(decoded.elements())).contains("content.file_upload");
    assertThat(Rows.of(wire.decoder().mapping(), decoded).rows).hasSize(2);
    // A rule about files takes the file out, and nothing else.
    Decoded without =
        Wire.of(Language.SENTRY)
            .rule("content.file_upload", Action.DROP)
            .post("/api/42/envelope/", sent);
    assertThat(new String(without.body(), UTF_8))
        .isEqualTo(
            sent.replace(
                "{\"type\":\"attachment\",\"length\":5,\"filename\":\"a.log\"}\na\n{b}\n", ""));
    assertThat(Elements.catalogue().idsOf(without.elements()))
        .doesNotContain("content.file_upload");
  }

  @Test
  void namesFilesAndLeavesThemUnread() {
    String file =
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"anna.pdf\"\r\n\r\nx\r\n--b--";
    Decoded passed = Wire.of(Language.OPENAI).post("/v1/files", file);
    assertThat(passed.opaque()).isEqualTo("file");
    assertThat(passed.verdict()).isEqualTo(Decoded.Verdict.SEND);
    assertThat(Elements.catalogue().idsOf(passed.elements()))
        .containsExactly("content.file_upload");
    Wire wire = Wire.of(Language.OPENAI).rule("content.file_upload", Action.DROP);
    assertThat(wire.post("/v1/files", file).verdict()).isEqualTo(Decoded.Verdict.SINK);
    Wire strict = Wire.of(Language.OPENAI);
    strict.unreadable = Refusal.REFUSE;
    assertThat(strict.post("/v1/files", file).verdict()).isEqualTo(Decoded.Verdict.REFUSE);
    strict.declared = Elements.catalogue().setOf(List.of("content.file_upload"));
    assertThat(strict.post("/v1/files", file).verdict()).isEqualTo(Decoded.Verdict.SEND);
    String voice =
        file.replace("\r\n\r\nx", "\r\nContent-Type: audio/mpeg\r\n\r\nx")
            .replace(
                "--b--", "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nm\r\n--b--");
    Decoded with = Wire.of(Language.OPENAI).post("/v1/audio/transcriptions", voice);
    assertThat(with.opaque()).isNull();
    assertThat(Elements.catalogue().idsOf(with.elements())).contains("content.voice_recording");
  }

  @Test
  void rewritesPartsWithTheirLength() {
    String part =
        "--b\r\nContent-Disposition: form-data; name=\"email\"\r\nContent-Length: %d\r\n\r\n%s\r\n--b--\r\n";
    Decoded decoded =
        Wire.of(Language.JSON)
            .rule("contact.email", Action.MASK)
            .post("/", part.formatted(16, Sample.EMAIL));
    assertThat(new String(decoded.body(), UTF_8))
        .isEqualTo(part.formatted(Rewriting.EMAIL.length(), Rewriting.EMAIL));
  }

  @Test
  void dropsFieldsOfFormsWithTheirSigns() {
    Wire wire = Wire.of(Language.JSON).rule("contact.email", Action.DROP);
    Map.of(
            "email=a%40b.example&x=1", "x=1",
            "x=1&email=a%40b.example", "x=1",
            "x=1&email=a%40b.example&mail=b%40b.example", "x=1",
            "email=a%40b.example", "",
            "x=1&email=a%40b.example&y=2&", "x=1&y=2&")
        .forEach(
            (sent, left) ->
                assertThat(new String(wire.post("/", sent).body(), UTF_8)).isEqualTo(left));
  }

  @Test
  void readsLinesOfLogs() {
    Wire wire = Wire.of(Language.DATADOG).rule("contact.email", Action.MASK);
    Decoded decoded =
        wire.post("/api/v2/logs", "started\nmail to anna@example.com failed\nended\n");
    assertThat(new String(decoded.body(), UTF_8)).isEqualTo("started\nmasked\nended\n");
    assertThat(decoded.leftOut()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "CUSTOMER_IO, /api/v1/customers/anna%40example.com/events, IDENTIFIER email anna@example.com",
    "CUSTOMER_IO, /api/v1/customers/a+b%40example.com, IDENTIFIER email a+b@example.com",
    "CUSTOMER_IO, /api/v1/customers/u-17, IDENTIFIER user-id u-17",
    "INTERCOM, /contacts/63a0/notes, IDENTIFIER supplier-id 63a0",
    "HUBSPOT, /contacts/v1/contact/createOrUpdate/email/contact@example.com/, IDENTIFIER email contact@example.com",
    "HUBSPOT, /crm/v3/objects/contacts/512, IDENTIFIER supplier-id 512",
    "KLAVIYO, /api/profiles/01GD, IDENTIFIER supplier-id 01GD",
    "ITERABLE, /api/users/byron%40example.com, IDENTIFIER email byron@example.com",
    "ITERABLE, /api/users/byUserId/u-1, IDENTIFIER user-id u-1",
    "MAILCHIMP, /3.0/lists/1/members/0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A, IDENTIFIER email-md5 0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A",
    "SALESFORCE, /services/data/v62.0/sobjects/Contact/Key__c/u-1, IDENTIFIER user-id u-1",
    "SALESFORCE, /services/data/v62.0/sobjects/Contact/003000000000001AAA, IDENTIFIER supplier-id 003000000000001AAA",
    "ZENDESK, /api/v2/users/512.json, IDENTIFIER supplier-id 512",
    "STRIPE, /v1/customers/cus_1, IDENTIFIER supplier-id cus_1",
  })
  void recordsWhomAPathNames(Language language, String path, String cell) {
    for (String body : new String[] {"", "{\"x\":1}", "{ }", "[{\"x\":1}]"}) {
      Rows rows = Wire.of(language).rows(path, body);
      assertThat(rows.rows).as(body).hasSize(1);
      assertThat(rows.rows.getFirst().cells()).as(body).contains(cell);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "INTERCOM, /contacts/search",
    "HUBSPOT, /crm/v3/objects/contacts/batch/create",
    "HUBSPOT, /contacts/v1/contact/batch/",
    "ITERABLE, /api/users/update",
    "SALESFORCE, /services/data/v62.0/sobjects/Contact",
    "STRIPE, /v1/customers",
  })
  void takesNoOtherPartOfAPathForAPerson(Language language, String path) {
    assertThat(Wire.of(language).rows(path, "{\"x\":1}").rows).isEmpty();
  }

  /** A path stays as it is: whether it is sent at all is the rule for what cannot be read. */
  @Test
  void doesNotSendAPathThatARuleIsAbout() {
    String path = "/api/v1/customers/anna%40example.com";
    String body = "{\"email\":\"anna@example.com\",\"plan\":\"pro\"}";
    Wire wire = Wire.of(Language.CUSTOMER_IO).rule("contact.email", Action.MASK);
    Decoded passed = wire.post(path, body);
    assertThat(passed.verdict()).isEqualTo(Decoded.Verdict.SEND);
    assertThat(new String(passed.body(), UTF_8))
        .isEqualTo("{\"email\":\"masked-email@masked.invalid\",\"plan\":\"pro\"}");
    // The path tells it all the same, and the record says so.
    assertThat(Elements.catalogue().idsOf(passed.elements())).contains("contact.email");
    wire.unreadable = Refusal.REFUSE;
    assertThat(wire.post(path, body).verdict()).isEqualTo(Decoded.Verdict.REFUSE);
    assertThat(wire.post(path, body).opaque()).isEqualTo("named-in-path");
    wire.unreadable = Refusal.DROP;
    assertThat(wire.post(path, body).verdict()).isEqualTo(Decoded.Verdict.SINK);
    assertThat(wire.post("/api/v1/customers/u-1", body).verdict()).isEqualTo(Decoded.Verdict.SEND);
    wire.mode = ConnectionMode.RECORD_ONLY;
    assertThat(wire.post(path, body).opaque()).isNull();
  }

  @Test
  void readsBothOfTwoFieldsOfAName() {
    Rows rows =
        Wire.of(Language.TWILIO).rows("/Messages.json", "To=%2B4930123456&MediaUrl=a&MediaUrl=b");
    assertThat(rows.rows.getFirst().elements()).contains("content.file_upload");
    Decoded decoded =
        Wire.of(Language.STRIPE)
            .rule("contact.email", Action.MASK)
            .post("/v1/customers", "email=a%40b.example&x=1&email=b%40b.example");
    assertThat(new String(decoded.body(), UTF_8))
        .isEqualTo("email=masked-email%40masked.invalid&x=1&email=masked-email%40masked.invalid");
  }

  /** All rules drop, and an address stands at each path that no rule may reach. */
  @ParameterizedTest
  @EnumSource
  void leavesCredentialsAndRoutingToEverySupplier(Language language) {
    ObjectNode body = EventModel.JSON.createObjectNode();
    for (String path : new TreeSet<>(language.keptPaths())) {
      String[] keys = path.split("\\.");
      ObjectNode node = body;
      for (int i = 0; node != null && i < keys.length - 1; i++) {
        JsonNode next = node.get(keys[i]);
        node = next == null ? node.putObject(keys[i]) : next instanceof ObjectNode o ? o : null;
      }
      if (node != null && !path.startsWith("$path")) {
        node.put(keys[keys.length - 1], Sample.EMAIL);
      }
    }
    Wire wire = Wire.of(language);
    Elements.catalogue().all().forEach(element -> wire.rule(element.id(), Action.DROP));
    Decoded decoded = wire.post("/x", body.toString());
    assertThat(decoded.opaque()).isNull();
    assertThat(new String(decoded.body(), UTF_8)).isEqualTo(body.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GA4|/mp/collect|204 ",
        "BRAZE|/users/track|201 {\"message\":\"success\"}",
        "KLAVIYO|/api/events|202 ",
        "INTERCOM|/events|202 ",
        "ZENDESK|/api/v2/tickets.json|201 {\"ticket\":{\"id\":0}}",
        "CUSTOMER_IO|/api/v1/customers/u-1|200 {}",
        "ITERABLE|/api/users/update|200 {\"msg\":\"\",\"code\":\"Success\",\"params\":null}",
        "SENDGRID|/v3/mail/send|202 ",
        "SENDGRID|/v3/marketing/contacts|202 {\"job_id\":\"0\"}",
        "DATADOG|/api/v2/logs|202 {}",
        "DATADOG|/v1/input|200 {}",
      })
  void answersAsTheSupplierDoes(Language language, String path, String reply) {
    SinkReply said = Wire.of(language).decoder().sink(Wire.request(path, "{}"), 3);
    assertThat(said.status() + " " + new String(said.body(), UTF_8))
        .isEqualTo(String.valueOf(reply).stripTrailing() + (said.body().length == 0 ? " " : ""));
  }

  @Test
  void answersWithJsonWhereTheSupplierDoes() {
    for (Sample sample : Sample.all()) {
      SinkReply said = Wire.of(sample.language()).decoder().sink(sample.request(), 3);
      if (said.body().length > 0) {
        assertThat(EventModel.JSON.readTree(said.body())).as(sample.toString()).isNotNull();
      }
      // Nobody can make up what a model would say.
      assertThat(said.status() / 100).isEqualTo(sample.language() == Language.OPENAI ? 4 : 2);
    }
  }
}
