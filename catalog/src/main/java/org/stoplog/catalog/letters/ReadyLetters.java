package org.stoplog.catalog.letters;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The ready-made letters, read once from the jar. Immutable. */
public final class ReadyLetters {
  /** A new language is a file of the same name, and its tag here. */
  private static final List<String> LANGUAGES =
      List.of("en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv", "da", "cs", "ro", "fi", "uk");

  private static final Map<String, ReadyLetter> ALL = load();

  private ReadyLetters() {}

  /** English first, in the order in which they are offered. */
  public static List<ReadyLetter> all() {
    return List.copyOf(ALL.values());
  }

  /**
   * The letter in a language, or in the same without its region.
   *
   * @param language tag: {@code de}, {@code pt-BR}
   * @return empty when there is none; {@link #english} is what takes its place
   */
  public static Optional<ReadyLetter> find(String language) {
    String tag = language.strip().toLowerCase(Locale.ROOT).replace('_', '-');
    while (!tag.isEmpty()) {
      ReadyLetter found = ALL.get(tag);
      if (found != null) {
        return Optional.of(found);
      }
      tag = tag.substring(0, Math.max(0, tag.lastIndexOf('-')));
    }
    return Optional.empty();
  }

  public static ReadyLetter english() {
    return find("en").orElseThrow();
  }

  private static Map<String, ReadyLetter> load() {
    Map<String, ReadyLetter> letters = new LinkedHashMap<>();
    for (String language : LANGUAGES) {
      letters.put(language, LetterFile.read(language, text("letters/" + language + ".txt")));
    }
    return letters;
  }

  static String text(String name) {
    try (InputStream in = org.stoplog.catalog.Elements.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
