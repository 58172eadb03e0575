package org.stoplog.gateway.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a policy says of senders that use the gateway as their proxy, as JSON. */
final class ForwardParser {
  private static final List<String> KEYS = List.of("senders", "rules");
  private static final List<String> SENDER_KEYS = List.of("id", "sha256");
  private static final List<String> RULE_KEYS =
      List.of("hosts", "connection", "state", "ports", "allows-private");

  private final PolicyParser parser;

  ForwardParser(PolicyParser parser) {
    this.parser = parser;
  }

  /** Null for a policy that says nothing of it, as older ones do. */
  @Nullable ForwardPolicy forward(@Nullable JsonNode node) {
    if (node == null) {
      return null;
    }
    parser.at("forward");
    parser.onlyKeys(node, KEYS);
    List<ForwardSender> senders = new ArrayList<>();
    for (JsonNode sender : list(node, "senders", ForwardPolicy.MOST_SENDERS)) {
      parser.at("forward sender number " + (senders.size() + 1));
      parser.onlyKeys(sender, SENDER_KEYS);
      String id = parser.text(sender, "id");
      String hash = parser.text(sender, "sha256");
      senders.add(parser.made(() -> new ForwardSender(id, hash)));
    }
    List<ForwardRule> rules = new ArrayList<>();
    for (JsonNode rule : list(node, "rules", ForwardPolicy.MOST_RULES)) {
      parser.at("forward rule number " + (rules.size() + 1));
      rules.add(rule(rule));
    }
    parser.at("forward");
    return parser.made(() -> new ForwardPolicy(senders, rules));
  }

  private ForwardRule rule(JsonNode node) {
    parser.onlyKeys(node, RULE_KEYS);
    List<String> hosts = new ArrayList<>();
    for (JsonNode host : list(node, "hosts", ForwardRule.MOST_HOSTS)) {
      if (!host.isString()) {
        throw parser.bad("\"hosts\" is a list of names");
      }
      hosts.add(host.stringValue());
    }
    Set<Integer> ports = new HashSet<>();
    if (node.get("ports") == null) {
      ports.addAll(ForwardRule.USUAL_PORTS);
    } else {
      for (JsonNode port : list(node, "ports", ForwardRule.MOST_PORTS)) {
        if (!port.isInt() || !ports.add(port.intValue())) {
          throw parser.bad("\"ports\" is a list of numbers, each once");
        }
      }
    }
    long connection = parser.number(node, "connection");
    ConnectionState state = parser.oneOf(node, "state", ConnectionState.values());
    boolean allowsPrivate = parser.truth(node, "allows-private");
    return parser.made(() -> new ForwardRule(hosts, connection, state, ports, allowsPrivate));
  }

  private JsonNode list(JsonNode node, String key, int most) {
    JsonNode list = parser.needed(node, key);
    if (!list.isArray() || list.size() > most) {
      throw parser.bad("\"" + key + "\" is a list of up to " + most);
    }
    return list;
  }

  static void write(ForwardPolicy forward, ObjectNode node) {
    ArrayNode senders = node.putArray("senders");
    for (ForwardSender sender : forward.senders()) {
      senders.addObject().put("id", sender.id()).put("sha256", sender.sha256());
    }
    ArrayNode rules = node.putArray("rules");
    for (ForwardRule rule : forward.rules()) {
      ObjectNode its = rules.addObject();
      ArrayNode hosts = its.putArray("hosts");
      rule.hosts().forEach(hosts::add);
      its.put("connection", rule.connection());
      its.put("state", PolicyFile.slug(rule.state()));
      ArrayNode ports = its.putArray("ports");
      for (int port : rule.sortedPorts()) {
        ports.add(port);
      }
      its.put("allows-private", rule.allowsPrivate());
    }
  }
}
