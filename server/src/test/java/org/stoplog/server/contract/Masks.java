package org.stoplog.server.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a connection's rules make of values, by what the test knows of them: it looks for the texts
 * of its people, wherever they stand, and knows nothing of paths.
 */
final class Masks {
  /** As the form of a policy has them. */
  static final Map<String, String> RULES =
      Map.of(
          "contact.email", "mask",
          "contact.phone", "drop",
          "person.first_name", "hash",
          "person.last_name", "hash",
          "person.full_name", "hash",
          "device.ip_address", "truncate");

  /** Nothing is changed. */
  static final Masks NONE = new Masks(List.of(), Set.of(), Map.of(), text -> text);

  private final Set<String> emails;
  private final Set<String> phones;
  private final Set<String> names = new TreeSet<>();
  private final Set<String> addresses;
  private final Set<String> kept;
  private final Map<String, String> rules;
  private final UnaryOperator<String> hash;

  /**
   * @param kept names of members that no rule reaches
   * @param hash of a text, by the connection's key
   */
  Masks(
      List<Human> humans, Set<String> kept, Map<String, String> rules, UnaryOperator<String> hash) {
    emails = Human.texts(humans, Human::email);
    phones = Human.texts(humans, Human::phone);
    names.addAll(Human.texts(humans, Human::first));
    names.addAll(Human.texts(humans, Human::last));
    names.addAll(Human.texts(humans, Human::name));
    addresses = Human.texts(humans, Human::address);
    this.kept = kept;
    this.rules = rules;
    this.hash = hash;
  }

  /** The elements that a value still discloses. */
  Set<String> left(Set<String> elements) {
    Set<String> acts = new TreeSet<>();
    elements.forEach(element -> acts.add(rules.getOrDefault(element, "pass")));
    if (acts.contains("drop") || acts.contains("mask")) {
      return Set.of();
    }
    if (acts.contains("hash")) {
      return Set.of("id.pseudonymous_device_or_anon");
    }
    return acts.contains("truncate") ? Set.of("location.coarse") : elements;
  }

  boolean isNone() {
    return rules.isEmpty();
  }

  /** What the supplier is to get instead of a tree that the client sent. */
  JsonNode applied(JsonNode tree) {
    JsonNode changed = changed("", tree);
    return changed == null ? JsonNodeFactory.instance.nullNode() : changed;
  }

  private @Nullable JsonNode changed(String name, JsonNode node) {
    if (rules.isEmpty() || kept.contains(name)) {
      return node;
    }
    if (node instanceof ObjectNode object) {
      ObjectNode copy = JsonNodeFactory.instance.objectNode();
      for (Map.Entry<String, JsonNode> member : object.properties()) {
        JsonNode value = changed(member.getKey(), member.getValue());
        if (value != null) {
          copy.set(member.getKey(), value);
        }
      }
      return copy;
    }
    if (node instanceof ArrayNode array) {
      List<JsonNode> items = new ArrayList<>();
      array.forEach(
          item -> {
            JsonNode value = changed("", item);
            if (value != null) {
              items.add(value);
            }
          });
      return JsonNodeFactory.instance.arrayNode().addAll(items);
    }
    if (!node.isString()) {
      return node;
    }
    String text = text(node.stringValue());
    return text == null ? null : JsonNodeFactory.instance.stringNode(text);
  }

  /** Null when it goes. */
  @Nullable String text(String text) {
    if (phones.stream().anyMatch(text::contains)) {
      return null;
    }
    if (emails.contains(text)) {
      return "masked-email@masked.invalid";
    }
    if (emails.stream().anyMatch(text::contains)) {
      return "masked";
    }
    if (names.contains(text)) {
      return hash.apply(text);
    }
    return addresses.contains(text) ? text.replaceFirst("[0-9]+$", "0") : text;
  }
}
