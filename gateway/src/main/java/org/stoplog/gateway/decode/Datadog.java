package org.stoplog.gateway.decode;

import static org.stoplog.ledger.identity.Scheme.EMAIL;
import static org.stoplog.ledger.identity.Scheme.USER_ID;

import java.util.Set;
import org.stoplog.ledger.reader.EventFields;

/** Datadog: logs as JSON, or as lines of text. */
final class Datadog implements Supplier {
  @Override
  public EventFields fields() {
    return new EventFields()
        .under("usr", Datadog::person)
        .identifier("user_id", USER_ID, EMAIL)
        .link("user_id", USER_ID, EMAIL)
        .time("timestamp")
        .time("date")
        .element("content.application_log", "message", "error", "error.message", "error.stack")
        .element("device.ip_address", "network.client.ip")
        .element("location.coarse", "network.client.geoip")
        .element("behaviour.page_urls", "http.url", "http.url_details")
        .element("behaviour.referrer", "http.referer")
        .element("device.user_agent", "http.useragent", "http.useragent_details")
        .ignore("ddsource", "ddtags", "hostname", "service", "status", "dd");
  }

  private static void person(EventFields usr) {
    usr.identifier("id", USER_ID, EMAIL)
        .identifier("email", EMAIL)
        .link("id", USER_ID, EMAIL)
        .link("email", EMAIL)
        .element("contact.email", "email")
        .element("person.full_name", "name");
  }

  @Override
  public Set<Shape> shapes(String path) {
    return Shape.JSON_OR_TEXT;
  }

  @Override
  public SinkReply sink(String path, Parameters parameters, long events, Request request) {
    return SinkReply.json(path.contains("/v1/") ? 200 : 202, "{}");
  }
}
