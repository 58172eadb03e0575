package org.stoplog.server.notices;

import java.text.BreakIterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * How hard a text is to read, by the measure LIX: words of a sentence, and how many of a hundred
 * words are longer than six letters. It needs no dictionary. Languages differ in how long their
 * words are, so each has its own limit.
 *
 * @param lix about 30 is easy, 40 a newspaper, 50 hard, 60 an official text
 * @param limit from which on it is hard in this language
 */
record Reading(int lix, int limit) {
  private static final int LONG_WORD = 6;
  private static final int FEWEST_WORDS = 30;
  private static final int LIMIT = 45;

  /** These write many words as one, or long endings. */
  private static final int LONG_WORDS_LIMIT = 60;

  private static final Set<String> LONG_WORDS =
      Set.of(
          "de", "fi", "hu", "et", "cs", "sk", "pl", "uk", "ru", "bg", "el", "ro", "lt", "lv", "tr");

  /** They set no spaces between words. */
  private static final Set<String> NOT_MEASURED = Set.of("ja", "zh", "th", "lo", "km", "my");

  /** Empty for a language that is not measured so, and for a text of a few words. */
  static Optional<Reading> of(String language, String text) {
    String base = language.split("-", 2)[0];
    if (NOT_MEASURED.contains(base)) {
      return Optional.empty();
    }
    List<String> words =
        java.util.Arrays.stream(text.split("[^\\p{L}\\p{N}'’-]+"))
            .filter(word -> word.codePoints().anyMatch(Character::isLetter))
            .toList();
    if (words.size() < FEWEST_WORDS) {
      return Optional.empty();
    }
    long hard =
        words.stream().filter(word -> word.codePointCount(0, word.length()) > LONG_WORD).count();
    double lix =
        (double) words.size() / sentences(text, Locale.forLanguageTag(language))
            + 100.0 * hard / words.size();
    return Optional.of(
        new Reading((int) Math.round(lix), LONG_WORDS.contains(base) ? LONG_WORDS_LIMIT : LIMIT));
  }

  boolean isHard() {
    return lix > limit;
  }

  /** Each line ends one: headings and items of lists have no full stop. */
  private static int sentences(String text, Locale locale) {
    int count = 0;
    for (String line : text.split("\n")) {
      BreakIterator borders = BreakIterator.getSentenceInstance(locale);
      borders.setText(line);
      int from = borders.first();
      for (int to = borders.next(); to != BreakIterator.DONE; from = to, to = borders.next()) {
        count += line.substring(from, to).codePoints().anyMatch(Character::isLetter) ? 1 : 0;
      }
    }
    return Math.max(1, count);
  }
}
