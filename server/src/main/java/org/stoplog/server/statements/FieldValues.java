package org.stoplog.server.statements;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.Elements;
import org.stoplog.catalog.letters.ReadyLetter;
import org.stoplog.catalog.letters.ReadyLetters;
import org.stoplog.server.platform.Counts;

/** What fills the fields of one revision in one language. */
record FieldValues(Figures figures, Counts counts, @Nullable Instant nextUpdate, String language) {

  /** The text as the world reads it; its fields must be sound. */
  String fill(String text) {
    return FieldText.of(text).fill(field -> escaped(value(field)));
  }

  private String value(FieldText.Field field) {
    Words words = Words.of(language);
    return switch (field.name()) {
      case "people", "confirmed", "possible", "told" -> count(figures.count(field.name()));
      case "countries" -> String.valueOf(figures.countries());
      case "organisations" -> String.valueOf(figures.organisations());
      case "elements" -> elements(figures.elements());
      case "supplier" -> figures.supplier();
      case "as-of" -> words.time(figures.asOf());
      case "next-update" -> nextUpdate == null ? "" : words.time(nextUpdate);
      case FieldText.NOT_INCLUDED -> elements(field.arguments());
      case FieldText.UNAFFECTED ->
          field.arguments().stream().map(this::country).collect(Collectors.joining(", "));
      default -> throw new IllegalStateException("nothing fills " + field);
    };
  }

  private String count(long number) {
    // A line does not end within a number.
    String text = counts.text(number).replace('\u2009', '\u202f');
    if (Words.of(language) == Words.DE) {
      return text.replace("under ", "unter ").replace(" or more", " oder mehr");
    }
    return language.startsWith("en")
        ? text
        : text.replace("under ", "<\u202f").replaceFirst("^(.*) or more$", "≥\u202f$1");
  }

  /** As they are called within a sentence, in the order of the catalogue. */
  private String elements(List<String> ids) {
    ReadyLetter words = ReadyLetters.find(language).orElseGet(ReadyLetters::english);
    List<String> names = words.elements(Elements.catalogue().setOf(ids));
    String list = names.isEmpty() ? "" : names.getFirst();
    for (int i = 1; i < names.size(); i++) {
      String joint = i == names.size() - 1 ? words.listLast() : words.listMiddle();
      list = joint.replace("{1}", names.get(i)).replace("{0}", list);
    }
    return list;
  }

  private String country(String code) {
    return Locale.of("", code.toUpperCase(Locale.ROOT))
        .getDisplayCountry(Locale.forLanguageTag(language));
  }

  /** A name with an asterisk in it is no emphasis (CommonMark, 2.4). */
  private static String escaped(String value) {
    return value.replaceAll("([\\\\`*_{}\\[\\]<>()#+!|~&])", "\\\\$1");
  }
}
