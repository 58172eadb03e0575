package org.stoplog.catalog.letters;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;

/**
 * Kinds of data that texts name in words of their own: "passwords were not included". Which words
 * they are is said in each language's file.
 */
public final class Claims {
  /** A shorter beginning must begin a word; a longer one may stand within a compound. */
  private static final int LONG_ENOUGH = 6;

  private static final Map<String, ElementSet> ALL = load();

  private Claims() {}

  /** Each kind by its id, with its elements. */
  public static Map<String, ElementSet> all() {
    return ALL;
  }

  static Set<String> ids() {
    return ALL.keySet();
  }

  /**
   * Which kinds a text names.
   *
   * @return by id, the words by which it does
   */
  public static Map<String, String> named(ReadyLetter language, String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    Map<String, String> named = new TreeMap<>();
    language
        .claims()
        .forEach(
            (id, stems) -> {
              for (String stem : stems) {
                if (isIn(lower, stem.toLowerCase(Locale.ROOT))) {
                  named.putIfAbsent(id, stem);
                }
              }
            });
    return named;
  }

  private static boolean isIn(String text, String stem) {
    for (int at = text.indexOf(stem); at >= 0; at = text.indexOf(stem, at + 1)) {
      if (stem.length() >= LONG_ENOUGH
          || at == 0
          || !Character.isLetterOrDigit(text.codePointBefore(at))) {
        return true;
      }
    }
    return false;
  }

  private static Map<String, ElementSet> load() {
    Map<String, ElementSet> claims = new LinkedHashMap<>();
    for (NamedCsvRecord row :
        CsvReader.builder().ofNamedCsvRecord(ReadyLetters.text("claims.csv"))) {
      claims.put(
          row.getField("claim"),
          Elements.catalogue().setOf(List.of(row.getField("elements").split(";"))));
    }
    return java.util.Collections.unmodifiableMap(claims);
  }
}
