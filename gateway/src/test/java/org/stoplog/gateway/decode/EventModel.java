package org.stoplog.gateway.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.stoplog.gateway.policy.Action;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A second opinion, on trees and with a list of its own of what each key discloses: which elements
 * an event has, and what is left of it under rules.
 */
final class EventModel {
  static final JsonMapper JSON = JsonMapper.builder().build();

  /** Elements by key, wherever the key stands; what is below a key has its elements too. */
  private static final Map<String, Set<String>> KEYS = new HashMap<>();

  /** Keys whose values no rule touches. */
  private static final Set<String> KEPT = Set.of("event", "token", "$insert_id", "time", "$token");

  /** Keys that are not looked into at all. */
  private static final Set<String> IGNORED = Set.of("token", "$insert_id", "$token", "$created");

  private static void key(String key, String... elements) {
    KEYS.put(key, Set.of(elements));
  }

  static {
    key("event", "behaviour.site_activity");
    key("$email", "contact.email");
    key("email", "contact.email");
    key("$phone", "contact.phone");
    key("$name", "person.full_name");
    key("first_name", "person.first_name");
    key("ip", "device.ip_address", "location.coarse");
    key("$city", "location.coarse");
    key("$latitude", "location.precise");
    key("$browser", "device.user_agent");
    key("plan", "purchase.subscription_plan");
    key("address", "contact.postal_address");
    key("zip", "contact.postal_code");
    key("tags", "behaviour.preferences");
    key("$current_url", "behaviour.page_urls");
    key("salary", "work.salary");
    key("$unsubscribed", "behaviour.preferences");
    key("iban", "fin.bank_account");
    key("distinct_id", "id.account_user_id");
    key("$device_id", "id.pseudonymous_device_or_anon");
  }

  /** Values by what a check of them finds. */
  private static final Map<String, String> FREE =
      Map.of(
          "please write to Ida@Example.com soon", "contact.email",
          "call +4930123456 now", "contact.phone",
          "card 4111 1111 1111 1111", "fin.card_number",
          "DE89370400440532013000", "fin.bank_account",
          "user%40example.com", "contact.email",
          "nothing at all", "",
          "größer ☃ 😀", "",
          "with \"quotes\" and \\ and \u0001", "",
          "a@2x.png", "",
          "12345678", "");

  final Set<String> elements = new TreeSet<>();
  private final Map<String, Action> rules;

  EventModel(Map<String, Action> rules) {
    this.rules = rules;
  }

  /** Removes and replaces in the tree, and notes what is disclosed then. */
  ObjectNode rewrite(ObjectNode event) {
    object(event, new TreeSet<>(), false, false);
    return event;
  }

  private void object(ObjectNode node, Set<String> above, boolean kept, boolean ignored) {
    for (String key : new ArrayList<>(node.propertyNames())) {
      Set<String> its = new TreeSet<>(above);
      its.addAll(KEYS.getOrDefault(key, Set.of()));
      boolean isId = key.equals("distinct_id") || key.equals("$device_id");
      JsonNode replaced =
          value(
              node.get(key),
              its,
              kept || KEPT.contains(key),
              ignored || IGNORED.contains(key),
              isId);
      if (replaced == null) {
        node.remove(key);
      } else {
        node.set(key, replaced);
      }
    }
  }

  private @Nullable JsonNode value(
      JsonNode value, Set<String> above, boolean kept, boolean ignored, boolean isId) {
    if (value instanceof ObjectNode object) {
      object(object, above, kept, ignored);
      return object;
    }
    if (value instanceof ArrayNode array) {
      ArrayNode left = JSON.createArrayNode();
      for (JsonNode item : array) {
        JsonNode replaced = value(item, above, kept, ignored, isId);
        if (replaced != null) {
          left.add(replaced);
        }
      }
      return left;
    }
    if (value.isNull() || ignored) {
      return value;
    }
    if (value.isString() && value.stringValue().isBlank()) {
      return value;
    }
    Set<String> its = new TreeSet<>(above);
    if (value.isString()) {
      String found = FREE.getOrDefault(value.stringValue(), "");
      if (value.stringValue().matches("[a-z]+@example\\.com")) {
        found = "contact.email";
      } else if (value.stringValue().matches("\\+[0-9]{10}")) {
        found = "contact.phone";
      }
      if (!found.isEmpty()) {
        its.add(found);
      }
    }
    Action action = kept ? Action.PASS : strongest(its);
    if (action == Action.PASS || action == Action.HOLD) {
      elements.addAll(its);
      return value;
    }
    return replaced(value, action, isId);
  }

  private Action strongest(Set<String> its) {
    Action strongest = Action.PASS;
    for (String element : its) {
      Action action = rules.getOrDefault(element, Action.PASS);
      strongest = action.compareTo(strongest) < 0 ? action : strongest;
    }
    return strongest;
  }

  private @Nullable JsonNode replaced(JsonNode value, Action action, boolean isId) {
    if (action == Action.DROP) {
      return null;
    }
    if (action == Action.HASH && !value.isBoolean()) {
      elements.add("id.pseudonymous_device_or_anon");
      byte[] hash = hmac(normal(value.isString() ? value.stringValue() : value.toString()));
      if (value.isNumber() && !isId) {
        return JSON.getNodeFactory()
            .numberNode(Long.parseLong(HexFormat.of().formatHex(hash, 0, 7).substring(0, 13), 16));
      }
      return JSON.getNodeFactory().stringNode(HexFormat.of().formatHex(hash));
    }
    if (action == Action.TRUNCATE && value.isString()) {
      String text = value.stringValue();
      if (text.matches("192\\.0\\.2\\.[0-9]+")) {
        elements.add("location.coarse");
        return JSON.getNodeFactory().stringNode("192.0.2.0");
      }
      if (text.startsWith("2001:db8:")) {
        elements.add("location.coarse");
        return JSON.getNodeFactory().stringNode("2001:db8:5::");
      }
    }
    return masked(value);
  }

  private static JsonNode masked(JsonNode value) {
    if (value.isBoolean()) {
      return JSON.getNodeFactory().booleanNode(false);
    }
    if (value.isNumber()) {
      return JSON.getNodeFactory().numberNode(0);
    }
    String text = value.stringValue();
    String mask =
        text.matches("[a-z]+@(example|2x)\\.(com|png)")
            ? "masked-email@masked.invalid"
            : text.matches("\\+[0-9]{10}")
                ? "+12025550100"
                : text.startsWith("https://")
                    ? "https://masked.invalid/"
                    : text.matches("192\\.0\\.2\\.[0-9]+")
                        ? "0.0.0.0"
                        : text.startsWith("2001:db8:") ? "::" : "masked";
    return JSON.getNodeFactory().stringNode(mask);
  }

  private static String normal(String text) {
    return text.strip();
  }

  private static byte[] hmac(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec("0123456789abcdef".getBytes(UTF_8), "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  // Random events.

  static ObjectNode event(RandomGenerator random) {
    ObjectNode event = JSON.createObjectNode();
    event.put("event", pick(random, "Page", "Signed up", "größer"));
    ObjectNode properties = event.putObject("properties");
    properties.put("distinct_id", "u-" + random.nextInt(1000));
    if (random.nextBoolean()) {
      properties.put("token", "anna@example.com");
      properties.put("$insert_id", "+4930123456");
      properties.put("time", 1_700_000_000L + random.nextInt(1000));
    }
    if (random.nextInt(3) == 0) {
      properties.put("$device_id", "d-" + random.nextInt(1000));
    }
    members(random, properties, 0);
    return event;
  }

  private static void members(RandomGenerator random, ObjectNode node, int depth) {
    for (int n = random.nextInt(depth == 0 ? 12 : 5); n > 0; n--) {
      String key =
          pick(
              random,
              "$email",
              "$phone",
              "$name",
              "ip",
              "$city",
              "$latitude",
              "$browser",
              "plan",
              "$current_url",
              "$unsubscribed",
              "note",
              "salary",
              "iban",
              "custom",
              "$created");
      if (depth > 0) {
        key = pick(random, "email", "first_name", "zip", "salary", "tags", "note", "custom", "x");
      } else if (random.nextInt(4) == 0) {
        key = pick(random, "address", "custom", "items", "tags", "k\u00e9y", "a\"b\\c", "");
      }
      if (!node.has(key)) {
        node.set(key, value(random, key, depth));
      }
    }
  }

  private static JsonNode value(RandomGenerator random, String key, int depth) {
    if (random.nextInt(12) == 0) {
      return JSON.getNodeFactory().nullNode();
    }
    boolean nests = List.of("custom", "items", "address", "tags", "note").contains(key);
    if (nests && depth < 3 && random.nextInt(3) == 0) {
      ObjectNode object = JSON.createObjectNode();
      members(random, object, depth + 1);
      return object;
    }
    if (nests && depth < 3 && random.nextInt(3) == 0) {
      ArrayNode array = JSON.createArrayNode();
      for (int n = random.nextInt(4); n > 0; n--) {
        array.add(value(random, key, depth + 1));
      }
      return array;
    }
    return switch (key) {
      case "$email", "email" -> text(pick(random, "anna@example.com", "otto@example.com", " "));
      case "$phone" -> text("+4930" + (100_000 + random.nextInt(900_000)));
      case "ip" -> text(pick(random, "192.0.2.77", "2001:db8:5:6::1", "nothing at all"));
      case "$latitude" -> JSON.getNodeFactory().numberNode(52.25);
      case "$unsubscribed" -> JSON.getNodeFactory().booleanNode(random.nextBoolean());
      case "$current_url" -> text("https://app.example.com/a?b=c");
      case "salary", "zip" ->
          random.nextBoolean()
              ? JSON.getNodeFactory().numberNode(random.nextInt(100_000))
              : text("nothing at all");
      default ->
          random.nextInt(3) == 0
              ? JSON.getNodeFactory().numberNode(random.nextInt(1000))
              : text(pick(random, FREE.keySet().toArray(String[]::new)));
    };
  }

  static Set<String> ruled() {
    Set<String> all = new TreeSet<>(FREE.values());
    all.remove("");
    KEYS.values().forEach(all::addAll);
    return all;
  }

  private static JsonNode text(String text) {
    return JSON.getNodeFactory().stringNode(text);
  }

  private static String pick(RandomGenerator random, String... texts) {
    return texts[random.nextInt(texts.length)];
  }
}
