package org.stoplog.ledger.reader;

import static org.stoplog.ledger.identity.Scheme.EMAIL;
import static org.stoplog.ledger.identity.Scheme.PHONE;
import static org.stoplog.ledger.identity.Scheme.SUPPLIER_ID;
import static org.stoplog.ledger.identity.Scheme.USER_ID;

import java.util.Map;
import java.util.Set;

/** Mixpanel's raw export: {@code {"event":…,"properties":{…}}} a line. */
final class MixpanelDecoder implements LineDecoder {
  static final EventRules RULES =
      new EventRules(
          "event",
          true,
          Map.of(
              "properties.$identified_id", "$identify",
              "properties.$anon_id", "$identify",
              "properties.alias", "$create_alias",
              "properties.$distinct_ids[]", "$merge"),
          Map.of("properties.$device_id", "properties.$user_id"),
          "properties.$device_id",
          Set.of(),
          false);

  private final EventReader reader;

  MixpanelDecoder(Mapping mapping) {
    reader = new EventReader(mapping, RULES);
  }

  /**
   * The paths that Mixpanel documents; its {@code $created} and the like are no element of ours.
   */
  static Mapping defaultMapping() {
    return fields().mapping(Format.MIXPANEL);
  }

  static EventFields fields() {
    return new EventFields()
        .element("behaviour.site_activity", "event")
        .under("properties", MixpanelDecoder::properties);
  }

  private static void properties(EventFields properties) {
    properties
        .identifier("$user_id", USER_ID, EMAIL, SUPPLIER_ID)
        .identifier("distinct_id", USER_ID, EMAIL, SUPPLIER_ID)
        .identifier("$identified_id", USER_ID, EMAIL, SUPPLIER_ID)
        .identifier("$distinct_ids[]", USER_ID, EMAIL, SUPPLIER_ID)
        .identifier("$device_id", SUPPLIER_ID)
        .identifier("$email", EMAIL)
        .identifier("$phone", PHONE)
        .link("distinct_id", USER_ID, EMAIL, SUPPLIER_ID)
        .link("$identified_id", USER_ID, EMAIL, SUPPLIER_ID)
        .link("$anon_id", SUPPLIER_ID, EMAIL)
        .link("alias", USER_ID, EMAIL, SUPPLIER_ID)
        .link("$distinct_ids[]", USER_ID, EMAIL, SUPPLIER_ID)
        .link("$device_id", SUPPLIER_ID)
        // Reserved for the user's own; a plain "email" may be somebody else's and is no link.
        .link("$email", EMAIL)
        .link("$phone", PHONE)
        .time("time")
        .element("contact.email", "$email", "email")
        .element("contact.phone", "$phone")
        .element("person.full_name", "$name")
        .element("person.first_name", "$first_name")
        .element("person.last_name", "$last_name")
        .element("person.photo", "$avatar")
        .element("auth.username", "$username")
        // Mixpanel turns the address into a place: both are disclosed.
        .element("device.ip_address", "ip", "$ip")
        .element("location.coarse", "ip", "$ip", "$city", "$region", "$country_code")
        .element("location.coarse", "mp_country_code", "$geo_source")
        .element("location.precise", "$latitude", "$longitude")
        .element("location.timezone", "$timezone")
        .element("device.user_agent", "$browser", "$browser_version", "$os", "$os_version")
        .element("device.user_agent", "$user_agent", "$device", "$screen_height", "$screen_width")
        .element("device.user_agent", "$screen_dpi")
        .element("device.model_carrier", "$model", "$manufacturer", "$brand", "$carrier")
        .element("device.model_carrier", "$wifi", "$radio", "$has_telephone", "$has_nfc")
        .element("id.push_token", "$ios_devices", "$android_devices")
        .element("id.cookie", "$had_persisted_distinct_id")
        .element("id.advertising", "$ios_ifa", "$google_play_services")
        .element("behaviour.page_urls", "$current_url", "current_url_path", "current_url_search")
        .element("behaviour.page_urls", "$pathname", "current_page_title")
        .element("behaviour.referrer", "$referrer", "$referring_domain", "$initial_referrer")
        .element("behaviour.referrer", "$initial_referring_domain", "$search_engine")
        .element("behaviour.search_terms", "mp_keyword")
        .element("behaviour.ad_interaction", "utm_source", "utm_medium", "utm_campaign")
        .element("behaviour.ad_interaction", "utm_content", "utm_term", "gclid", "fbclid")
        .element("behaviour.preferences", "$unsubscribed")
        .element("behaviour.session_replay", "$mp_replay_id")
        .ignore("token", "$token", "$insert_id", "mp_lib", "$lib_version", "$import")
        .ignore("mp_processing_time_ms", "$mp_api_timestamp_ms", "$mp_api_endpoint")
        .ignore("mp_sent_by_lib_version", "$created");
  }

  @Override
  public void decode(long line, byte[] bytes, int from, int to, RowWriter out) {
    reader.decode(line, bytes, from, to, out);
  }
}
