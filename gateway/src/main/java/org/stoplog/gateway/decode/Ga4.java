package org.stoplog.gateway.decode;

import static org.stoplog.ledger.identity.Scheme.EMAIL;
import static org.stoplog.ledger.identity.Scheme.EMAIL_SHA256;
import static org.stoplog.ledger.identity.Scheme.PHONE_SHA256;
import static org.stoplog.ledger.identity.Scheme.SUPPLIER_ID;
import static org.stoplog.ledger.identity.Scheme.USER_ID;

import java.util.Set;
import org.stoplog.catalog.ElementSet;
import org.stoplog.ledger.reader.EventFields;

/**
 * Google Analytics 4: the Measurement Protocol (/mp/collect) as JSON, and what browsers send
 * (/g/collect): a query, with more events on lines of the body.
 */
final class Ga4 implements Supplier {
  @Override
  public EventFields fields() {
    return new EventFields()
        .identifier("user_id", USER_ID, EMAIL)
        .identifier("uid", USER_ID, EMAIL)
        .identifier("user_data.sha256_email_address[]", EMAIL_SHA256)
        .identifier("user_data.sha256_phone_number[]", PHONE_SHA256)
        .identifier("client_id", SUPPLIER_ID)
        .identifier("app_instance_id", SUPPLIER_ID)
        .identifier("cid", SUPPLIER_ID)
        .link("user_data.sha256_email_address[]", EMAIL_SHA256)
        .link("user_data.sha256_phone_number[]", PHONE_SHA256)
        .link("client_id", SUPPLIER_ID)
        .link("app_instance_id", SUPPLIER_ID)
        .link("cid", SUPPLIER_ID)
        .under("user_data.address", Ga4::address)
        .under("user_location", Ga4::place)
        .element("device.ip_address", "ip_override", "_uip", "uip")
        .element("location.coarse", "ip_override", "_uip", "uip")
        .element("device.user_agent", "user_agent", "device")
        .element("device.model_carrier", "device.model", "device.brand", "device.category")
        .element("behaviour.site_activity", "events.name")
        .under("events.params", Ga4::parameters)
        .under("$lines", Ga4::browser)
        .under("", Ga4::browser)
        .ignore("measurement_id", "api_secret", "firebase_app_id", "timestamp_micros")
        .ignore("consent", "v", "tid", "gtm", "gcs", "gcd", "_p", "_s", "_et", "_ss", "_fv", "seg");
  }

  private static void address(EventFields address) {
    address
        .element("person.first_name", "sha256_first_name")
        .element("person.last_name", "sha256_last_name")
        .element("contact.postal_address", "sha256_street")
        .under("", Ga4::place);
  }

  private static void place(EventFields place) {
    place
        .element("location.coarse", "city", "region", "region_id", "country", "country_id")
        .element("location.coarse", "subcontinent_id", "continent_id")
        .element("contact.postal_code", "postal_code");
  }

  private static void parameters(EventFields parameters) {
    parameters
        .element("behaviour.page_urls", "page_location", "page_title", "page_path")
        .element("behaviour.referrer", "page_referrer")
        .element("behaviour.search_terms", "search_term")
        .element("behaviour.ad_interaction", "campaign", "source", "medium", "campaign_id")
        .element("purchase.order_details", "transaction_id", "items", "value", "coupon")
        .element("id.pseudonymous_device_or_anon", "session_id", "ga_session_id");
  }

  private static void browser(EventFields query) {
    query
        .element("behaviour.site_activity", "en")
        .element("behaviour.page_urls", "dl", "dt", "dp")
        .element("behaviour.referrer", "dr")
        .element("person.language", "ul")
        .element("device.user_agent", "sr", "uaa", "uab", "uafvl", "uamb", "uap", "uapv", "uaw")
        .element("device.model_carrier", "uam")
        .element("id.pseudonymous_device_or_anon", "sid")
        .element("contact.email_hashed", "em", "pn")
        .under("ep", Ga4::parameters)
        .under("epn", Ga4::parameters);
  }

  /** Places are made of the address. */
  @Override
  public ElementSet ofAddress(Parameters parameters) {
    return ADDRESS_AND_PLACE;
  }

  @Override
  public Set<Shape> shapes(String path) {
    return path.endsWith("/g/collect") ? Set.of(Shape.QUERIES) : Supplier.super.shapes(path);
  }

  @Override
  public SinkReply sink(String path, Parameters parameters, long events, Request request) {
    return SinkReply.EMPTY;
  }
}
