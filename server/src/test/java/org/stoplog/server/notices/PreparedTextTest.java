package org.stoplog.server.notices;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;
import org.stoplog.catalog.letters.ReadyLetters;

/** One source becomes plain text and HTML; what strangers and fields bring stays text in both. */
class PreparedTextTest {
  private static final ElementSet EMAIL = Elements.catalogue().get("contact.email").asSet();

  static Content content(String body) {
    return content("en", body);
  }

  static Content content(String language, String body) {
    return new Content(
        "t",
        "Write to us\n<b>Main</b> Street *5*",
        "9 <i>Nov</i>",
        "2025-11-08",
        new Content.More(
            "them",
            "soon",
            "Northgate & Co",
            "",
            List.of("example.net"),
            Elements.catalogue().setOf(List.of("fin.card_number", "gov.passport", "sc.health")),
            Set.of()),
        List.of(new Content.Text(language, "About {{name}}", body, "there", "not known yet")));
  }

  private static Letter letter(String body, String name) {
    return letter(body, name, EMAIL);
  }

  private static Letter letter(String body, String name, ElementSet elements) {
    return Letters.of(content(body), "Mapplanet <script>", "example.org")
        .letter(new Letter.Reader(name, "en", elements, "1234"));
  }

  @Test
  void headingsListsEmphasisAndBreaksAreInBothForms() {
    Letter letter =
        letter(
            """
            ## What happened {#happened}

            A *very* **strong** word.
            Another line\\
            and one more.

            - one
            - two
              - deeper
            - three

            3. third
            4. fourth\
            """,
            "Ann");
    assertThat(letter.body())
        .isEqualTo(
            """
            What happened
            -------------

            A very strong word.
            Another line
            and one more.

            - one
            - two
              - deeper
            - three

            3. third
            4. fourth\
            """);
    assertThat(letter.html())
        .contains(
            ">What happened</h2>",
            "A <em>very</em> <strong>strong</strong> word.<br>\nAnother line<br>\nand one more.",
            "<ol start=\"3\"",
            "<html lang=\"en\" dir=\"ltr\"",
            "color-scheme:light dark")
        .doesNotContain("{#", "color:", "src=", "url(", "<link", "@import", "http:", "https:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "**x**",
        "# x",
        "- x",
        "_x_ `y`",
        "[a](javascript:x)",
        "![a](b)",
        "&amp; &lt;b&gt;",
        "' onload=x \"",
        "=HYPERLINK(1)",
        "Zo\u00eb 👩‍👩‍👧",
        "\ue000\ue003"
      })
  void aNameIsTextInBothForms(String name) {
    Letter letter = letter("Dear *{{name}}*,\n\n# {{name}}\n\n- {{name}}", name);
    assertThat(letter.body()).isEqualTo("Dear " + name + ",\n\n" + name + "\n\n- " + name);
    String escaped =
        name.replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
            .replace("\"", "&quot;")
            .replace("'", "&#39;");
    assertThat(letter.html())
        .contains("Dear <em><bdi>" + escaped + "</bdi></em>,", "<title>About ")
        .contains("\"><bdi>" + escaped + "</bdi></li>");
    assertThat(letter.subject()).isEqualTo("About " + name);
  }

  /** Such names are not addressed at all; what is theirs never becomes a link. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{contact}} {{x",
        "[a](http://evil)",
        "<b>Ann</b>",
        "https://evil.example",
        "a@b.example"
      })
  void aNameThatIsAnAddressIsNotUsed(String name) {
    Letter letter = letter("Dear {{name}}", name);
    assertThat(letter.body()).isEqualTo("Dear there");
    assertThat(letter.html()).doesNotContain("evil", "<b>", "<a", "a@b");
  }

  @Test
  void aNameFromTheRightTurnsNothingElse() {
    Letter letter = letter("Dear {{name}}, (1)", "\u05d3\u05df");
    assertThat(letter.body()).isEqualTo("Dear \u2068\u05d3\u05df\u2069, (1)");
    assertThat(letter.html()).contains("Dear <bdi>\u05d3\u05df</bdi>, (1)");
  }

  @Test
  void allFieldsOfTheNoticeAreTextToo() {
    Letter letter =
        letter("{{contact}}\n\n{{learned}} {{supplier}} {{company}} {{happened}}", "Ann");
    assertThat(letter.body())
        .isEqualTo(
            "Write to us\n<b>Main</b> Street *5*\n\n"
                + "9 <i>Nov</i> Mapplanet <script> Northgate & Co 2025-11-08");
    assertThat(letter.html())
        .contains(
            "Write to us<br>\n&lt;b&gt;Main&lt;/b&gt; Street *5*",
            "9 &lt;i&gt;Nov&lt;/i&gt; Mapplanet &lt;script&gt; Northgate &amp; Co")
        .doesNotContain("<script", "<b>", "<i>");
  }

  @Test
  void aListFieldIsAListWhereItStandsAloneAndWordsElsewhere() {
    ElementSet set =
        Elements.catalogue().setOf(List.of("person.full_name", "contact.email", "contact.phone"));
    Letter letter =
        letter("{{elements}}\n\nAlso: {{elements}}.\n\n{{senders}}\n\n- {{senders}}", "Ann", set);
    assertThat(letter.body())
        .isEqualTo(
            "- full name\n- e-mail address\n- telephone number\n\n"
                + "Also: full name, e-mail address and telephone number.\n\n"
                + "- example.org\n- example.net\n\n- example.org and example.net");
    assertThat(letter.html()).contains(">full name</li>\n", "Also: full name, e-mail");
    assertThat(letter("{{elements}}", "Ann", ElementSet.NONE).body()).isEqualTo("not known yet");
    assertThat(letter("{{elements}}", "Ann", EMAIL).body()).isEqualTo("e-mail address");
  }

  @Test
  void passwordsAndLuresGoByTheElementsOfThePerson() {
    String body = "{{passwords}}\n\n{{lures}}";
    ElementSet password = Elements.catalogue().get("auth.password_hash").asSet();
    assertThat(letter(body, "Ann", EMAIL).body())
        .contains("You do not need to change", "E-mails that look")
        .doesNotContain("Text messages", "same password");
    assertThat(letter(body, "Ann", password).body())
        .contains("Change your password with us", "same password")
        .doesNotContain("E-mails that look");
    assertThat(letter(body, "Ann", ElementSet.NONE).body())
        .contains("We do not know yet whether passwords", "E-mails that look");
    ElementSet all = new ElementSet(-1L >>> 1, (1L << 34) - 1);
    assertThat(letter("{{lures}}", "Ann", all).body().lines()).hasSize(6);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "x <img src=x onerror=alert(1)> y",
        "<!-- a --><b>x</b>",
        "![pixel](https://evil.example/p.png)",
        "    <i>code</i>",
        "```\n<i>code</i>\n```",
        "> quote <b>",
        "`<u>code</u>`",
        "<a href=\"https://evil.example\">x</a>",
        "[x]: https://evil.example",
        "| a | b |\n|---|---|\n| <b> | d |",
        "=cmd|' /C calc'!A0"
      })
  void whatIsNoPartOfItStandsAsText(String body) {
    Letter letter = letter(body, "Ann");
    String main = letter.html().substring(letter.html().indexOf("<main"));
    assertThat(
            main.replaceAll("</?(main|p|br|bdi|/body|/html)[^>]*>", "")
                .replace("</body>", "")
                .replace("</html>", ""))
        .doesNotContain("<");
    for (String word : body.split("[^A-Za-z.]+")) {
      assertThat(letter.body()).contains(word);
    }
    assertThat(main).doesNotContain("<a ", "href=\"", "src=\"");
  }

  @Test
  void whatIsNestedDeeplyIsTextInTheEndAndReadQuickly() {
    String lists = "- ".repeat(5_000) + "x";
    String quotes = "*a **b ".repeat(2_500) + "c";
    String brackets = "[".repeat(9_000) + "x" + "](y)".repeat(2_000);
    String images = "![".repeat(9_000) + "x";
    for (String body :
        List.of(lists, quotes, brackets, images, "<".repeat(19_000), "`a".repeat(9_000))) {
      Letter letter = letter(body, "Ann");
      assertThat(letter.html().split("<ul", -1).length).isLessThan(20);
      assertThat(letter.html().split("<em>", -1).length).isLessThan(5_100);
    }
  }

  @Test
  void anAllowedLinkIsWrittenOut() {
    Letter letter =
        letter("See [our *page*](https://www.example.org/a?b=1&c=2) or <https://x.example/>.", "A");
    assertThat(letter.body())
        .isEqualTo("See our page (https://www.example.org/a?b=1&c=2) or https://x.example/.");
    assertThat(letter.html())
        .contains("<a href=\"https://www.example.org/a?b=1&amp;c=2\">our <em>page</em></a>");
  }

  @Test
  void theSamePersonGetsTheSameBytes() {
    Content content = content(ReadyLetters.english().body());
    Letters letters = Letters.of(content, "Mapplanet", "example.org");
    Letters again = Letters.of(Content.of(content.bytes()), "Mapplanet", "example.org");
    for (ElementSet set : List.of(EMAIL, ElementSet.NONE, new ElementSet(77, 5))) {
      Letter.Reader reader = new Letter.Reader("Ann", "en", set, "1");
      assertThat(letters.letter(reader))
          .isEqualTo(letters.letter(reader))
          .isEqualTo(again.letter(reader));
    }
  }

  /** A catalogue of tomorrow changes nothing: the words are part of the content. */
  @Test
  void wordsAreFrozenWithTheContent() {
    Content now = content("{{elements}} {{lures}}");
    Content.Text text = now.texts().getFirst();
    LetterWords words = text.words();
    List<String> names = new ArrayList<>(words.elements());
    names.set(Elements.catalogue().get("contact.email").ordinal(), "your old mail");
    Content before =
        new Content(
            now.title(),
            now.contact(),
            now.learned(),
            now.happened(),
            now.more(),
            List.of(
                new Content.Text(
                    "en",
                    text.subject(),
                    text.body(),
                    text.stranger(),
                    text.unknown(),
                    true,
                    new LetterWords(
                        false,
                        words.joints(),
                        names,
                        List.of(new LetterWords.Lure("email", EMAIL, "Old lure.")),
                        words.never(),
                        words.passwords(),
                        words.said()))));
    assertThat(before.hash()).isNotEqualTo(now.hash());
    Content kept = Content.of(before.bytes());
    assertThat(kept).isEqualTo(before);
    assertThat(kept.hash()).isEqualTo(before.hash());
    assertThat(
            Letters.of(kept, "x", (String) null)
                .letter(new Letter.Reader("Ann", "en", EMAIL, "1"))
                .body())
        .isEqualTo("your old mail Old lure.");
  }

  @ParameterizedTest
  @CsvSource({"en,8 November 2025", "de,8. November 2025", "pl,8 listopada 2025"})
  void aDayIsSaidAsTheLanguageSaysIt(String language, String day) {
    LetterWords words =
        LetterWords.of(language)
            .saying(language, java.util.Map.of("happened", "2025-11-08", "learned", "soon"));
    assertThat(words.said()).containsOnlyKeys("happened");
    assertThat(words.said().get("happened")).isEqualTo(day);
  }

  @Test
  void aLanguageWithoutReadyWordsGetsTheEnglishOnes() {
    assertThat(LetterWords.of("xx")).isEqualTo(LetterWords.of("en"));
    assertThat(LetterWords.of("de-at")).isEqualTo(LetterWords.of("de"));
    assertThat(LetterWords.of("de")).isNotEqualTo(LetterWords.of("en"));
  }

  @Test
  void aContentOfBeforeLettersHadWordsIsReadWithThoseOfNow() {
    byte[] old =
        ("{\"contact\":\"c\",\"happened\":\"\",\"learned\":\"\",\"texts\":[{\"body\":\"b\",\"language\":\"de\","
                + "\"stranger\":\"s\",\"subject\":\"x\",\"unknown\":\"u\"}],\"title\":\"t\"}")
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    Content content = Content.of(old);
    assertThat(content.texts().getFirst().words()).isEqualTo(LetterWords.of("de"));
    assertThat(content.texts().getFirst().isChecked()).isFalse();
  }

  @Test
  void aTickDoesNotOutliveTheTextThatItWasSetFor() {
    Content before = ticked("Hello", true);
    assertThat(ticked("Hello", true).checkedSince(before).texts().getFirst().isChecked()).isTrue();
    assertThat(ticked("Hallo", true).checkedSince(before).texts().getFirst().isChecked()).isFalse();
    assertThat(
            ticked("Hallo", true)
                .checkedSince(ticked("Hello", false))
                .texts()
                .getFirst()
                .isChecked())
        .isTrue();
  }

  private static Content ticked(String body, boolean isChecked) {
    return new Content(
        "t",
        "c",
        "",
        "",
        List.of(new Content.Text("en", "s", body, "x", "u", isChecked, LetterWords.of("en"))));
  }
}
