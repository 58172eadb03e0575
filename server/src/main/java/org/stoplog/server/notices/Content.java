package org.stoplog.server.notices;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.store.CanonicalJson;
import org.stoplog.server.accounts.ContentHash;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a notice says.
 *
 * @param title for us; nobody outside reads it
 * @param contact how to reach us, as written
 * @param learned when we learned of it, as written; may be empty
 * @param happened when it happened, as written; may be empty
 * @param texts one in each language; the first is for whoever has none of the others
 */
record Content(String title, String contact, String learned, String happened, List<Text> texts) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  Content {
    texts = List.copyOf(texts);
  }

  /**
   * The text in one language.
   *
   * @param language tag in lower case: {@code de}, {@code pt-br}
   * @param stranger stands for the name of whoever has none, or shares a mailbox
   * @param unknown stands for the elements when nobody knows which they are
   */
  record Text(String language, String subject, String body, String stranger, String unknown) {}

  /** The text for somebody: in their language, else without its region, else the first. */
  Text textFor(@Nullable String language) {
    String tag =
        language == null ? "" : language.strip().toLowerCase(Locale.ROOT).replace('_', '-');
    while (!tag.isEmpty()) {
      for (Text text : texts) {
        if (text.language().equals(tag)) {
          return text;
        }
      }
      tag = tag.substring(0, Math.max(0, tag.lastIndexOf('-')));
    }
    return texts.getFirst();
  }

  private Map<String, Object> map() {
    return Map.of(
        "title", title,
        "contact", contact,
        "learned", learned,
        "happened", happened,
        "texts",
            texts.stream()
                .map(
                    text ->
                        Map.of(
                            "language", text.language(),
                            "subject", text.subject(),
                            "body", text.body(),
                            "stranger", text.stranger(),
                            "unknown", text.unknown()))
                .toList());
  }

  /** Of all that it says: one other character is another hash. */
  ContentHash hash() {
    return ContentHash.of(map());
  }

  byte[] bytes() {
    return CanonicalJson.write(map()).getBytes(UTF_8);
  }

  static Content of(byte[] bytes) {
    JsonNode node = JSON.readTree(bytes);
    return new Content(
        text(node, "title"),
        text(node, "contact"),
        text(node, "learned"),
        text(node, "happened"),
        node.get("texts")
            .valueStream()
            .map(
                one ->
                    new Text(
                        text(one, "language"),
                        text(one, "subject"),
                        text(one, "body"),
                        text(one, "stranger"),
                        text(one, "unknown")))
            .toList());
  }

  private static String text(JsonNode node, String field) {
    return node.get(field).asString();
  }

  /** Lines for whoever approves it: everything that will be sent. */
  List<String> lines() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("contact", contact);
    fields.put("learned", learned);
    fields.put("happened", happened);
    List<String> lines = new java.util.ArrayList<>();
    fields.forEach((name, value) -> lines.add("{{" + name + "}} is: " + value));
    for (Text text : texts) {
      lines.add("");
      lines.add("Language " + text.language());
      lines.add("Without a name: " + text.stranger());
      lines.add("Without known elements: " + text.unknown());
      lines.add("Subject: " + text.subject());
      text.body().lines().forEach(lines::add);
    }
    return lines;
  }
}
