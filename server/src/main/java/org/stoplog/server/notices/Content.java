package org.stoplog.server.notices;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;
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
record Content(
    String title, String contact, String learned, String happened, More more, List<Text> texts) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  Content {
    texts = List.copyOf(texts);
  }

  Content(String title, String contact, String learned, String happened, List<Text> texts) {
    this(title, contact, learned, happened, More.NONE, texts);
  }

  /**
   * What else fills fields, in every language; each may be empty.
   *
   * @param learnedFrom who told us, as written
   * @param nextUpdate when the next news comes, as written
   * @param company our name, as people know it
   * @param supplier the supplier's name in the letter; empty for that of the register
   * @param senders domains that our mail comes from, beside that of the mail route
   * @param notIncluded elements of which the letter says that they were not included
   * @param omits blocks that it leaves out on purpose
   */
  record More(
      String learnedFrom,
      String nextUpdate,
      String company,
      String supplier,
      List<String> senders,
      ElementSet notIncluded,
      Set<Block> omits) {
    static final More NONE = new More("", "", "", "", List.of(), ElementSet.NONE, Set.of());

    More {
      senders = List.copyOf(senders);
      omits = Set.copyOf(omits);
    }
  }

  /**
   * The text in one language.
   *
   * @param language tag in lower case: {@code de}, {@code pt-br}
   * @param body Markdown with fields
   * @param stranger stands for the name of whoever has none, or shares a mailbox
   * @param unknown stands for the elements when nobody knows which they are
   * @param isChecked whether somebody said that a native speaker checked it
   * @param words what fills its fields
   */
  record Text(
      String language,
      String subject,
      String body,
      String stranger,
      String unknown,
      boolean isChecked,
      LetterWords words) {
    Text(String language, String subject, String body, String stranger, String unknown) {
      this(language, subject, body, stranger, unknown, false, LetterWords.of(language));
    }
  }

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

  /** A tick of before does not stand for a text that was changed since. */
  Content checkedSince(Content before) {
    List<Text> now = new ArrayList<>();
    for (Text text : texts) {
      boolean isOld =
          before.texts().stream()
              .anyMatch(
                  one ->
                      one.isChecked()
                          && one.language().equals(text.language())
                          && !(one.subject().equals(text.subject())
                              && one.body().equals(text.body())
                              && one.stranger().equals(text.stranger())
                              && one.unknown().equals(text.unknown())));
      now.add(
          isOld
              ? new Text(
                  text.language(),
                  text.subject(),
                  text.body(),
                  text.stranger(),
                  text.unknown(),
                  false,
                  text.words())
              : text);
    }
    return new Content(title, contact, learned, happened, more, now);
  }

  /**
   * What fills the fields that are the same in all copies of a text; links are looked for in it.
   */
  Map<Field, String> said(Text text) {
    Map<Field, String> said = new LinkedHashMap<>();
    said.put(Field.CONTACT, contact);
    said.put(Field.LEARNED, date(text, Field.LEARNED, learned));
    said.put(Field.LEARNED_FROM, more.learnedFrom());
    said.put(Field.HAPPENED, date(text, Field.HAPPENED, happened));
    said.put(Field.NEXT_UPDATE, date(text, Field.NEXT_UPDATE, more.nextUpdate()));
    said.put(Field.COMPANY, more.company());
    return said;
  }

  private static String date(Text text, Field field, String typed) {
    return text.words().said().getOrDefault(field.word(), typed);
  }

  private Map<String, Object> map() {
    return Map.of(
        "title", title,
        "contact", contact,
        "learned", learned,
        "happened", happened,
        "more",
            Map.of(
                "learned_from", more.learnedFrom(),
                "next_update", more.nextUpdate(),
                "company", more.company(),
                "supplier", more.supplier(),
                "senders", more.senders(),
                "not_included", Elements.catalogue().idsOf(more.notIncluded()),
                "omits", more.omits().stream().map(Block::word).sorted().toList()),
        "texts",
            texts.stream()
                .map(
                    text ->
                        Map.of(
                            "language", text.language(),
                            "subject", text.subject(),
                            "body", text.body(),
                            "stranger", text.stranger(),
                            "unknown", text.unknown(),
                            "checked", text.isChecked(),
                            "words", text.words().map()))
                .toList());
  }

  /** Of all that it says: one other character is another hash. */
  ContentHash hash() {
    return ContentHash.of(map());
  }

  byte[] bytes() {
    return CanonicalJson.write(map()).getBytes(UTF_8);
  }

  /**
   * Reads what was kept. One of before letters had words of their own gets those of now, and so is
   * another content: a wave that was approved with it does not go on.
   */
  static Content of(byte[] bytes) {
    JsonNode node = JSON.readTree(bytes);
    return new Content(
        text(node, "title"),
        text(node, "contact"),
        text(node, "learned"),
        text(node, "happened"),
        node.has("more") ? more(node.get("more")) : More.NONE,
        node.get("texts").valueStream().map(Content::text).toList());
  }

  private static More more(JsonNode node) {
    Set<Block> omits = EnumSet.noneOf(Block.class);
    LetterWords.texts(node.get("omits")).forEach(word -> Block.of(word).ifPresent(omits::add));
    return new More(
        text(node, "learned_from"),
        text(node, "next_update"),
        text(node, "company"),
        text(node, "supplier"),
        LetterWords.texts(node.get("senders")),
        Elements.catalogue().setOf(LetterWords.texts(node.get("not_included"))),
        omits);
  }

  private static Text text(JsonNode one) {
    Text text =
        new Text(
            text(one, "language"),
            text(one, "subject"),
            text(one, "body"),
            text(one, "stranger"),
            text(one, "unknown"));
    return one.has("words")
        ? new Text(
            text.language(),
            text.subject(),
            text.body(),
            text.stranger(),
            text.unknown(),
            one.get("checked").asBoolean(),
            LetterWords.of(one.get("words")))
        : text;
  }

  private static String text(JsonNode node, String field) {
    return node.get(field).asString();
  }

  /**
   * Lines for whoever approves it: everything that will be sent.
   *
   * @param elements of all who get it: their names are shown
   */
  List<String> lines(ElementSet elements) {
    List<String> lines = new ArrayList<>();
    lines.add("{{company}} is: " + more.company());
    if (!more.supplier().isEmpty()) {
      lines.add("{{supplier}} is: " + more.supplier());
    }
    lines.add("{{senders}} is: the route's domain, " + String.join(", ", more.senders()));
    for (Text text : texts) {
      lines.add("");
      lines.add(
          "Language "
              + text.language()
              + (text.isChecked()
                  ? ", checked by a native speaker"
                  : ", a draft: nobody said that a native speaker checked it"));
      said(text).forEach((field, value) -> lines.add("{{" + field.word() + "}} is: " + value));
      lines.add("{{not-included}} is: " + joined(text, more.notIncluded()));
      lines.add("{{elements}} is among: " + joined(text, elements));
      text.words().lures().stream()
          .filter(lure -> !lure.elements().and(elements).isEmpty())
          .forEach(lure -> lines.add("{{lures}}: " + lure.sentence()));
      text.words().never().forEach(one -> lines.add("{{never}}: " + one));
      lines.add("Without a name: " + text.stranger());
      lines.add("Without known elements: " + text.unknown());
      lines.add("Subject: " + text.subject());
      text.body().lines().forEach(lines::add);
    }
    return lines;
  }

  private static String joined(Text text, ElementSet elements) {
    return text.words().knows(elements)
        ? String.join(", ", text.words().names(elements))
        : String.join(", ", Elements.catalogue().idsOf(elements));
  }
}
