package org.stoplog.gateway.decode;

import static org.stoplog.ledger.identity.Scheme.EMAIL;
import static org.stoplog.ledger.identity.Scheme.USER_ID;

import java.util.Set;
import org.stoplog.ledger.reader.EventFields;

/** Sentry: envelopes with events, transactions, feedback and files; /store/ with one event. */
final class Sentry implements Supplier {
  @Override
  public EventFields fields() {
    return new EventFields()
        .under("user", Sentry::person)
        .under("contexts.feedback", Sentry::feedback)
        .under("", Sentry::feedback)
        .time("timestamp")
        .time("sent_at")
        .element("content.application_log", "message", "logentry", "exception", "extra")
        .element("content.application_log", "breadcrumbs", "request.data", "spans")
        .element("behaviour.page_urls", "request.url", "request.query_string")
        .element("id.cookie", "request.cookies")
        .element("device.user_agent", "request.headers", "contexts.browser", "contexts.os")
        .element("device.model_carrier", "contexts.device")
        .element("device.ip_address", "request.env.REMOTE_ADDR")
        // Its own words, which elsewhere would name people, say something else, or hold messages.
        .element("content.application_log", "message.message", "message.formatted")
        .element("content.application_log", "message.params", "logentry.message")
        .element("content.application_log", "breadcrumbs.message", "breadcrumbs.values.message")
        .element("behaviour.survey_feedback", "contexts.feedback.message")
        .element("device.user_agent", "contexts.browser.name", "contexts.os.name")
        .element("device.model_carrier", "contexts.device.name")
        .ignore("contexts.runtime", "contexts.trace", "debug_meta", "threads.values.name")
        .ignore("threads.values.stacktrace.snapshot", "exception.values.stacktrace.snapshot")
        .ignore("event_id", "platform", "level", "sdk", "modules", "dsn", "release", "type")
        .ignore("exception.values.stacktrace.frames.lineno", "server_name", "environment");
  }

  private static void person(EventFields user) {
    user.identifier("id", USER_ID, EMAIL)
        .identifier("email", EMAIL)
        .link("id", USER_ID, EMAIL)
        .link("email", EMAIL)
        .element("contact.email", "email")
        .element("auth.username", "username")
        .element("person.full_name", "name")
        .element("device.ip_address", "ip_address")
        .element("location.coarse", "geo");
  }

  private static void feedback(EventFields feedback) {
    feedback
        .identifier("contact_email", EMAIL)
        .identifier("email", EMAIL)
        .link("contact_email", EMAIL)
        .link("email", EMAIL)
        .element("contact.email", "contact_email", "email")
        .element("person.full_name", "name")
        .element("behaviour.survey_feedback", "comments");
  }

  @Override
  public Set<String> batches() {
    return Set.of("items");
  }

  @Override
  public Set<Shape> shapes(String path) {
    return path.contains("/envelope") ? Set.of(Shape.ENVELOPE) : Supplier.super.shapes(path);
  }

  @Override
  public SinkReply sink(String path, Parameters parameters, long events, Request request) {
    return SinkReply.json(200, "{\"id\":\"" + "0".repeat(32) + "\"}");
  }
}
