package org.stoplog.gateway.decode;

import static org.stoplog.ledger.identity.Scheme.EMAIL;
import static org.stoplog.ledger.identity.Scheme.PHONE;
import static org.stoplog.ledger.identity.Scheme.SUPPLIER_ID;
import static org.stoplog.ledger.identity.Scheme.USER_ID;

import java.util.Map;
import java.util.Set;
import org.stoplog.catalog.ElementSet;
import org.stoplog.ledger.reader.EventFields;
import org.stoplog.ledger.reader.EventRules;
import org.stoplog.ledger.reader.Format;

/** PostHog: an event, an array of them, or a batch; flags with their person; recordings on /s. */
final class PostHog implements Supplier {
  @Override
  public Format format() {
    return Format.EVENTS;
  }

  @Override
  public EventFields fields() {
    return new EventFields()
        // The top level wins over the properties.
        .identifier("distinct_id", USER_ID, EMAIL, SUPPLIER_ID)
        .identifier("$distinct_id", USER_ID, EMAIL, SUPPLIER_ID)
        .identifier("properties.distinct_id", USER_ID, EMAIL, SUPPLIER_ID)
        .link("distinct_id", USER_ID, EMAIL, SUPPLIER_ID)
        .link("properties.distinct_id", USER_ID, EMAIL, SUPPLIER_ID)
        .link("properties.$anon_distinct_id", SUPPLIER_ID, EMAIL)
        .link("properties.alias", USER_ID, EMAIL, SUPPLIER_ID)
        .link("$anon_distinct_id", SUPPLIER_ID, EMAIL)
        .identifier("properties.$device_id", SUPPLIER_ID)
        .link("properties.$device_id", SUPPLIER_ID)
        .time("timestamp")
        .time("properties.timestamp")
        .time("sent_at")
        .organisation("properties.$groups.*")
        .organisation("properties.$group_key")
        .element("behaviour.site_activity", "event")
        .under("$set", PostHog::person)
        .under("$set_once", PostHog::person)
        .under("person_properties", PostHog::person)
        .under("properties.$set", PostHog::person)
        .under("properties.$set_once", PostHog::person)
        .under("properties.$initial_person_info", PostHog::initial)
        .under("properties", PostHog::properties)
        .ignore("api_key", "token", "$token", "uuid", "type", "offset", "historical_migration")
        .ignore("properties.token", "properties.$token", "properties.$insert_id", "library")
        .ignore("properties.$lib", "properties.$lib_version", "properties.$time", "groups")
        .ignore("properties.$group_type", "properties.$config_defaults", "library_version");
  }

  private static void person(EventFields person) {
    person
        .identifier("email", EMAIL)
        .link("email", EMAIL)
        .link("$email", EMAIL)
        .link("phone", PHONE)
        .element("contact.email", "email", "$email")
        .element("contact.phone", "phone")
        .element("behaviour.referrer", "$initial_referrer", "$initial_referring_domain")
        .element("behaviour.page_urls", "$initial_current_url", "$initial_pathname")
        .element("behaviour.ad_interaction", "$initial_utm_source", "$initial_utm_campaign");
  }

  private static void initial(EventFields initial) {
    initial.element("behaviour.page_urls", "u").element("behaviour.referrer", "r");
  }

  private static void properties(EventFields properties) {
    properties
        .element("device.ip_address", "$ip")
        .element("location.coarse", "$ip", "$geoip_city_name", "$geoip_country_name")
        .element("location.coarse", "$geoip_country_code", "$geoip_subdivision_1_name")
        .element("location.precise", "$geoip_latitude", "$geoip_longitude")
        .element("location.timezone", "$timezone", "$timezone_offset", "$geoip_time_zone")
        .element("person.language", "$locale", "$browser_language")
        .element("device.user_agent", "$browser", "$browser_version", "$os", "$os_version")
        .element("device.user_agent", "$useragent", "$raw_user_agent", "$device", "$screen_height")
        .element("device.user_agent", "$screen_width", "$viewport_height", "$viewport_width")
        .element("device.model_carrier", "$device_type", "$device_manufacturer", "$device_model")
        .element("device.model_carrier", "$device_name", "$network_carrier", "$network_wifi")
        .element("id.pseudonymous_device_or_anon", "$session_id", "$window_id")
        .element("behaviour.page_urls", "$current_url", "$pathname", "$host", "$screen_name")
        .element("behaviour.page_urls", "title", "$session_entry_url", "$prev_pageview_pathname")
        .element("behaviour.referrer", "$referrer", "$referring_domain", "$initial_referrer")
        .element("behaviour.referrer", "$session_entry_referrer", "$search_engine")
        .element("behaviour.search_terms", "ph_keyword")
        .element("behaviour.ad_interaction", "utm_source", "utm_medium", "utm_campaign")
        .element("behaviour.ad_interaction", "utm_content", "utm_term", "gclid", "fbclid")
        .element("behaviour.site_activity", "$elements", "$elements_chain", "$event_type")
        .element("behaviour.session_replay", "$snapshot_data", "$snapshot_items")
        .element("behaviour.survey_feedback", "$survey_response", "$survey_responses")
        .element("content.application_log", "$exception_list", "$exception_message")
        .element("content.ai_prompt", "$ai_input", "$ai_output_choices", "$ai_output");
  }

  @Override
  public EventRules rules() {
    return new EventRules(
        "event",
        false,
        Map.of(
            "properties.$anon_distinct_id", "$identify",
            "properties.alias", "$create_alias"),
        Map.of(),
        "properties.$device_id",
        Set.of(),
        true);
  }

  @Override
  public Set<String> batches() {
    return Set.of("batch");
  }

  @Override
  public Set<String> formFields() {
    return Set.of("data");
  }

  @Override
  public boolean isReplay(String path) {
    return path.equals("/s") || path.startsWith("/s/");
  }

  @Override
  public ElementSet ofAddress(Parameters parameters) {
    return parameters.has("ip", "0") ? ADDRESS : ADDRESS_AND_PLACE;
  }

  @Override
  public SinkReply sink(String path, Parameters parameters, long events, Request request) {
    return SinkReply.json(200, "{\"status\":\"Ok\"}");
  }
}
