package org.stoplog.server.gateways;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The form of what gateways do with a connection, as it was filled in.
 *
 * @param title of the connection, with its supplier
 * @param revision that the form was made of
 * @param isChanged whether somebody else saved meanwhile
 * @param declared elements that grants declare, each with its choice
 * @param others all other elements
 */
public record PolicyPage(
    int connection,
    String title,
    long revision,
    boolean isChanged,
    Map<String, String> typed,
    Map<String, String> errors,
    List<Rule> declared,
    List<Rule> others) {
  static final List<String> FIELDS =
      List.of(
          "language",
          "mode",
          "upstream",
          "private",
          "private-reason",
          "sender",
          "certificate",
          "host",
          "when-cut",
          "unreadable",
          "undeclared",
          "on-failure",
          "sends-address",
          "sends-user-agent");

  /** What a rule may say, with its words. */
  private static final List<Choice> ACTIONS =
      List.of(
          new Choice("", "no rule: sent as it is"),
          new Choice("pass", "pass: sent as it is, declared or not"),
          new Choice("drop", "drop: the value goes, with its key"),
          new Choice("mask", "mask: the same text for everybody"),
          new Choice("hash", "hash: the same for the same person, by a key of ours"),
          new Choice("truncate", "truncate: an IP address loses its end"));

  public PolicyPage {
    typed = Map.copyOf(typed);
    errors = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(errors));
    declared = List.copyOf(declared);
    others = List.copyOf(others);
  }

  /** A choice of a list. */
  public record Choice(String value, String label) {}

  /** The rule of an element. */
  public record Rule(String element, String label) {
    public String field() {
      return PolicyForm.RULE + element;
    }
  }

  public List<Choice> languages() {
    return List.of(
        new Choice("mixpanel", "Mixpanel"),
        new Choice("segment", "Segment, RudderStack and what speaks like them"),
        new Choice("posthog", "PostHog"),
        new Choice("amplitude", "Amplitude"),
        new Choice("ga4", "Google Analytics 4"),
        new Choice("braze", "Braze"),
        new Choice("klaviyo", "Klaviyo"),
        new Choice("intercom", "Intercom"),
        new Choice("hubspot", "HubSpot"),
        new Choice("zendesk", "Zendesk"),
        new Choice("customer-io", "Customer.io (its pipelines speak Segment)"),
        new Choice("iterable", "Iterable"),
        new Choice("mailchimp", "Mailchimp"),
        new Choice("twilio", "Twilio"),
        new Choice("sendgrid", "SendGrid"),
        new Choice("salesforce", "Salesforce"),
        new Choice("stripe", "Stripe"),
        new Choice("sentry", "Sentry"),
        new Choice("datadog", "Datadog logs"),
        new Choice("openai", "OpenAI and what speaks like it"),
        new Choice("json", "other JSON, forms and tables: read by their names"));
  }

  public List<Choice> modes() {
    return List.of(
        new Choice("record-only", "record only: copies come in, nothing is sent on"),
        new Choice("reverse", "reverse: it stands in the supplier's place, and sends on"));
  }

  public List<Choice> senders() {
    return List.of(
        new Choice("secret", "whoever knows a secret part of the address"),
        new Choice("certificate", "whoever has a client certificate with the name below"),
        new Choice("open", "whoever reaches the gateway: browsers and apps of customers"));
  }

  public List<Choice> cutReplies() {
    return List.of(
        new Choice("sink", "all is well: the application goes on without noticing"),
        new Choice("refuse", "an error that it does not repeat the request for"));
  }

  public List<Choice> unreadables() {
    return List.of(
        new Choice("pass", "send it on, recorded as unreadable"),
        new Choice("drop", "send nothing on, and say that all is well"),
        new Choice("refuse", "refuse it"));
  }

  public List<Choice> undeclareds() {
    return List.of(
        new Choice("pass", "send them on; the record says that they were not declared"),
        new Choice("drop", "take their values out, and send the rest on"),
        new Choice("refuse", "refuse the request"));
  }

  public List<Choice> failures() {
    return List.of(
        new Choice("open", "go on without a record; the gap is recorded"),
        new Choice("closed", "be refused until it can be recorded"));
  }

  public List<Choice> actions() {
    return ACTIONS;
  }

  public boolean isChosen(String field, String value) {
    return typed(field).equals(value);
  }

  public String typed(String field) {
    return typed.getOrDefault(field, "");
  }

  public String error(String field) {
    return errors.getOrDefault(field, "");
  }

  /** For {@code aria-invalid}. */
  public @Nullable String wrong(String field) {
    return errors.containsKey(field) ? "true" : null;
  }

  /** For {@code aria-describedby}, behind a hint. */
  public String alsoBy(String field) {
    return errors.containsKey(field) ? " " + field + "-error" : "";
  }
}
