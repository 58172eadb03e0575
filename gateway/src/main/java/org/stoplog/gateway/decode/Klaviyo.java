package org.stoplog.gateway.decode;

import static org.stoplog.ledger.identity.Scheme.EMAIL;
import static org.stoplog.ledger.identity.Scheme.SUPPLIER_ID;
import static org.stoplog.ledger.identity.Scheme.USER_ID;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.stoplog.ledger.reader.EventFields;

/** Klaviyo (JSON:API): events, profiles and jobs with many of them, of servers and browsers. */
final class Klaviyo implements Supplier {
  private static final List<PathNames> PATHS =
      List.of(PathNames.of("$path", "/api/profiles/([^/]+)"));

  private static final String[] HOMES = {"data.attributes", "attributes"};

  @Override
  public EventFields fields() {
    EventFields fields = new EventFields();
    for (String home : HOMES) {
      fields
          .under(home + ".profile.data.attributes", Klaviyo::profile)
          .under(home, Klaviyo::profile)
          .identifier(home + ".profile.data.id", SUPPLIER_ID)
          .link(home + ".profile.data.id", SUPPLIER_ID)
          .time(home + ".time")
          .element("behaviour.site_activity", home + ".metric.data.attributes.name")
          .element("purchase.order_details", home + ".value", home + ".value_currency")
          .ignore(home + ".unique_id", home + ".metric.data.type");
    }
    return fields
        .identifier("data.id", SUPPLIER_ID)
        .identifier("id", SUPPLIER_ID)
        .identifier("$path", SUPPLIER_ID)
        .link("data.id", SUPPLIER_ID)
        .link("id", SUPPLIER_ID)
        .link("$path", SUPPLIER_ID)
        .ignore("type", "data.type", "data.relationships", "relationships");
  }

  private static void profile(EventFields profile) {
    profile
        .identifier("external_id", USER_ID, EMAIL)
        .link("external_id", USER_ID, EMAIL)
        .under("", People::emailAndPhone)
        .under("meta.patch_identifiers", People::emailAndPhone)
        .identifier("anonymous_id", SUPPLIER_ID)
        .identifier("_kx", SUPPLIER_ID)
        .link("anonymous_id", SUPPLIER_ID)
        .link("_kx", SUPPLIER_ID)
        .element("contact.postal_address", "location.address1", "location.address2")
        .element("contact.postal_code", "location.zip")
        .element("location.coarse", "location.city", "location.region", "location.country")
        .element("location.precise", "location.latitude", "location.longitude")
        .element("device.ip_address", "location.ip");
  }

  @Override
  public Set<String> batches() {
    return Set.of(
        "data", "data.attributes.profiles.data", "data.attributes.events-bulk-create.data");
  }

  @Override
  public List<PathNames> pathNames() {
    return PATHS;
  }

  @Override
  public SinkReply sink(String path, Parameters parameters, long events, Request request) {
    if (path.endsWith("/profiles") || path.contains("/profile-import")) {
      String profile = "{\"data\":{\"type\":\"profile\",\"id\":\"0\",\"attributes\":{}}}";
      return new SinkReply(
          201, "application/vnd.api+json", profile.getBytes(StandardCharsets.US_ASCII));
    }
    return SinkReply.NOTHING_YET;
  }
}
