package org.stoplog.gateway.policy;

import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import org.stoplog.catalog.Elements;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A policy as JSON: what is written comes back unchanged. It holds keys: never log it. */
public final class PolicyFile {
  public static final int MOST_BYTES = 8 << 20;
  private static final int DEEPEST = 8;
  private static final int LONGEST_TEXT = 4096;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxStringLength(LONGEST_TEXT)
                          .maxNameLength(LONGEST_TEXT)
                          .build())
                  .build())
          .build();

  private PolicyFile() {}

  /**
   * @throws StoplogException {@link Problem#POLICY_INVALID} with the place and, for a wrong word,
   *     the nearest right one; {@link Problem#ELEMENT_UNKNOWN}
   */
  public static Policy parse(byte[] json) {
    if (json.length > MOST_BYTES) {
      throw new StoplogException(
          Problem.POLICY_INVALID, "the policy is longer than " + (MOST_BYTES >> 20) + " MB");
    }
    JsonNode root;
    try {
      root = JSON.readTree(json);
      // One text, and nothing behind it.
      if (JSON.readerFor(JsonNode.class).readValues(json).readAll().size() != 1) {
        throw new StoplogException(Problem.POLICY_INVALID, "the policy is not one JSON object");
      }
    } catch (JacksonException e) {
      // The parser's own message may quote the text, and with it a key.
      throw new StoplogException(
          Problem.POLICY_INVALID,
          "the policy is not valid JSON"
              + (e.getLocation() == null ? "" : " in line " + e.getLocation().getLineNr()));
    }
    return new PolicyParser().policy(root);
  }

  /** The canonical form: fixed order of keys, two spaces deep, a line end at its end. */
  public static byte[] write(Policy policy) {
    ObjectNode root = JSON.createObjectNode();
    root.put("version", policy.version());
    ArrayNode connections = root.putArray("connections");
    for (ConnectionPolicy connection : policy.connections()) {
      write(connection, connections.addObject());
    }
    ForwardPolicy forward = policy.forward();
    if (forward != null) {
      ForwardParser.write(forward, root.putObject("forward"));
    }
    byte[] json = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    byte[] line = Arrays.copyOf(json, json.length + 1);
    line[json.length] = '\n';
    return line;
  }

  private static void write(ConnectionPolicy connection, ObjectNode node) {
    node.put("id", connection.id());
    node.put("number", connection.number());
    node.put("supplier", connection.supplier());
    node.put("language", slug(connection.language()));
    node.put("mode", slug(connection.mode()));
    if (connection.upstream() != null) {
      node.put("upstream", connection.upstream().toString());
    }
    node.put("allows-private", connection.allowsPrivate());
    switch (connection.sender()) {
      case SenderRule.Open() -> node.put("sender", "open");
      case SenderRule.SecretPath(String sha256) ->
          node.putObject("sender").put("secret-sha256", sha256);
      case SenderRule.Certificate(String name) -> node.putObject("sender").put("certificate", name);
    }
    if (connection.host() != null) {
      node.put("host", connection.host());
    }
    node.put("state", slug(connection.state()));
    node.put("when-cut", slug(connection.whenCut()));
    node.put("unreadable", slug(connection.unreadable()));
    node.put("undeclared", slug(connection.undeclared()));
    node.put("on-failure", connection.failOpen() ? "open" : "closed");
    node.put("sends-address", connection.sendsAddress());
    node.put("sends-user-agent", connection.sendsUserAgent());
    ArrayNode declared = node.putArray("declared");
    Elements.catalogue().idsOf(connection.declared()).forEach(declared::add);
    ObjectNode rules = node.putObject("rules");
    for (Map.Entry<String, Action> rule : connection.sortedRules().entrySet()) {
      rules.put(rule.getKey(), slug(rule.getValue()));
    }
    HashKey key = connection.hashKey();
    if (key != null) {
      node.putObject("hash-key")
          .put("id", key.id())
          .put("key", Base64.getEncoder().encodeToString(key.bytes()));
    }
  }

  static String slug(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
