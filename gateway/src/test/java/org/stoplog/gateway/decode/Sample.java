package org.stoplog.gateway.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoplog.gateway.policy.Language;

/**
 * A request as a supplier's documents show it, with made-up people, and what must be found in it.
 * All of them name {@link #EMAIL}, as their kind of body writes it.
 *
 * @param written how the body or query writes the address
 * @param masked how it writes what stands there instead
 * @param cells some of those of the first row
 * @param elements some of those of the first row
 */
record Sample(
    Language language,
    String path,
    @Nullable String query,
    @Nullable String type,
    String body,
    String written,
    String masked,
    List<String> cells,
    List<String> elements) {
  static final String EMAIL = "anna@example.com";
  private static final String IN_FORM = "anna%40example.com";
  private static final String MASKED_IN_FORM = "masked-email%40masked.invalid";

  Request request() {
    byte[] bytes = body.getBytes(UTF_8);
    return new Request(
        bytes.length == 0 ? "GET" : "POST", path, query, type, null, bytes, Wire.NOW, true);
  }

  @Override
  public String toString() {
    return language + " " + path;
  }

  private static Sample json(
      Language language, String path, String body, List<String> cells, List<String> elements) {
    return new Sample(
        language, path, null, "application/json", body, EMAIL, Rewriting.EMAIL, cells, elements);
  }

  private static Sample form(
      Language language, String path, String body, List<String> cells, List<String> elements) {
    return new Sample(
        language,
        path,
        null,
        "application/x-www-form-urlencoded",
        body,
        IN_FORM,
        MASKED_IN_FORM,
        cells,
        elements);
  }

  private static Sample text(
      Language language,
      String path,
      String type,
      String body,
      List<String> cells,
      List<String> elements) {
    return new Sample(language, path, null, type, body, EMAIL, Rewriting.EMAIL, cells, elements);
  }

  static List<Sample> all() {
    return List.of(
        json(
            Language.GA4,
            "/mp/collect",
            """
            {"client_id":"555.777","user_id":"u-1","timestamp_micros":"1762603200000000",
            "user_properties":{"email":{"value":"anna@example.com"}},
            "user_data":{"sha256_email_address":["aa".."]},
            "events":[{"name":"sign_up","params":{"page_location":"https://x.example/?q=1"}}]}"""
                .replace("\"aa\"..\"", "\"" + "ab".repeat(32) + "\""),
            List.of(
                "IDENTIFIER user-id u-1",
                "LINK supplier-id 555.777",
                "LINK email-sha256 " + "ab".repeat(32)),
            List.of("contact.email", "contact.email_hashed", "behaviour.page_urls")),
        new Sample(
            Language.GA4,
            "/g/collect",
            "v=2&tid=G-1&cid=555.777&uid=u-1&dl=https%3A%2F%2Fx.example%2F",
            "text/plain",
            "en=page_view&ep.note=hi\r\nen=sign_up&ep.email=anna%40example.com&_et=5",
            IN_FORM,
            MASKED_IN_FORM,
            List.of("IDENTIFIER user-id u-1", "LINK supplier-id 555.777"),
            List.of("contact.email", "behaviour.page_urls", "behaviour.site_activity")),
        new Sample(
            Language.GA4,
            "/g/collect",
            "v=2&tid=G-1&cid=555.777&en=login&ep.email=anna%40example.com&_s=1",
            null,
            "",
            IN_FORM,
            MASKED_IN_FORM,
            List.of("IDENTIFIER supplier-id 555.777"),
            List.of("contact.email")),
        json(
            Language.BRAZE,
            "/users/track",
            """
            {"attributes":[{"external_id":"u-1","email":"anna@example.com","first_name":"Anna","home_city":"Bonn"}],
             "events":[{"external_id":"u-2","app_id":"a","name":"rented","time":"2025-11-02T00:30:08Z"}],
             "purchases":[{"user_alias":{"alias_name":"k-3","alias_label":"l"},"product_id":"p","currency":"EUR","price":1.5,"time":"2025-11-02T00:30:08Z"}]}""",
            List.of("IDENTIFIER user-id u-1", "LINK email anna@example.com"),
            List.of("contact.email", "person.first_name", "location.coarse")),
        json(
            Language.KLAVIYO,
            "/api/events",
            """
            {"data":{"type":"event","attributes":{"properties":{"Brand":"x"},"time":"2025-11-02T00:30:08Z",
            "value":9.99,"metric":{"data":{"type":"metric","attributes":{"name":"Viewed"}}},
            "profile":{"data":{"type":"profile","attributes":{"email":"anna@example.com","external_id":"u-1",
            "first_name":"Anna","location":{"address1":"1 Made-up Street","ip":"192.0.2.1"}}}}}}}""",
            List.of("IDENTIFIER user-id u-1", "LINK email anna@example.com"),
            List.of("contact.email", "person.first_name", "device.ip_address")),
        json(
            Language.KLAVIYO,
            "/api/profile-bulk-import-jobs",
            """
            {"data":{"type":"profile-bulk-import-job","attributes":{"profiles":{"data":[
            {"type":"profile","attributes":{"email":"anna@example.com","phone_number":"+4930123456"}},
            {"type":"profile","attributes":{"email":"otto@example.com"}}]}}}}""",
            List.of("IDENTIFIER email anna@example.com", "LINK phone +4930123456"),
            List.of("contact.email", "contact.phone")),
        json(
            Language.INTERCOM,
            "/contacts/63a07ddf05a32042dffac965",
            """
            {"role":"user","external_id":"u-1","email":"anna@example.com","name":"Anna Arndt","custom_attributes":{"plan":"pro"}}""",
            List.of(
                "IDENTIFIER user-id u-1",
                "LINK email anna@example.com",
                "LINK supplier-id 63a07ddf05a32042dffac965"),
            List.of("contact.email", "person.full_name", "purchase.subscription_plan")),
        json(
            Language.HUBSPOT,
            "/crm/v3/objects/contacts/batch/upsert",
            """
            {"inputs":[{"id":"77","idProperty":"crm","properties":{"email":"anna@example.com","firstname":"Anna","jobtitle":"cook"}},
            {"id":"78","properties":{"email":"otto@example.com"}}]}""",
            List.of("IDENTIFIER email anna@example.com", "LINK supplier-id 77"),
            List.of("contact.email", "work.job_title")),
        json(
            Language.ZENDESK,
            "/api/v2/tickets.json",
            """
            {"ticket":{"subject":"Help","comment":{"body":"Call me","public":true},"priority":"high",
            "requester":{"name":"Anna Arndt","email":"anna@example.com"},"custom_fields":[{"id":5,"value":"x"}]}}""",
            List.of("IDENTIFIER email anna@example.com"),
            List.of("contact.email", "content.support_ticket", "person.full_name")),
        json(
            Language.ZENDESK,
            "/api/v2/users/create_or_update_many",
            """
            {"users":[{"name":"Anna","email":"anna@example.com","external_id":"u-1"},{"external_id":"u-2"}]}""",
            List.of("IDENTIFIER user-id u-1", "LINK email anna@example.com"),
            List.of("contact.email")),
        json(
            Language.CUSTOMER_IO,
            "/api/v1/customers/u-1",
            "{\"email\":\"anna@example.com\",\"created_at\":1762603200,\"city\":\"Bonn\"}",
            List.of("IDENTIFIER user-id u-1", "LINK email anna@example.com"),
            List.of("contact.email", "location.coarse", "id.account_user_id")),
        json(
            Language.CUSTOMER_IO,
            "/api/v2/batch",
            """
            {"batch":[{"type":"person","action":"identify","identifiers":{"id":"u-1"},"attributes":{"email":"anna@example.com"}},
            {"type":"person","action":"event","identifiers":{"email":"otto@example.com"},"name":"bought"}]}""",
            List.of("IDENTIFIER user-id u-1", "LINK email anna@example.com"),
            List.of("contact.email")),
        json(
            Language.ITERABLE,
            "/api/users/bulkUpdate",
            """
            {"users":[{"email":"anna@example.com","userId":"u-1","dataFields":{"firstName":"Anna","phoneNumber":"+4930123456"}}]}""",
            List.of(
                "IDENTIFIER user-id u-1", "LINK email anna@example.com", "LINK phone +4930123456"),
            List.of("contact.email", "contact.phone", "person.first_name")),
        json(
            Language.MAILCHIMP,
            "/3.0/lists/a1b2/members/" + "0a".repeat(16),
            """
            {"email_address":"anna@example.com","status":"subscribed","merge_fields":{"FNAME":"Anna","ADDRESS":{"city":"Bonn"}},"ip_signup":"192.0.2.1"}""",
            List.of("IDENTIFIER email anna@example.com", "LINK email-md5 " + "0a".repeat(16)),
            List.of("contact.email", "person.first_name", "location.coarse", "device.ip_address")),
        form(
            Language.TWILIO,
            "/2010-04-01/Accounts/AC1/Messages.json",
            "To=whatsapp%3A%2B4930123456&From=%2B15005550006&Body=Mail+anna%40example.com"
                .replace("Mail+", ""),
            List.of("IDENTIFIER phone +4930123456"),
            List.of("contact.phone", "content.private_message", "contact.email")),
        json(
            Language.SENDGRID,
            "/v3/mail/send",
            """
            {"personalizations":[{"to":[{"email":"anna@example.com","name":"Anna"},{"email":"otto@example.com"}],"subject":"Hi",
            "dynamic_template_data":{"first_name":"Anna"}}],"from":{"email":"shop@shop.example"},"content":[{"type":"text/plain","value":"Hello"}]}""",
            List.of("IDENTIFIER email anna@example.com"),
            List.of("contact.email", "person.full_name", "content.private_message")),
        json(
            Language.SALESFORCE,
            "/services/data/v62.0/composite/sobjects",
            """
            {"allOrNone":false,"records":[{"attributes":{"type":"Contact"},"Email":"anna@example.com","FirstName":"Anna","MailingCity":"Bonn"}]}""",
            List.of("IDENTIFIER email anna@example.com"),
            List.of("contact.email", "person.first_name", "location.coarse")),
        text(
            Language.SALESFORCE,
            "/services/data/v62.0/jobs/ingest/7500000/batches",
            "text/csv",
            "Email,FirstName,Birthdate\r\nanna@example.com,\"An,\"\"na\",1990-01-02\r\notto@example.com,Otto,\r\n",
            List.of("IDENTIFIER email anna@example.com"),
            List.of("contact.email", "person.first_name", "person.date_of_birth")),
        form(
            Language.STRIPE,
            "/v1/customers/cus_1",
            "email=anna%40example.com&name=Anna+Arndt&address[city]=Bonn&address%5Bline1%5D=1+Street&metadata[user_id]=u-1&expand[]=x",
            List.of(
                "IDENTIFIER email anna@example.com", "LINK user-id u-1", "LINK supplier-id cus_1"),
            List.of("contact.email", "person.full_name", "location.coarse")),
        text(
            Language.SENTRY,
            "/api/42/envelope/",
            "application/x-sentry-envelope",
            """
            {"event_id":"9ec7","dsn":"https://k@sentry.example/42","sent_at":"2025-11-02T00:30:08Z"}
            {"type":"event"}
            {"event_id":"9ec7","timestamp":1762603200,"user":{"id":"u-1","email":"anna@example.com","ip_address":"192.0.2.1"},"message":"Boom"}
            {"type":"client_report"}
            {"discarded_events":[]}
            """,
            List.of("IDENTIFIER user-id u-1", "LINK email anna@example.com"),
            List.of("contact.email", "device.ip_address", "content.application_log")),
        json(
            Language.DATADOG,
            "/api/v2/logs",
            """
            [{"ddsource":"nginx","service":"web","message":"signed in","usr":{"id":"u-1","email":"anna@example.com"},"network":{"client":{"ip":"192.0.2.1"}}}]""",
            List.of("IDENTIFIER user-id u-1", "LINK email anna@example.com"),
            List.of("contact.email", "device.ip_address", "content.application_log")),
        json(
            Language.OPENAI,
            "/v1/chat/completions",
            """
            {"model":"m","messages":[{"role":"system","content":"Be kind"},{"role":"user","content":"anna@example.com"}],"user":"u-1"}""",
            List.of("IDENTIFIER user-id u-1"),
            List.of("contact.email", "content.ai_prompt")),
        form(
            Language.JSON,
            "/hook",
            "user_id=u-1&email=anna%40example.com&n=%2B5&note=a+b",
            List.of("IDENTIFIER user-id u-1", "IDENTIFIER email anna@example.com").subList(0, 1),
            List.of("contact.email")),
        text(
            Language.JSON,
            "/upload",
            "multipart/form-data; boundary=xYz",
            "--xYz\r\nContent-Disposition: form-data; name=\"user_id\"\r\n\r\nu-1\r\n"
                + "--xYz\r\nContent-Disposition: form-data; name=\"email\"\r\n\r\nanna@example.com\r\n"
                + "--xYz\r\nContent-Disposition: form-data; name=\"profile\"\r\nContent-Type: application/json\r\n\r\n"
                + "{\"first_name\" : \"Anna\"}\r\n"
                + "--xYz\r\nContent-Disposition: form-data; name=\"doc\"; filename=\"a.pdf\"\r\n\r\n%PDF\r\n"
                + "--xYz--\r\n",
            List.of("IDENTIFIER user-id u-1"),
            List.of("contact.email", "content.file_upload", "person.first_name")),
        text(
            Language.JSON,
            "/import",
            "text/csv",
            "user_id;email;n\nu-1;anna@example.com;5\nu-2;;6",
            List.of("IDENTIFIER user-id u-1"),
            List.of("contact.email")));
  }
}
