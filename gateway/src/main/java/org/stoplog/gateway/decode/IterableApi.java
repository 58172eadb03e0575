package org.stoplog.gateway.decode;

import static org.stoplog.ledger.identity.Scheme.EMAIL;
import static org.stoplog.ledger.identity.Scheme.PHONE;
import static org.stoplog.ledger.identity.Scheme.USER_ID;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.stoplog.ledger.reader.EventFields;

/** Iterable: users, events and purchases, one by one and many at once. */
final class IterableApi implements Supplier {
  private static final List<PathNames> PATHS =
      List.of(
          PathNames.of("$path", "/users/(?:byUserId/)?((?<=byUserId/)[^/]+|[^/]*(?:@|%40)[^/]*)"));

  @Override
  public EventFields fields() {
    return new EventFields()
        .under("", IterableApi::person)
        .under("user", IterableApi::person)
        .identifier("$path", USER_ID, EMAIL)
        .identifier("newEmail", EMAIL)
        .identifier("destinationEmail", EMAIL)
        .identifier("recipientEmail", EMAIL)
        .identifier("currentEmail", EMAIL)
        .link("currentEmail", EMAIL)
        .link("newEmail", EMAIL)
        .link("sourceEmail", EMAIL)
        .link("destinationEmail", EMAIL)
        .link("sourceUserId", USER_ID, EMAIL)
        .link("destinationUserId", USER_ID, EMAIL)
        .link("$path", USER_ID, EMAIL)
        .time("createdAt")
        .element("contact.email", "newEmail", "currentEmail", "recipientEmail")
        .element("contact.email", "sourceEmail", "destinationEmail")
        .element("behaviour.site_activity", "eventName")
        .element("purchase.order_details", "items", "total")
        .ignore("id", "campaignId", "templateId", "preferUserId", "mergeNestedObjects");
  }

  private static void person(EventFields person) {
    person
        .identifier("userId", USER_ID, EMAIL)
        .link("userId", USER_ID, EMAIL)
        .under("", People::emailAndPhone)
        .under("dataFields", People::emailAndPhone)
        .identifier("dataFields.phoneNumber", PHONE)
        .link("dataFields.phoneNumber", PHONE)
        .element("contact.phone", "dataFields.phoneNumber")
        .element("person.first_name", "dataFields.firstName")
        .element("person.last_name", "dataFields.lastName");
  }

  @Override
  public Set<String> batches() {
    return Set.of("users", "events", "subscribers");
  }

  @Override
  public List<PathNames> pathNames() {
    return PATHS;
  }

  @Override
  public SinkReply sink(String path, Parameters parameters, long events, Request request) {
    if (path.toLowerCase(Locale.ROOT).contains("bulk")) {
      return SinkReply.json(
          200,
          "{\"successCount\":"
              + events
              + ",\"failCount\":0,\"invalidEmails\":[],\"invalidUserIds\":[]}");
    }
    return SinkReply.json(200, "{\"msg\":\"\",\"code\":\"Success\",\"params\":null}");
  }
}
