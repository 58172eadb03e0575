package org.stoplog.server.notices;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.FormatStyle;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;
import org.stoplog.catalog.letters.Lures;
import org.stoplog.catalog.letters.ReadyLetter;
import org.stoplog.catalog.letters.ReadyLetters;
import tools.jackson.databind.JsonNode;

/**
 * The words that fill the fields of a text, taken from the catalogue when the text was kept. They
 * are part of what is approved: a later catalogue changes no letter.
 *
 * @param isRightToLeft how the language is written
 * @param elements names of data elements within a sentence, by ordinal
 * @param lures how somebody might deceive, the likeliest first
 * @param never what we never ask
 * @param passwords what is said of passwords: {@code safe}, {@code exposed}, {@code unknown}
 * @param said dates that were typed as 2025-11-09, as the language says them, by field
 */
record LetterWords(
    boolean isRightToLeft,
    Pieces.Joints joints,
    List<String> elements,
    List<Lure> lures,
    List<String> never,
    Map<String, String> passwords,
    Map<String, String> said) {
  LetterWords {
    elements = List.copyOf(elements);
    lures = List.copyOf(lures);
    never = List.copyOf(never);
    passwords = Map.copyOf(passwords);
    said = Map.copyOf(said);
  }

  /**
   * A way to deceive.
   *
   * @param elements one of them is enough
   */
  record Lure(String id, ElementSet elements, String sentence) {}

  /** In a language of the catalogue, else in English. */
  static LetterWords of(String language) {
    ReadyLetter ready = ReadyLetters.find(language).orElseGet(ReadyLetters::english);
    return new LetterWords(
        ready.isRightToLeft(),
        new Pieces.Joints(ready.listMiddle(), ready.listLast()),
        ready.elements(),
        Lures.all().entrySet().stream()
            .map(
                lure ->
                    new Lure(
                        lure.getKey(),
                        lure.getValue(),
                        String.valueOf(ready.lures().get(lure.getKey()))))
            .toList(),
        ready.never(),
        ready.passwords(),
        Map.of());
  }

  /** The same with dates; what is no date of the form 2025-11-09 stands as it was typed. */
  LetterWords saying(String language, Map<String, String> typed) {
    Map<String, String> dates = new HashMap<>();
    DateTimeFormatter form =
        DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
            // Without a region, English is everybody's: 8 November 2025.
            .withLocale(language.equals("en") ? Locale.UK : Locale.forLanguageTag(language));
    typed.forEach(
        (field, value) -> {
          try {
            dates.put(field, form.format(LocalDate.parse(value)));
          } catch (DateTimeParseException _) {
            // It is said in words.
          }
        });
    return new LetterWords(isRightToLeft, joints, elements, lures, never, passwords, dates);
  }

  /** The names of some elements, in the order of the catalogue. */
  List<String> names(ElementSet set) {
    return set.ordinals().stream().map(elements::get).toList();
  }

  /** Whether it has a name for each; an element that came later has none. */
  boolean knows(ElementSet set) {
    return set.ordinals().stream().allMatch(ordinal -> ordinal < elements.size());
  }

  Map<String, Object> map() {
    return Map.of(
        "rtl", isRightToLeft,
        "middle", joints.middle(),
        "last", joints.last(),
        "elements", elements,
        "lures",
            lures.stream()
                .map(
                    lure ->
                        Map.of(
                            "id", lure.id(),
                            "low", Long.toHexString(lure.elements().low()),
                            "high", Long.toHexString(lure.elements().high()),
                            "sentence", lure.sentence()))
                .toList(),
        "never", never,
        "passwords", passwords,
        "said", said);
  }

  static LetterWords of(JsonNode node) {
    return new LetterWords(
        node.get("rtl").asBoolean(),
        new Pieces.Joints(text(node, "middle"), text(node, "last")),
        texts(node.get("elements")),
        node.get("lures")
            .valueStream()
            .map(
                lure ->
                    new Lure(
                        text(lure, "id"),
                        new ElementSet(
                            Long.parseUnsignedLong(text(lure, "low"), 16),
                            Long.parseUnsignedLong(text(lure, "high"), 16)),
                        text(lure, "sentence")))
            .toList(),
        texts(node.get("never")),
        pairs(node.get("passwords")),
        pairs(node.get("said")));
  }

  static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::asString).toList();
  }

  private static Map<String, String> pairs(JsonNode node) {
    Map<String, String> pairs = new LinkedHashMap<>();
    node.properties().forEach(pair -> pairs.put(pair.getKey(), pair.getValue().asString()));
    return pairs;
  }

  private static String text(JsonNode node, String field) {
    return node.get(field).asString();
  }

  /** Passwords, and what is used like one: of these a person has to change something. */
  static final ElementSet TO_CHANGE =
      Elements.catalogue()
          .setOf(
              List.of(
                  "auth.password_plain",
                  "auth.password_hash",
                  "auth.security_qa",
                  "auth.pin",
                  "auth.mfa_secret"));
}
