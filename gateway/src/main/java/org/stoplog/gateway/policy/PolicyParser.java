package org.stoplog.gateway.policy;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.Element;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;
import org.stoplog.catalog.problem.Nearest;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import tools.jackson.databind.JsonNode;

/** Reads a policy strictly: what it does not know, it refuses with its place. */
final class PolicyParser {
  private static final List<String> KEYS = List.of("version", "connections", "forward");
  private static final List<String> CONNECTION_KEYS =
      List.of(
          "id",
          "number",
          "supplier",
          "language",
          "mode",
          "upstream",
          "allows-private",
          "sender",
          "state",
          "when-cut",
          "unreadable",
          "undeclared",
          "on-failure",
          "sends-address",
          "sends-user-agent",
          "declared",
          "rules",
          "hash-key",
          "host");
  private static final List<String> HASH_KEYS = List.of("id", "key");
  private static final List<String> SENDER_KEYS = List.of("secret-sha256", "certificate");

  /** Where in the text, for messages. */
  private String place = "the policy";

  Policy policy(JsonNode root) {
    onlyKeys(root, KEYS);
    long version = number(root, "version");
    JsonNode list = needed(root, "connections");
    if (!list.isArray() || list.size() > Policy.MOST_CONNECTIONS) {
      throw bad("\"connections\" is a list of up to " + Policy.MOST_CONNECTIONS);
    }
    List<ConnectionPolicy> connections = new ArrayList<>();
    for (JsonNode node : list) {
      place = "connection number " + (connections.size() + 1);
      connections.add(connection(node));
    }
    ForwardPolicy forward = new ForwardParser(this).forward(root.get("forward"));
    place = "the policy";
    return made(() -> new Policy(version, connections, forward));
  }

  /** Says where in the text what is read next stands. */
  void at(String where) {
    place = where;
  }

  /** What its own rules refuse is refused with its place. */
  <T> T made(Supplier<T> maker) {
    try {
      return maker.get();
    } catch (IllegalArgumentException e) {
      throw bad(String.valueOf(e.getMessage()));
    }
  }

  private ConnectionPolicy connection(JsonNode node) {
    JsonNode named = node.get("id");
    if (named != null
        && named.isString()
        && ConnectionPolicy.ID.matcher(named.stringValue()).matches()) {
      place = "connection " + named.stringValue();
    }
    onlyKeys(node, CONNECTION_KEYS);
    String id = text(node, "id");
    Language language = oneOf(node, "language", Language.values());
    try {
      return new ConnectionPolicy(
          id,
          number(node, "number"),
          text(node, "supplier"),
          language,
          oneOf(node, "mode", ConnectionMode.values()),
          upstream(node),
          truth(node, "allows-private"),
          sender(needed(node, "sender")),
          oneOf(node, "state", ConnectionState.values()),
          oneOf(node, "when-cut", CutReply.values()),
          oneOf(node, "unreadable", Refusal.values()),
          oneOf(node, "undeclared", Refusal.values()),
          failOpen(node),
          truth(node, "sends-address"),
          truth(node, "sends-user-agent"),
          declared(needed(node, "declared")),
          rules(needed(node, "rules"), language),
          hashKey(node.get("hash-key")),
          node.get("host") == null ? null : text(node, "host"));
    } catch (IllegalArgumentException e) {
      throw bad(String.valueOf(e.getMessage()));
    }
  }

  long number(JsonNode node, String key) {
    JsonNode number = needed(node, key);
    if (!number.isIntegralNumber() || !number.canConvertToLong()) {
      throw bad("\"" + key + "\" is a whole number");
    }
    return number.longValue();
  }

  private @Nullable URI upstream(JsonNode node) {
    if (node.get("upstream") == null) {
      return null;
    }
    try {
      return new URI(text(node, "upstream"));
    } catch (URISyntaxException e) {
      throw bad("\"upstream\" is not an address");
    }
  }

  private SenderRule sender(JsonNode node) {
    if (node.isString() && node.stringValue().equals("open")) {
      return new SenderRule.Open();
    }
    if (!node.isObject()) {
      throw bad("\"sender\" is \"open\", {\"secret-sha256\": …} or {\"certificate\": …}");
    }
    onlyKeys(node, SENDER_KEYS);
    if (node.get("certificate") != null && node.get("secret-sha256") != null) {
      throw bad("\"sender\" has a secret or a certificate");
    }
    return node.get("certificate") != null
        ? new SenderRule.Certificate(text(node, "certificate"))
        : new SenderRule.SecretPath(text(node, "secret-sha256"));
  }

  private boolean failOpen(JsonNode node) {
    return switch (text(node, "on-failure")) {
      case "open" -> true;
      case "closed" -> false;
      default -> throw bad("\"on-failure\" is \"open\" or \"closed\"");
    };
  }

  private ElementSet declared(JsonNode node) {
    if (!node.isArray() || node.size() > Elements.catalogue().all().size()) {
      throw bad("\"declared\" is a list of elements, each once");
    }
    ElementSet set = ElementSet.NONE;
    for (JsonNode item : node) {
      if (!item.isString()) {
        throw bad("\"declared\" is a list of elements, each once");
      }
      Element element = element(item.stringValue());
      if (set.contains(element.ordinal())) {
        throw bad("element " + element.id() + " is declared twice");
      }
      set = set.plus(element.asSet());
    }
    return set;
  }

  private Map<String, Action> rules(JsonNode node, Language language) {
    if (!node.isObject() || node.size() > Elements.catalogue().all().size()) {
      throw bad("\"rules\" gives elements their actions");
    }
    Map<String, Action> rules = new HashMap<>();
    for (String name : node.propertyNames()) {
      if (language.keptPaths().contains(name)) {
        throw bad(
            "\"" + name + "\" is a path that the supplier needs as it is: no rule may reach it");
      }
      rules.put(element(name).id(), oneOf(node, name, Action.values()));
    }
    return rules;
  }

  private Element element(String id) {
    return Elements.catalogue()
        .find(id)
        .orElseThrow(
            () -> {
              List<String> all = Elements.catalogue().all().stream().map(Element::id).toList();
              String nearest = Nearest.word(id, all);
              return new StoplogException(
                  Problem.ELEMENT_UNKNOWN,
                  place
                      + ": "
                      + shown(id)
                      + " is not a data element of the catalogue"
                      + (nearest.isEmpty() ? "" : "; did you mean \"" + nearest + "\"?"));
            });
  }

  private @Nullable HashKey hashKey(@Nullable JsonNode node) {
    if (node == null) {
      return null;
    }
    onlyKeys(node, HASH_KEYS);
    String id = text(node, "id");
    if (!ConnectionPolicy.ID.matcher(id).matches()) {
      throw bad("the id of a hash-key has lower-case letters, digits and hyphens, up to 64");
    }
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text(node, "key"));
    } catch (IllegalArgumentException e) {
      throw bad("the key of a hash-key is not base64");
    }
    return new HashKey(id, bytes);
  }

  <E extends Enum<E>> E oneOf(JsonNode node, String key, E[] values) {
    String word = text(node, key);
    for (E value : values) {
      if (PolicyFile.slug(value).equals(word)) {
        return value;
      }
    }
    List<String> words = Arrays.stream(values).map(PolicyFile::slug).toList();
    throw bad("\"" + key + "\" cannot be " + shown(word) + "; " + Nearest.hint(word, words));
  }

  boolean truth(JsonNode node, String key) {
    JsonNode value = needed(node, key);
    if (!value.isBoolean()) {
      throw bad("\"" + key + "\" is true or false");
    }
    return value.booleanValue();
  }

  String text(JsonNode node, String key) {
    JsonNode value = needed(node, key);
    if (!value.isString()) {
      throw bad("\"" + key + "\" is a text");
    }
    return value.stringValue();
  }

  JsonNode needed(JsonNode node, String key) {
    JsonNode value = node.get(key);
    if (value == null) {
      throw bad("\"" + key + "\" is missing");
    }
    return value;
  }

  void onlyKeys(JsonNode node, List<String> keys) {
    if (!node.isObject()) {
      throw bad("expected an object with " + String.join(", ", keys));
    }
    for (String key : node.propertyNames()) {
      if (!keys.contains(key)) {
        throw bad(shown(key) + " is not a key here; " + Nearest.hint(key, keys));
      }
    }
  }

  /** A word of the text, when it looks like one: it may be a key that stands in the wrong place. */
  private static String shown(String word) {
    return word.matches("[A-Za-z0-9_.$-]{1,40}") ? "\"" + word + "\"" : "this word";
  }

  StoplogException bad(String what) {
    return new StoplogException(Problem.POLICY_INVALID, place + ": " + what);
  }
}
