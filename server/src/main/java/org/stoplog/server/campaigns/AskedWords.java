package org.stoplog.server.campaigns;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.stoplog.catalog.expectations.ExpectationSet;
import org.stoplog.catalog.expectations.ExpectationSets;
import org.stoplog.server.assessments.Question;

/** What the pages of a link say, in one language; of the file {@code asked-words.csv}. */
final class AskedWords {
  private static final Map<String, Map<String, String>> ALL = load();

  private final String language;
  private final Map<String, String> words;

  private AskedWords(String language) {
    this.language = language;
    this.words = ALL.getOrDefault(language, Map.of());
  }

  /** In English when the language is none of ours. */
  static AskedWords in(String language) {
    return new AskedWords(CampaignText.LANGUAGES.contains(language) ? language : "en");
  }

  private static Map<String, Map<String, String>> load() {
    Map<String, Map<String, String>> all = new HashMap<>();
    try (InputStream in = AskedWords.class.getResourceAsStream("asked-words.csv")) {
      if (in == null) {
        throw new IllegalStateException("asked-words.csv is not in the jar");
      }
      try (InputStreamReader reader = new InputStreamReader(in, StandardCharsets.UTF_8);
          CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(reader)) {
        for (NamedCsvRecord row : rows) {
          for (String language : CampaignText.LANGUAGES) {
            all.computeIfAbsent(language, unseen -> new HashMap<>())
                .put(row.getField("key"), row.getField(language));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.copyOf(all);
  }

  String language() {
    return language;
  }

  /**
   * @throws IllegalArgumentException for a key that there is not
   */
  String say(String key) {
    String text = words.get(key);
    if (text == null) {
      throw new IllegalArgumentException("there are no words for " + key);
    }
    return text;
  }

  /** With a value in place of its braces. */
  String say(String key, Object value) {
    return say(key).replace("{}", String.valueOf(value));
  }

  /**
   * A question in this language, as far as somebody has put it into that.
   *
   * @param title on one line
   */
  record Text(String title, String question, String why) {}

  Text of(AskedDoor.Link link, Question question) {
    return ExpectationSets.find(link.set())
        .filter(set -> set.version().equals(link.version()))
        .flatMap(set -> set.in(language, question.asks().id()))
        .map(AskedWords::text)
        .orElseGet(
            () ->
                new Text(
                    question.asks().title(), question.asks().question(), question.asks().why()));
  }

  private static Text text(ExpectationSet.Translation one) {
    return new Text(one.title(), one.question(), one.why());
  }

  /** An answer as somebody reads it. */
  String answer(Question question, String answer) {
    return switch (answer) {
      case "yes", "no", "partly", "unknown", "not-applicable" -> say("answer-" + answer);
      case "said" -> say("answer-said");
      default -> answer + " " + question.asks().unit();
    };
  }
}
