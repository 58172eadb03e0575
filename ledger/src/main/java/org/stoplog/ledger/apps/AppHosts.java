package org.stoplog.ledger.apps;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.stoplog.catalog.HostNames;
import tools.jackson.databind.JsonNode;

/** Hosts of an app's addresses, without those of whoever signs people in. */
final class AppHosts {
  /** The sign-in's own; an app's reply address there says nothing about the app. */
  private static final Set<String> SIGN_IN =
      Set.of(
          "okta.com",
          "oktapreview.com",
          "okta-emea.com",
          "microsoftonline.com",
          "accounts.google.com",
          "googleusercontent.com");

  private AppHosts() {}

  /** The host of a web address, or of a bare domain. */
  static Optional<String> of(String text) {
    String stripped = text.strip();
    String lower = stripped.toLowerCase(Locale.ROOT);
    String host = stripped;
    if (lower.startsWith("http://") || lower.startsWith("https://")) {
      try {
        host = new URI(stripped).getHost();
      } catch (URISyntaxException e) {
        return Optional.empty();
      }
    }
    String name = host == null ? null : HostNames.normalised(host);
    return name == null || HostNames.suffixes(name).stream().anyMatch(SIGN_IN::contains)
        ? Optional.empty()
        : Optional.of(name);
  }

  /** Hosts of all web addresses in a tree, and of values of keys that say domain. */
  static Set<String> in(JsonNode node) {
    Set<String> hosts = new TreeSet<>();
    collect(node, false, hosts);
    return hosts;
  }

  private static void collect(JsonNode node, boolean isDomain, Set<String> hosts) {
    if (node.isString()) {
      String text = node.stringValue();
      if (isDomain || text.contains("://")) {
        of(text).ifPresent(hosts::add);
      }
    } else if (node.isArray()) {
      node.forEach(item -> collect(item, isDomain, hosts));
    } else if (node.isObject()) {
      node.properties()
          .forEach(
              entry ->
                  collect(
                      entry.getValue(),
                      entry.getKey().toLowerCase(Locale.ROOT).endsWith("domain"),
                      hosts));
    }
  }
}
