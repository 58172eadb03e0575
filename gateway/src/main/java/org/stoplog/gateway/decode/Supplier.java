package org.stoplog.gateway.decode;

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
    };
  }

  Format format();

  /** What stands where in an event; what surrounds a batch has the same paths. */
  EventFields fields();

  EventRules rules();

  /** Key of the array of events, null when there is none. */
  @Nullable String batchKey();

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
