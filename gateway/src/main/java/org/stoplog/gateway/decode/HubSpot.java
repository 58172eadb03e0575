package org.stoplog.gateway.decode;

import static org.stoplog.ledger.identity.Scheme.EMAIL;
import static org.stoplog.ledger.identity.Scheme.PHONE;
import static org.stoplog.ledger.identity.Scheme.SUPPLIER_ID;

import java.util.List;
import java.util.Set;
import org.stoplog.ledger.reader.EventFields;

/** HubSpot: contacts one by one and in batches, custom events, and forms. */
final class HubSpot implements Supplier {
  private static final List<PathNames> PATHS =
      List.of(
          PathNames.of(
              "$path",
              "/(?:email|contacts|vid|utk)/(?!(?:batch|search|merge|v\\d+|contact|lists)(?:/|$))([^/]+)"));

  private static final String[] HOMES = {"properties", "inputs.properties"};

  @Override
  public EventFields fields() {
    EventFields fields = new EventFields();
    for (String home : HOMES) {
      fields.under(home, HubSpot::contact);
    }
    return fields
        .under("", People::emailAndPhone)
        .identifier("$path", SUPPLIER_ID, EMAIL)
        .identifier("id", SUPPLIER_ID, EMAIL)
        .identifier("objectId", SUPPLIER_ID)
        .identifier("utk", SUPPLIER_ID)
        .identifier("context.hutk", SUPPLIER_ID)
        .link("$path", SUPPLIER_ID, EMAIL)
        .link("id", SUPPLIER_ID, EMAIL)
        .link("objectId", SUPPLIER_ID)
        .link("utk", SUPPLIER_ID)
        .link("context.hutk", SUPPLIER_ID)
        .time("occurredAt")
        .time("submittedAt")
        .element("behaviour.site_activity", "eventName")
        .element("device.ip_address", "context.ipAddress")
        .element("behaviour.page_urls", "context.pageUri", "context.pageName")
        .ignore("idProperty", "associations", "legalConsentOptions", "properties.property");
  }

  private static void contact(EventFields contact) {
    contact
        .under("", People::emailAndPhone)
        .identifier("mobilephone", PHONE)
        .link("mobilephone", PHONE)
        .element("contact.email", "hs_additional_emails")
        .element("contact.phone", "mobilephone", "fax")
        .element("work.job_title", "jobtitle")
        .element("location.coarse", "state", "city", "country")
        .element("contact.social_profile", "website");
  }

  @Override
  public Set<String> batches() {
    return Set.of("inputs");
  }

  @Override
  public List<PathNames> pathNames() {
    return PATHS;
  }

  @Override
  public Set<Shape> shapes(String path) {
    return Shape.JSON_OR_PARTS;
  }

  @Override
  public SinkReply sink(String path, Parameters parameters, long events, Request request) {
    if (path.contains("/batch/")) {
      return SinkReply.json(200, "{\"status\":\"COMPLETE\",\"results\":[]}");
    }
    return path.contains("/events/")
        ? SinkReply.EMPTY
        : SinkReply.json(201, "{\"id\":\"0\",\"properties\":{},\"archived\":false}");
  }
}
