package org.stoplog.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.EnumMap;
import java.util.Map;
import org.stoplog.gateway.decode.Request;
import org.stoplog.gateway.policy.Language;

/**
 * A request of each supplier of the kind that it gets most of. Each person in it has an address and
 * one thing more that is masked: a name, or a number.
 */
final class DecoderBodies {
  /** 2026-11-20T10:00:00Z. */
  private static final long TIME = 1_795_168_800_000L;

  private static final String FORM = "application/x-www-form-urlencoded";
  private static final Map<Language, Request> ALL = new EnumMap<>(Language.class);

  private DecoderBodies() {}

  static Request of(Language language) {
    Request request = ALL.get(language);
    if (request == null) {
      throw new IllegalStateException("there is no body of " + language);
    }
    return request;
  }

  /** Whether its body is one JSON text, which any parser of JSON reads. */
  static boolean isJson(Language language) {
    return "application/json".equals(of(language).contentType());
  }

  private static void add(Language language, String path, String type, String body) {
    ALL.put(
        language, new Request("POST", path, null, type, null, body.getBytes(UTF_8), TIME, true));
  }

  private static void json(Language language, String path, String body) {
    add(language, path, "application/json", body);
  }

  /** One for each number, with a comma between them; the number stands for {@code #}. */
  private static String many(int count, String each) {
    StringBuilder all = new StringBuilder();
    for (int i = 1; i <= count; i++) {
      all.append(i == 1 ? "" : ",").append(each.replace("#", String.valueOf(1000 + i)));
    }
    return all.toString();
  }

  static {
    json(
        Language.MIXPANEL,
        "/track",
        """
        [{"event":"Order completed","properties":{"token":"0123456789abcdef","distinct_id":"user-48213",\
        "$insert_id":"a1b2c3d4e5f60718","$email":"somebody@example.org","$name":"Some Body","plan":"pro",\
        "amount":129.95,"currency":"EUR","items":[{"sku":"A-1","price":12.5,"quantity":1},{"sku":"A-2",\
        "price":13.5,"quantity":2},{"sku":"A-3","price":14.5,"quantity":3}],"$os":"Mac OS X",\
        "$browser":"Chrome","$browser_version":142,"$screen_height":1080,"$screen_width":1920,\
        "$current_url":"https://shop.example.org/checkout/done?step=3","utm_source":"newsletter",\
        "utm_campaign":"autumn-2026","experiment":"variant-b of the new settings page","locale":"de-DE",\
        "feature flags":["a","b","c"],"description":"opened the list of members and sorted it",\
        "duration":12.5,"first time":false,"section":"settings","role":"editor","team":"Blue"}}]""");
    json(
        Language.SEGMENT,
        "/v1/batch",
        "{\"batch\":["
            + many(
                50,
                """
                {"type":"track","event":"Order completed","messageId":"m-#","userId":"user-#",\
                "timestamp":"2026-11-20T10:00:00Z","context":{"ip":"203.0.113.9","library":{"name":\
                "analytics-java","version":"3.5.0"},"traits":{"email":"user#@example.org","name":"Some Body"}},\
                "properties":{"amount":12.5,"currency":"EUR","plan":"pro","coupon":"AUTUMN"}}""")
            + "],\"sentAt\":\"2026-11-20T10:00:00Z\"}");
    json(
        Language.POSTHOG,
        "/batch/",
        "{\"api_key\":\"phc_0123456789\",\"batch\":["
            + many(
                20,
                """
                {"event":"order completed","distinct_id":"user-#","uuid":"0198f000-0000-7000-8000-00000000#",\
                "timestamp":"2026-11-20T10:00:00Z","properties":{"$lib":"posthog-java","$os":"Linux",\
                "$current_url":"https://shop.example.org/done","amount":12.5,"plan":"pro",\
                "$set":{"email":"user#@example.org","name":"Some Body"}}}""")
            + "]}");
    json(
        Language.AMPLITUDE,
        "/2/httpapi",
        "{\"api_key\":\"0123456789abcdef\",\"events\":["
            + many(
                20,
                """
                {"user_id":"user-#","event_type":"order completed","time":1795168800000,"insert_id":"i-#",\
                "platform":"Web","os_name":"Chrome","language":"German","event_properties":{"amount":12.5,\
                "currency":"EUR","plan":"pro"},"user_properties":{"email":"user#@example.org",\
                "name":"Some Body"}}""")
            + "]}");
    json(
        Language.JSON,
        "/hook",
        "["
            + many(
                20,
                """
                {"user_id":"user-#","email":"user#@example.org","first_name":"Some","kind":"order completed",\
                "at":"2026-11-20T10:00:00Z","order":{"id":"o-#","amount":12.5,"currency":"EUR","items":[{"sku":\
                "A-1","quantity":1},{"sku":"A-2","quantity":2}]}}""")
            + "]");
    json(
        Language.GA4,
        "/mp/collect",
        """
        {"client_id":"555.777","user_id":"user-1001","timestamp_micros":"1795168800000000","user_properties":\
        {"email":{"value":"user1001@example.org"},"first_name":{"value":"Some"}},"events":["""
            + many(
                20,
                """
                {"name":"purchase","params":{"transaction_id":"t-#","value":12.5,"currency":"EUR",\
                "page_location":"https://shop.example.org/done","items":[{"item_id":"A-1","quantity":1}]}}""")
            + "]}");
    json(
        Language.BRAZE,
        "/users/track",
        "{\"attributes\":["
            + many(
                20,
                """
                {"external_id":"user-#","email":"user#@example.org","first_name":"Some","home_city":"Bonn",\
                "plan":"pro","orders":12}""")
            + "],\"events\":["
            + many(
                20,
                """
                {"external_id":"user-#","app_id":"a","name":"ordered","time":"2026-11-20T10:00:00Z",\
                "properties":{"amount":12.5,"currency":"EUR"}}""")
            + "]}");
    json(
        Language.KLAVIYO,
        "/api/profile-bulk-import-jobs",
        "{\"data\":{\"type\":\"profile-bulk-import-job\",\"attributes\":{\"profiles\":{\"data\":["
            + many(
                20,
                """
                {"type":"profile","attributes":{"email":"user#@example.org","external_id":"user-#",\
                "first_name":"Some","location":{"city":"Bonn","country":"DE"},"properties":{"plan":"pro"}}}""")
            + "]}}}}");
    json(
        Language.INTERCOM,
        "/contacts",
        """
        {"role":"user","external_id":"user-1001","email":"user1001@example.org","name":"Some Body",\
        "signed_up_at":1795168800,"custom_attributes":{"plan":"pro","orders":12,"amount":129.95,\
        "currency":"EUR","last order":"o-1001","notes":"asked twice how an invoice is made out"}}""");
    json(
        Language.HUBSPOT,
        "/crm/v3/objects/contacts/batch/upsert",
        "{\"inputs\":["
            + many(
                20,
                """
                {"id":"#","idProperty":"crm","properties":{"email":"user#@example.org","firstname":"Some",\
                "lifecyclestage":"customer","plan":"pro","amount":"12.5"}}""")
            + "]}");
    json(
        Language.ZENDESK,
        "/api/v2/users/create_or_update_many",
        "{\"users\":["
            + many(
                20,
                """
                {"name":"Some Body","email":"user#@example.org","external_id":"user-#","role":"end-user",\
                "locale":"de","tags":["pro","autumn"],"user_fields":{"plan":"pro"}}""")
            + "]}");
    json(
        Language.CUSTOMER_IO,
        "/api/v2/batch",
        "{\"batch\":["
            + many(
                20,
                """
                {"type":"person","action":"identify","identifiers":{"id":"user-#"},"attributes":{"email":\
                "user#@example.org","first_name":"Some","plan":"pro","created_at":1795168800}}""")
            + "]}");
    json(
        Language.ITERABLE,
        "/api/users/bulkUpdate",
        "{\"users\":["
            + many(
                20,
                """
                {"email":"user#@example.org","userId":"user-#","dataFields":{"firstName":"Some","plan":"pro",\
                "orders":12,"lastOrder":"2026-11-20 10:00:00 +00:00"}}""")
            + "]}");
    json(
        Language.MAILCHIMP,
        "/3.0/lists/a1b2c3",
        "{\"update_existing\":true,\"members\":["
            + many(
                20,
                """
                {"email_address":"user#@example.org","status":"subscribed","language":"de","merge_fields":\
                {"FNAME":"Some","PLAN":"pro"},"tags":["autumn"]}""")
            + "]}");
    add(
        Language.TWILIO,
        "/2010-04-01/Accounts/AC1/Messages.json",
        FORM,
        "To=%2B4930123456&From=%2B15005550006&StatusCallback=https%3A%2F%2Fshop.example.org%2Fsms"
            + "&Body=Your+order+o-1001+is+on+its+way.+Write+to+user1001%40example.org+with+any+question");
    json(
        Language.SENDGRID,
        "/v3/mail/send",
        "{\"personalizations\":["
            + many(
                20,
                """
                {"to":[{"email":"user#@example.org","name":"Some Body"}],"subject":"On its way",\
                "dynamic_template_data":{"order":"o-#","amount":"12.50"}}""")
            + "],\"from\":{\"email\":\"shop@shop.example\"},\"template_id\":\"d-0123456789\"}");
    json(
        Language.SALESFORCE,
        "/services/data/v62.0/composite/sobjects",
        "{\"allOrNone\":false,\"records\":["
            + many(
                20,
                """
                {"attributes":{"type":"Contact"},"Email":"user#@example.org","FirstName":"Some",\
                "MailingCity":"Bonn","Plan__c":"pro","Orders__c":12}""")
            + "]}");
    add(
        Language.STRIPE,
        "/v1/customers",
        FORM,
        "email=user1001%40example.org&name=Some+Body&address[city]=Bonn&address[country]=DE"
            + "&metadata[user_id]=user-1001&metadata[plan]=pro&description=ordered+first+in+autumn"
            + "&preferred_locales[]=de&invoice_settings[footer]=thank+you");
    add(
        Language.SENTRY,
        "/api/42/envelope/",
        "application/x-sentry-envelope",
        """
        {"event_id":"9ec79c33ec9942ab8353589fcb2e04dc","dsn":"https://k@sentry.example/42","sent_at":"2026-11-20T10:00:00Z"}
        {"type":"event"}
        {"event_id":"9ec79c33ec9942ab8353589fcb2e04dc","timestamp":1795168800,"platform":"java","level":"error","environment":\
        "production","user":{"id":"user-1001","email":"user1001@example.org","name":"Some Body"},"exception":{"values":[{\
        "type":"IllegalStateException","value":"no such order","stacktrace":{"frames":["""
            + many(
                20,
                """
                {"filename":"Orders.java","function":"place","module":"org.example.shop.Orders","lineno":#,\
                "in_app":true}""")
            + "]}}]}}\n");
    json(
        Language.DATADOG,
        "/api/v2/logs",
        "["
            + many(
                20,
                """
                {"ddsource":"java","service":"shop","hostname":"web-1","status":"info","message":"order placed",\
                "usr":{"id":"user-#","email":"user#@example.org","name":"Some Body"},"duration":12.5}""")
            + "]");
    json(
        Language.OPENAI,
        "/v1/chat/completions",
        """
        {"model":"m-1","temperature":0.2,"user":"user-1001","messages":[{"role":"system","content":"You answer questions \
        about orders of a shop, in short and friendly sentences, and name no other customer."},{"role":"user","content":\
        "Where is my order o-1001? Please write to user1001@example.org when it is on its way."},{"role":"assistant",\
        "content":"It left the store this morning."},{"role":"user","content":"And the one for user1002@example.org?"}]}""");
  }
}
