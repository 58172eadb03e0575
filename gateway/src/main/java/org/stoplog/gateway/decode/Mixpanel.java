package org.stoplog.gateway.decode;

import static org.stoplog.ledger.identity.Scheme.EMAIL;
import static org.stoplog.ledger.identity.Scheme.PHONE;
import static org.stoplog.ledger.identity.Scheme.SUPPLIER_ID;
import static org.stoplog.ledger.identity.Scheme.USER_ID;

import java.util.Set;
import org.stoplog.catalog.ElementSet;
import org.stoplog.ledger.reader.EventFields;
import org.stoplog.ledger.reader.EventRules;
import org.stoplog.ledger.reader.Format;

/** Mixpanel: events (/track, /import), profiles (/engage, /groups), recordings (/record). */
final class Mixpanel implements Supplier {
  private static final String[] OPERATIONS = {
    "$set", "$set_once", "$add", "$append", "$union", "$remove"
  };

  @Override
  public Format format() {
    return Format.MIXPANEL;
  }

  @Override
  public EventFields fields() {
    EventFields fields =
        EventFields.ofMixpanel()
            .identifier("$distinct_id", USER_ID, EMAIL, SUPPLIER_ID)
            .organisation("$group_id")
            .element("device.ip_address", "$ip")
            .element("location.coarse", "$ip", "$latitude", "$longitude")
            .ignore("$token", "$group_key", "$time", "$ignore_time", "$ignore_alias", "$insert_id")
            .ignore("$unset", "$delete");
    for (String operation : OPERATIONS) {
      fields.under(operation, Mixpanel::profile);
    }
    return fields;
  }

  private static void profile(EventFields profile) {
    profile
        .identifier("$email", EMAIL)
        .identifier("$phone", PHONE)
        .link("$email", EMAIL)
        .link("$phone", PHONE)
        .element("contact.email", "$email", "email")
        .element("contact.phone", "$phone")
        .element("person.full_name", "$name")
        .element("person.first_name", "$first_name")
        .element("person.last_name", "$last_name")
        .element("person.photo", "$avatar")
        .element("auth.username", "$username")
        .element("location.coarse", "$city", "$region", "$country_code", "$geo_source")
        .element("location.timezone", "$timezone")
        .element("device.ip_address", "$ip")
        .element("id.push_token", "$ios_devices", "$android_devices")
        .element("behaviour.preferences", "$unsubscribed")
        .ignore("$created", "$last_seen");
  }

  @Override
  public EventRules rules() {
    return EventRules.ofMixpanel().kindOptional();
  }

  @Override
  public Set<String> formFields() {
    return Set.of("data");
  }

  @Override
  public boolean lines(String path) {
    return path.startsWith("/import");
  }

  @Override
  public boolean isReplay(String path) {
    return path.startsWith("/record");
  }

  /** It looks the address up unless it is told {@code ip=0}. */
  @Override
  public ElementSet ofAddress(Parameters parameters) {
    return parameters.has("ip", "0") ? ADDRESS : ADDRESS_AND_PLACE;
  }

  @Override
  public SinkReply sink(String path, Parameters parameters, long events, Request request) {
    if (path.startsWith("/import")) {
      return SinkReply.json(
          200, "{\"code\":200,\"num_records_imported\":" + events + ",\"status\":\"OK\"}");
    }
    if (isReplay(path)) {
      return SinkReply.json(200, "{\"code\":200,\"status\":\"OK\"}");
    }
    return parameters.has("verbose", "1")
        ? SinkReply.json(200, "{\"error\":null,\"status\":1}")
        : SinkReply.text("1");
  }
}
