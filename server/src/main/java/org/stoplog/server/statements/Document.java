package org.stoplog.server.statements;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.store.CanonicalJson;
import org.stoplog.server.platform.Tokens;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A published revision as the world has it: the bytes that are signed, and nothing that is not in
 * them. Its texts are filled; see docs/reference/statements.md for the format.
 *
 * @param published by the clock of the product
 * @param supersedes SHA-256 of the document before; null for the first
 * @param snapshot SHA-256 of the frozen exposure that the numbers are of
 * @param asOf when that was frozen
 * @param nextUpdate null when none is promised
 */
record Document(
    String slug,
    int number,
    Instant published,
    @Nullable String supersedes,
    String publisher,
    String snapshot,
    Instant asOf,
    @Nullable Instant nextUpdate,
    boolean withdraws,
    List<Content.Text> texts) {
  static final String FORMAT = "stoplog statement 1";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  Document {
    texts = List.copyOf(texts);
  }

  byte[] bytes() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("format", FORMAT);
    map.put("slug", slug);
    map.put("number", number);
    map.put("published", published.toString());
    map.put("supersedes", supersedes);
    map.put("publisher", publisher);
    map.put("snapshot", snapshot);
    map.put("as_of", asOf.toString());
    map.put("next_update", nextUpdate == null ? null : nextUpdate.toString());
    map.put("withdraws", withdraws);
    map.put("texts", texts.stream().map(Content.Text::map).toList());
    return CanonicalJson.write(map).getBytes(UTF_8);
  }

  static Document of(byte[] bytes) {
    JsonNode node = JSON.readTree(bytes);
    return new Document(
        node.get("slug").asString(),
        node.get("number").asInt(),
        Instant.parse(node.get("published").asString()),
        orNull(node, "supersedes"),
        node.get("publisher").asString(),
        node.get("snapshot").asString(),
        Instant.parse(node.get("as_of").asString()),
        time(node),
        node.get("withdraws").asBoolean(),
        node.get("texts").valueStream().map(Content.Text::of).toList());
  }

  private static @Nullable String orNull(JsonNode node, String field) {
    return node.get(field).isNull() ? null : node.get(field).asString();
  }

  private static @Nullable Instant time(JsonNode node) {
    String text = orNull(node, "next_update");
    return text == null ? null : Instant.parse(text);
  }

  /** Of a document's bytes, in hex. */
  static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(Tokens.sha256(bytes));
  }

  String title() {
    return texts.getFirst().title();
  }

  String language() {
    return texts.getFirst().language();
  }

  Words words() {
    return Words.of(language());
  }

  /** The same language's text; null where there was none. */
  Content.@Nullable Text text(String language) {
    return texts.stream().filter(text -> text.language().equals(language)).findFirst().orElse(null);
  }
}
