package org.stoplog.catalog.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.stoplog.catalog.Element;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;

/** The files of the languages: nothing is missing in one, and none says more than English does. */
class ReadyLettersTest {
  private static final Path FILES =
      Path.of("src", "main", "resources", "org", "stoplog", "catalog", "letters");
  private static final Pattern MARK = Pattern.compile("\\{#([a-z-]+)}");
  private static final Pattern FIELD = Pattern.compile("\\{\\{([a-z-]+)}}");

  private static List<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(one -> one.group(1)).toList();
  }

  @Test
  void atLeastTwelveLanguagesHaveAFileThatIsRead() throws IOException {
    try (Stream<Path> files = Files.list(FILES)) {
      Set<String> names =
          files
              .map(file -> String.valueOf(file.getFileName()).replace(".txt", ""))
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(ReadyLetters.all())
          .extracting(ReadyLetter::language)
          .containsExactlyInAnyOrderElementsOf(names)
          .hasSizeGreaterThanOrEqualTo(12);
    }
    assertThat(ReadyLetters.all().getFirst()).isEqualTo(ReadyLetters.english());
  }

  @Test
  void everyLanguageHasTheBlocksAndTheFieldsOfTheEnglishOne() {
    ReadyLetter english = ReadyLetters.english();
    for (ReadyLetter letter : ReadyLetters.all()) {
      assertThat(found(MARK, letter.body()))
          .as(letter.name())
          .isEqualTo(found(MARK, english.body()))
          .doesNotHaveDuplicates();
      assertThat(Set.copyOf(found(FIELD, letter.body())))
          .as(letter.name())
          .isEqualTo(Set.copyOf(found(FIELD, english.body())));
      assertThat(found(FIELD, letter.subject())).as(letter.name()).containsExactly("supplier");
      assertThat(letter.subject().replace("{{supplier}}", "")).hasSizeLessThan(100);
      assertThat(letter.never()).hasSize(3);
    }
  }

  /** What a translator left as it was, or took from another line, is most likely wrong. */
  @Test
  void everyElementHasANameOfItsOwnInEveryLanguage() {
    List<Element> all = Elements.catalogue().all();
    for (ReadyLetter letter : ReadyLetters.all()) {
      assertThat(letter.elements())
          .as(letter.name())
          .hasSize(all.size())
          .doesNotHaveDuplicates()
          .allMatch(name -> !name.isBlank() && name.equals(name.strip()) && name.length() < 70);
      assertThat(letter.lures().keySet()).isEqualTo(Lures.all().keySet());
      assertThat(letter.lures().values()).as(letter.name()).doesNotHaveDuplicates();
      if (!letter.language().equals("en")) {
        long same =
            all.stream()
                .filter(
                    one ->
                        letter
                            .elements()
                            .get(one.ordinal())
                            .equals(ReadyLetters.english().elements().get(one.ordinal())))
                .count();
        assertThat(same).as("names in English in " + letter.name()).isLessThan(4);
        assertThat(letter.body()).isNotEqualTo(ReadyLetters.english().body());
      }
    }
  }

  @Test
  void aLanguageIsFoundWithoutItsRegionAndElseIsNone() {
    assertThat(ReadyLetters.find("de-AT").orElseThrow().language()).isEqualTo("de");
    assertThat(ReadyLetters.find("PT_br").orElseThrow().language()).isEqualTo("pt");
    assertThat(ReadyLetters.find("xx")).isEmpty();
    assertThat(ReadyLetters.find("")).isEmpty();
  }

  @Test
  void whatIsWrongInAFileIsSaidWithItsLine() throws IOException {
    String english = Files.readString(FILES.resolve("en.txt"));
    assertThatThrownBy(() -> LetterFile.read("x", "@@ words\nname English"))
        .hasMessage("x.txt, line 2: write: key = value");
    assertThatThrownBy(() -> LetterFile.read("x", "@@ words\nname = a\nname = b"))
        .hasMessage("x.txt, line 3: name is there twice");
    assertThatThrownBy(() -> LetterFile.read("x", english.replace("fin.tax = ", "fin.tac = ")))
        .hasMessage("x.txt: the section \"@@ elements\" has no fin.tax");
    assertThatThrownBy(() -> LetterFile.read("x", english + "\nfin.more = x\n"))
        .hasMessage("x.txt: the section \"@@ elements\" has fin.more, which is not known");
    assertThatThrownBy(
            () -> LetterFile.read("x", english.replace("list-last = {0} and {1}", "list-last = ,")))
        .hasMessage("x.txt: words: list-last holds {0} and {1}");
    assertThatThrownBy(
            () -> LetterFile.read("x", english.replace("direction = ltr", "direction = up")))
        .hasMessage("x.txt: words: direction is ltr or rtl");
  }

  @Test
  void luresComeOfTheElementsThatMakeThemLikely() {
    assertThat(lures("contact.email")).containsExactly("email");
    assertThat(lures("contact.phone")).containsExactly("sms", "call");
    assertThat(lures("fin.card_partial")).contains("bank").doesNotContain("email", "password");
    assertThat(lures("auth.password_hash")).contains("password").doesNotContain("email");
    assertThat(lures("id.cookie")).isEmpty();
    Lures.all().forEach((id, set) -> assertThat(set.isEmpty()).as(id).isFalse());
  }

  private static List<String> lures(String element) {
    ElementSet set = Elements.catalogue().get(element).asSet();
    return Lures.all().entrySet().stream()
        .filter(lure -> !lure.getValue().and(set).isEmpty())
        .map(java.util.Map.Entry::getKey)
        .toList();
  }

  @Test
  void textsNameKindsOfDataInTheirOwnWords() {
    assertThat(Claims.named(ReadyLetters.english(), "No Passwords, and no card numbers."))
        .containsOnlyKeys("password", "card");
    ReadyLetter german = ReadyLetters.find("de").orElseThrow();
    assertThat(Claims.named(german, "Kundenpasswörter und Kontonummern"))
        .containsOnlyKeys("password", "bank");
    assertThat(Claims.named(german, "Liban ist ein Land")).isEmpty();
  }

  /** The sentence that says that passwords are safe names them, as the lint looks for them. */
  @Test
  void everyLanguageKnowsItsOwnWordsForEachKind() {
    for (ReadyLetter letter : ReadyLetters.all()) {
      assertThat(Claims.named(letter, String.valueOf(letter.passwords().get("safe"))))
          .as(letter.name())
          .containsKey("password");
      Claims.all()
          .forEach(
              (kind, elements) ->
                  assertThat(
                          Claims.named(
                              letter, letter.elements().get(elements.ordinals().getFirst())))
                      .as(letter.name() + " " + kind)
                      .containsKey(kind));
    }
  }
}
