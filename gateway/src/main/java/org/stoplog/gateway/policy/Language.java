package org.stoplog.gateway.policy;

import java.util.Set;

/** The language of a supplier's interface, and the paths in it that no rule may reach. */
public enum Language {
  MIXPANEL(
      1,
      "event",
      "properties.token",
      "properties.time",
      "properties.$insert_id",
      "$token",
      "$insert_id",
      "$group_key",
      "$time"),
  /** Also RudderStack, Jitsu, Customer.io's pipelines and others that took it over. */
  SEGMENT(
      2,
      "type",
      "event",
      "name",
      "messageId",
      "timestamp",
      "originalTimestamp",
      "sentAt",
      "receivedAt",
      "writeKey",
      "integrations"),
  POSTHOG(
      3,
      "api_key",
      "token",
      "$token",
      "properties.token",
      "properties.$token",
      "event",
      "type",
      "uuid",
      "timestamp",
      "offset",
      "sent_at",
      "historical_migration",
      "properties.$insert_id",
      "properties.$group_type"),
  AMPLITUDE(
      4,
      "api_key",
      "event_type",
      "insert_id",
      "time",
      "session_id",
      "event_id",
      "options",
      "group_type"),
  /** JSON of any kind, read by the names of its keys and by what its values are. */
  JSON(5);

  private final int mapping;
  private final Set<String> keptPaths;

  Language(int mapping, String... keptPaths) {
    this.mapping = mapping;
    this.keptPaths = Set.of(keptPaths);
  }

  /** By which the journal names how rows were made; stored, and never changed. */
  public int mappingNumber() {
    return mapping;
  }

  /** Credentials, routing, and what the supplier refuses an event without; with all below them. */
  public Set<String> keptPaths() {
    return keptPaths;
  }
}
