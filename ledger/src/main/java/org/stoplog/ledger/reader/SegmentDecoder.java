package org.stoplog.ledger.reader;

import static org.stoplog.ledger.identity.Scheme.EMAIL;
import static org.stoplog.ledger.identity.Scheme.PHONE;
import static org.stoplog.ledger.identity.Scheme.SUPPLIER_ID;
import static org.stoplog.ledger.identity.Scheme.USER_ID;

import java.util.Map;
import java.util.Set;

/** Segment's archive: one message a line, or a batch of them. Its spec is spoken by others too. */
final class SegmentDecoder implements LineDecoder {
  /** Events of Segment's e-commerce and promotion specs on which the name is a thing's. */
  private static final Set<String> THINGS =
      Set.of(
          "Product Added",
          "Product Added to Wishlist",
          "Product Clicked",
          "Product Removed",
          "Product Removed from Wishlist",
          "Product Reviewed",
          "Product Shared",
          "Product Viewed",
          "Promotion Clicked",
          "Promotion Viewed",
          "Wishlist Product Added to Cart");

  static final EventRules RULES =
      new EventRules(
              "type",
              false,
              Map.of(
                  "previousId", "alias",
                  // On a group call the traits are the organisation's.
                  "traits.email", "identify",
                  "traits.phone", "identify"),
              Map.of(),
              "anonymousId",
              Set.of("previousId"),
              true)
          .meaning(
              new EventRules.Meaning(
                  "properties.name",
                  Map.of("type", Set.of("page", "screen"), "event", THINGS),
                  "behaviour.site_activity"));

  private final EventReader reader;

  SegmentDecoder(Mapping mapping) {
    reader = new EventReader(mapping, RULES);
  }

  static Mapping defaultMapping() {
    return fields().mapping(Format.SEGMENT);
  }

  static EventFields fields() {
    return new EventFields()
        .identifier("userId", USER_ID, EMAIL, SUPPLIER_ID)
        .identifier("anonymousId", SUPPLIER_ID, EMAIL)
        .identifier("traits.email", EMAIL)
        .identifier("context.traits.email", EMAIL)
        .link("anonymousId", SUPPLIER_ID, EMAIL)
        .link("previousId", USER_ID, EMAIL, SUPPLIER_ID)
        .link("traits.email", EMAIL)
        .link("traits.phone", PHONE)
        .link("context.traits.email", EMAIL)
        .link("context.traits.phone", PHONE)
        .time("timestamp")
        .time("sentAt")
        .time("receivedAt")
        .recipient("integrations.*")
        .organisation("groupId")
        .element("behaviour.site_activity", "event", "name", "category")
        .under("traits", SegmentDecoder::traits)
        .under("context", SegmentDecoder::context)
        .under("properties", SegmentDecoder::properties)
        .ignore("type", "messageId", "writeKey", "projectId", "version", "channel")
        .ignore("originalTimestamp", "_metadata");
  }

  private static void traits(EventFields traits) {
    traits
        .element("contact.email", "email")
        .element("contact.phone", "phone")
        .element("contact.postal_address", "address", "address.street")
        .element("contact.postal_code", "address.postalCode")
        .element("location.coarse", "address.city", "address.state", "address.country")
        .element("person.full_name", "name")
        .element("person.first_name", "firstName")
        .element("person.last_name", "lastName")
        .element("person.age_or_range", "age")
        .element("person.date_of_birth", "birthday")
        .element("person.gender", "gender")
        .element("person.photo", "avatar")
        .element("auth.username", "username")
        .element("id.account_user_id", "id")
        .element("work.job_title", "title")
        .element("work.employer", "company", "company.name", "company.industry")
        .element("id.organisation_id", "company.id")
        .element("purchase.subscription_plan", "company.plan", "plan")
        .element("contact.social_profile", "website")
        .ignore("createdAt");
  }

  private static void context(EventFields context) {
    context
        .under("traits", SegmentDecoder::traits)
        .element("device.ip_address", "ip")
        .element("device.user_agent", "userAgent", "userAgentData", "os", "os.name", "os.version")
        .element("device.user_agent", "screen")
        .element("device.model_carrier", "device.manufacturer", "device.model", "device.name")
        .element("device.model_carrier", "network.carrier", "device.type", "device.brand")
        .element("id.pseudonymous_device_or_anon", "device.id")
        .element("id.advertising", "device.advertisingId")
        .element("id.push_token", "device.token")
        .element("person.language", "locale")
        .element("location.timezone", "timezone")
        .element("location.coarse", "location.city", "location.country", "location.region")
        .element("location.precise", "location.latitude", "location.longitude")
        .element("behaviour.page_urls", "page.url", "page.path", "page.title")
        .element("behaviour.referrer", "page.referrer", "referrer", "referrer.url", "referrer.id")
        .element("behaviour.search_terms", "page.search")
        .element("behaviour.ad_interaction", "campaign", "campaign.name")
        .element("id.organisation_id", "groupId")
        .ignore("library", "app", "active", "protocols", "sessionId");
  }

  private static void properties(EventFields properties) {
    properties
        .element("behaviour.page_urls", "url", "path", "title")
        .element("behaviour.referrer", "referrer")
        .element("behaviour.search_terms", "search")
        .element("behaviour.site_activity", "category")
        .element("purchase.order_details", "products", "products.name", "products.category")
        // Of a page or a product on some events; on all others what such a key holds elsewhere.
        .element("person.full_name", "name");
  }

  @Override
  public void decode(long line, byte[] bytes, int from, int to, RowWriter out) {
    reader.decode(line, bytes, from, to, out);
  }
}
