package org.stoplog.catalog.letters;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.stoplog.catalog.Element;
import org.stoplog.catalog.Elements;

/**
 * Reads the file of a language: sections that begin with {@code @@ name}, and in each but the text
 * one {@code key = value} a line. Nothing may be missing, and nothing may be there that is not
 * known: a translator is told the file, the line and what to do.
 */
final class LetterFile {
  private static final Set<String> WORDS =
      Set.of(
          "name",
          "own-name",
          "direction",
          "list-middle",
          "list-last",
          "subject",
          "stranger",
          "unknown");

  private static final Set<String> PASSWORDS = Set.of("safe", "exposed", "unknown");
  private static final Set<String> NEVER = Set.of("password", "pay", "file");
  private static final String TEXT = "text";

  private final String file;
  private final Map<String, Map<String, String>> sections = new LinkedHashMap<>();
  private final StringBuilder text = new StringBuilder();

  private LetterFile(String file) {
    this.file = file;
  }

  /**
   * @throws IllegalArgumentException with the file, its line and what is wrong
   */
  static ReadyLetter read(String language, String content) {
    LetterFile file = new LetterFile(language + ".txt");
    file.sections(content);
    Map<String, String> words = file.section("words", WORDS);
    String direction = word(words, "direction");
    if (!direction.equals("ltr") && !direction.equals("rtl")) {
      throw file.wrong("words: direction is ltr or rtl");
    }
    if (file.text.toString().isBlank()) {
      throw file.wrong("the section \"@@ text\" is missing or empty");
    }
    Map<String, String> never = file.section("never", NEVER);
    Map<String, String> lures = file.section("lures", Lures.ids());
    Map<String, List<String>> claims = new LinkedHashMap<>();
    file.section("claims", Claims.ids())
        .forEach((id, stems) -> claims.put(id, List.of(stems.split("\\s*\\|\\s*"))));
    Map<String, String> elements = file.section("elements", ids());
    return new ReadyLetter(
        language,
        word(words, "name"),
        word(words, "own-name"),
        direction.equals("rtl"),
        file.joint(words, "list-middle"),
        file.joint(words, "list-last"),
        word(words, "subject"),
        word(words, "stranger"),
        word(words, "unknown"),
        file.text.toString().strip(),
        file.section("passwords", PASSWORDS),
        List.copyOf(never.values()),
        lures,
        claims,
        Elements.catalogue().all().stream().map(one -> word(elements, one.id())).toList());
  }

  private static Set<String> ids() {
    return Set.copyOf(Elements.catalogue().all().stream().map(Element::id).toList());
  }

  private static String word(Map<String, String> words, String key) {
    return String.valueOf(words.get(key));
  }

  private String joint(Map<String, String> words, String key) {
    String joint = word(words, key);
    if (!joint.contains("{0}") || !joint.contains("{1}")) {
      throw wrong("words: " + key + " holds {0} and {1}");
    }
    return joint;
  }

  private void sections(String content) {
    String section = "";
    List<String> lines = new ArrayList<>(content.lines().toList());
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("@@ ")) {
        section = line.substring(3).strip();
        if (section.equals(TEXT) ? !text.isEmpty() : sections.containsKey(section)) {
          throw wrong(i, "there is another section " + section);
        }
        sections.put(section, new LinkedHashMap<>());
      } else if (section.equals(TEXT)) {
        text.append(line).append('\n');
      } else if (!line.isBlank() && !line.startsWith("#")) {
        pair(i, section, line);
      }
    }
  }

  private void pair(int i, String section, String line) {
    Map<String, String> pairs = sections.get(section);
    int at = line.indexOf(" = ");
    if (pairs == null || at < 1 || line.substring(at + 3).isBlank()) {
      throw wrong(i, "write: key = value");
    }
    if (pairs.put(line.substring(0, at).strip(), line.substring(at + 3).strip()) != null) {
      throw wrong(i, line.substring(0, at).strip() + " is there twice");
    }
  }

  private Map<String, String> section(String name, Set<String> keys) {
    Map<String, String> pairs = sections.getOrDefault(name, Map.of());
    for (String key : keys) {
      if (!pairs.containsKey(key)) {
        throw wrong("the section \"@@ " + name + "\" has no " + key);
      }
    }
    for (String key : pairs.keySet()) {
      if (!keys.contains(key)) {
        throw wrong("the section \"@@ " + name + "\" has " + key + ", which is not known");
      }
    }
    return pairs;
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(file + ": " + what);
  }

  private IllegalArgumentException wrong(int line, String what) {
    return new IllegalArgumentException(file + ", line " + (line + 1) + ": " + what);
  }
}
