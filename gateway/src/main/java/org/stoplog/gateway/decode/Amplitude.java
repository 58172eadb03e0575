package org.stoplog.gateway.decode;

import static org.stoplog.ledger.identity.Scheme.EMAIL;
import static org.stoplog.ledger.identity.Scheme.PHONE;
import static org.stoplog.ledger.identity.Scheme.SUPPLIER_ID;
import static org.stoplog.ledger.identity.Scheme.USER_ID;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.ElementSet;
import org.stoplog.ledger.reader.EventFields;
import org.stoplog.ledger.reader.EventRules;
import org.stoplog.ledger.reader.Format;

/** Amplitude: /2/httpapi and /batch as JSON, /identify and /groupidentify as forms. */
final class Amplitude implements Supplier {
  private static final String[] OPERATIONS = {
    "", ".$set", ".$setOnce", ".$add", ".$append", ".$prepend"
  };

  @Override
  public Format format() {
    return Format.EVENTS;
  }

  @Override
  public EventFields fields() {
    EventFields fields =
        new EventFields()
            .identifier("user_id", USER_ID, EMAIL, SUPPLIER_ID)
            .identifier("device_id", SUPPLIER_ID)
            .identifier("amplitude_id", SUPPLIER_ID)
            .link("device_id", SUPPLIER_ID)
            .time("time")
            .time("client_event_time")
            .time("client_upload_time")
            .organisation("groups.*")
            .organisation("group_value")
            .element("behaviour.site_activity", "event_type")
            .element("device.ip_address", "ip")
            .element("location.coarse", "ip", "country", "region", "city", "dma")
            .element("location.precise", "location_lat", "location_lng", "location")
            .element("person.language", "language")
            .element("device.user_agent", "os_name", "os_version", "user_agent")
            .element("device.model_carrier", "carrier", "device_brand", "device_manufacturer")
            .element("device.model_carrier", "device_model", "platform", "device_type")
            .element("id.advertising", "idfa", "adid", "idfv", "android_id")
            .element("purchase.order_details", "revenue", "productId", "product_id", "price")
            .element("purchase.order_details", "quantity", "revenueType", "revenue_type")
            .element("behaviour.page_urls", "event_properties.[Amplitude] Page URL")
            .element("behaviour.page_urls", "event_properties.[Amplitude] Page Location")
            .element("behaviour.page_urls", "event_properties.[Amplitude] Page Path")
            .ignore("api_key", "insert_id", "session_id", "event_id", "options", "library")
            .ignore("group_type", "app_version", "version_name", "$skip_user_properties_sync")
            .ignore("plan", "ingestion_metadata", "partner_id", "start_version");
    for (String operation : OPERATIONS) {
      fields.under("user_properties" + operation, Amplitude::person);
    }
    return fields;
  }

  private static void person(EventFields person) {
    person
        .identifier("email", EMAIL)
        .link("email", EMAIL)
        .link("phone", PHONE)
        .element("contact.email", "email")
        .element("contact.phone", "phone")
        .element("behaviour.referrer", "referrer", "initial_referrer", "referring_domain")
        .element("behaviour.ad_interaction", "utm_source", "utm_medium", "utm_campaign");
  }

  @Override
  public EventRules rules() {
    // Its clients for servers send the place as 0, 0 when they were told none.
    return new EventRules("event_type", false, Map.of(), Map.of(), "device_id", Set.of(), true)
        .unlessZero("location_lat", "location_lng");
  }

  @Override
  public Set<String> batches() {
    return Set.of("events");
  }

  @Override
  public Set<String> formFields() {
    return Set.of("identification", "event", "e");
  }

  @Override
  public @Nullable String kind(String path) {
    return path.startsWith("/identify") ? "$identify" : null;
  }

  @Override
  public ElementSet ofAddress(Parameters parameters) {
    return ADDRESS_AND_PLACE;
  }

  @Override
  public SinkReply sink(String path, Parameters parameters, long events, Request request) {
    if (path.startsWith("/identify") || path.startsWith("/groupidentify")) {
      return SinkReply.text("success");
    }
    return SinkReply.json(
        200,
        "{\"code\":200,\"events_ingested\":"
            + events
            + ",\"payload_size_bytes\":"
            + request.body().length
            + ",\"server_upload_time\":"
            + request.time()
            + "}");
  }
}
