package org.stoplog.gateway.decode;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;
import org.stoplog.gateway.policy.Language;
import org.stoplog.ledger.reader.EventFields;
import org.stoplog.ledger.reader.EventRules;
import org.stoplog.ledger.reader.Format;

/** What must be known of a supplier's interface; one file for each. */
interface Supplier {
  ElementSet ADDRESS = Elements.catalogue().get("device.ip_address").asSet();

  /** The address, and the place that the supplier makes of it. */
  ElementSet ADDRESS_AND_PLACE = ADDRESS.plus(Elements.catalogue().get("location.coarse").asSet());

  static Supplier of(Language language) {
    return switch (language) {
      case MIXPANEL -> new Mixpanel();
      case SEGMENT -> new Segment();
      case POSTHOG -> new PostHog();
      case AMPLITUDE -> new Amplitude();
      case JSON -> new PlainJson();
      case GA4 -> new Ga4();
      case BRAZE -> new Braze();
      case KLAVIYO -> new Klaviyo();
      case INTERCOM -> new Intercom();
      case HUBSPOT -> new HubSpot();
      case ZENDESK -> new Zendesk();
      case CUSTOMER_IO -> new CustomerIo();
      case ITERABLE -> new IterableApi();
      case MAILCHIMP -> new Mailchimp();
      case TWILIO -> new Twilio();
      case SENDGRID -> new SendGrid();
      case SALESFORCE -> new Salesforce();
      case STRIPE -> new Stripe();
      case SENTRY -> new Sentry();
      case DATADOG -> new Datadog();
      case OPENAI -> new OpenAi();
    };
  }

  default Format format() {
    return Format.EVENTS;
  }

  /** What stands where in an event; what surrounds a batch has the same paths. */
  EventFields fields();

  default EventRules rules() {
    return EventRules.PLAIN;
  }

  /** Paths of arrays of events; what is in them has the same paths as what is around them. */
  default Set<String> batches() {
    return Set.of();
  }

  /** What bodies may be. */
  default Set<Shape> shapes(String path) {
    return Set.of(Shape.JSON);
  }

  /** Where paths of requests name people. */
  default List<PathNames> pathNames() {
    return List.of();
  }

  /** Words before the values of forms that are no part of them, in lower case. */
  default List<String> prefixes() {
    return List.of();
  }

  /** Fields of forms and queries that hold events. */
  default Set<String> formFields() {
    return Set.of();
  }

  /** Whether several events may stand on a line each. */
  default boolean lines(String path) {
    return false;
  }

  /** The kind of event that the path names, null when the event says it itself. */
  default @Nullable String kind(String path) {
    return null;
  }

  /** Whether recordings of screens go there, which are not read. */
  default boolean isReplay(String path) {
    return false;
  }

  /** What the supplier makes of the sender's address when it gets it. */
  default ElementSet ofAddress(Parameters parameters) {
    return ADDRESS;
  }

  /** What it says when all is well. @param events how many it was sent, at least 1 */
  SinkReply sink(String path, Parameters parameters, long events, Request request);
}
