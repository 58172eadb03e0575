package org.stoplog.server.statements;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.store.CanonicalJson;
import org.stoplog.server.accounts.ContentHash;
import org.stoplog.server.incidents.FrozenFigures;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A revision as it is written: its texts with their fields, and the numbers that fill them.
 *
 * @param publisher who says it
 * @param nextUpdate what is promised; null when no further update is
 * @param withdraws whether it takes the statement back
 * @param texts one in each language; the first is that of the page
 */
record Content(
    String publisher,
    @Nullable Instant nextUpdate,
    boolean withdraws,
    Figures figures,
    List<Text> texts) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  Content {
    texts = List.copyOf(texts);
  }

  /**
   * The text in one language.
   *
   * @param language tag in lower case
   * @param body Markdown with fields
   * @param note what changed and why; empty in the first revision
   */
  record Text(String language, String title, String body, String note) {
    Map<String, Object> map() {
      return Map.of("language", language, "title", title, "body", body, "note", note);
    }

    static Text of(JsonNode node) {
      return new Text(
          node.get("language").asString(),
          node.get("title").asString(),
          node.get("body").asString(),
          node.get("note").asString());
    }
  }

  Map<String, Object> map() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("publisher", publisher);
    map.put("next_update", nextUpdate == null ? "" : nextUpdate.toString());
    map.put("withdraws", withdraws);
    map.put("figures", figures.map());
    map.put("texts", texts.stream().map(Text::map).toList());
    return map;
  }

  /** Of all that it says and is bound to: one other character or number is another hash. */
  ContentHash hash() {
    return ContentHash.of(map());
  }

  byte[] bytes() {
    return CanonicalJson.write(map()).getBytes(UTF_8);
  }

  static Content of(byte[] bytes) {
    JsonNode node = JSON.readTree(bytes);
    String next = node.get("next_update").asString();
    return new Content(
        node.get("publisher").asString(),
        next.isEmpty() ? null : Instant.parse(next),
        node.get("withdraws").asBoolean(),
        Figures.of(node.get("figures")),
        node.get("texts").valueStream().map(Text::of).toList());
  }

  /**
   * The texts as the world reads them.
   *
   * @param before numbers of the revision before; null for the first
   */
  List<Text> filled(@Nullable Figures before) {
    return texts.stream()
        .map(
            text ->
                new Text(
                    text.language(),
                    text.title(),
                    new FieldValues(figures, figures.among(before), nextUpdate, text.language())
                        .fill(text.body()),
                    text.note()))
        .toList();
  }

  /** Sentences that an exposure does not bear out. */
  List<String> contradictions(FrozenFigures now) {
    List<String> wrong = new ArrayList<>();
    texts.forEach(
        text ->
            Proofs.objections(FieldText.of(text.body()), now)
                .forEach(why -> wrong.add(text.language() + ", " + why)));
    return wrong;
  }

  /** Names of fields whose numbers an exposure has otherwise. */
  List<String> outdated(Figures now) {
    TreeSet<String> changed = new TreeSet<>();
    for (Text text : texts) {
      for (FieldText.Field field : FieldText.of(text.body()).fields()) {
        boolean isSame =
            switch (field.name()) {
              case "people", "confirmed", "possible" ->
                  figures.count(field.name()) == now.count(field.name());
              case "countries" -> figures.countries() == now.countries();
              case "organisations" -> figures.organisations() == now.organisations();
              case "elements" -> figures.elements().equals(now.elements());
              default -> true;
            };
        if (!isSame) {
          changed.add(field.name());
        }
      }
    }
    return List.copyOf(changed);
  }
}
