package org.stoplog.server.statements;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.stoplog.ledger.exposure.ExposureProof;
import org.stoplog.server.incidents.FrozenFigures;
import org.w3c.dom.NodeList;

/** What a statement may say, and how it is written down. */
class StatementTextTest {
  private static final Instant FROZEN = Instant.parse("2025-11-19T14:00:00Z");

  private static FrozenFigures frozen(
      Map<String, Long> countries, long outside, long unknown, boolean isWhole) {
    return new FrozenFigures(
        3,
        "ab".repeat(32),
        FROZEN,
        1204,
        countries,
        Map.of("Acme", 4L),
        new ExposureProof(
            1200, 4, List.of("person.full_name", "contact.email"), unknown, outside, 0),
        Set.of("contact.phone"),
        isWhole);
  }

  private static Figures figures(long confirmed, long possible, long told) {
    return new Figures(
        3,
        "ab".repeat(32),
        FROZEN,
        "Map*planet*",
        Map.of(
            "people", confirmed + possible,
            "confirmed", confirmed,
            "possible", possible,
            "told", told),
        2,
        1,
        List.of("person.full_name", "contact.email"));
  }

  private static String filled(String text, Figures figures, @Nullable Figures before, String tag) {
    return new FieldValues(figures, figures.among(before), FROZEN, tag).fill(text);
  }

  @Test
  void fieldsAreFilledAndNothingThatFillsThemIsReadAgain() {
    assertThat(filled("{{people}} of {{ supplier }}", figures(1204, 20, 0), null, "en"))
        .isEqualTo("1\u202f224 of Map\\*planet\\*");
    assertThat(filled("{{as-of}}", figures(20, 20, 0), null, "en"))
        .isEqualTo("19 Nov 2025, 14:00 UTC");
    assertThat(filled("{{elements}}", figures(20, 20, 0), null, "en"))
        .isEqualTo("full name and e-mail address");
    assertThat(filled("{{elements}}", figures(20, 20, 0), null, "de"))
        .isEqualTo("vollständiger Name und E-Mail-Adresse");
    assertThat(filled("{{unaffected: DE, FR}}", figures(20, 20, 0), null, "de"))
        .isEqualTo("Deutschland, Frankreich");
  }

  @Test
  void whatIsNoFieldIsToldWithItsPlace() {
    assertThat(FieldText.of("a\nb {{peple}} {{people: x}} {{not-included}} {{").objections())
        .hasSize(4)
        .allMatch(wrong -> wrong.startsWith("line 2, column "));
    assertThat(FieldText.of("{{people}} {{not-included: auth.pin}}").objections()).isEmpty();
  }

  /** Neither a small number nor one from which it follows. */
  @Test
  void noNumberUnderTenReachesTheWorldNotEvenByTakingNumbersFromEachOther() {
    assertThat(filled("{{people}} {{possible}}", figures(1200, 4, 0), null, "en"))
        .isEqualTo("1\u202f200 or more under 10");
    assertThat(filled("{{people}} {{confirmed}}", figures(1200, 14, 0), null, "en"))
        .isEqualTo("1\u202f214 1\u202f200");
    // Three more than the revision before said.
    assertThat(filled("{{people}}", figures(1203, 14, 0), figures(1200, 14, 0), "en"))
        .isEqualTo("1\u202f210 or more");
    // All but two were told.
    assertThat(filled("{{told}}", figures(1200, 0, 1198), null, "en"))
        .isEqualTo("1\u202f190 or more");
    assertThat(filled("{{possible}} {{people}}", figures(1200, 4, 0), null, "fr"))
        .isEqualTo("\\<\u202f10 ≥\u202f1\u202f200");
    assertThat(filled("{{possible}}", figures(1200, 4, 0), null, "de")).isEqualTo("unter 10");
  }

  private static List<String> objections(String text, FrozenFigures figures) {
    return Proofs.objections(FieldText.of(text), figures);
  }

  @Test
  void nobodyIsSaidToBeUnaffectedWithoutAProof() {
    Map<String, Long> countries = Map.of("DE", 1000L, "FR", 204L);
    FrozenFigures whole = frozen(countries, 0, 0, true);
    assertThat(objections("{{not-included: auth.pin, fin.card_number}}", whole)).isEmpty();
    assertThat(objections("{{not-included: contact.email}}", whole).getFirst())
        .contains("Email address was taken");
    assertThat(objections("{{not-included: contact.phone}}", whole))
        .as("in some row of the file, of nobody in the directory")
        .hasSize(1);
    assertThat(objections("{{not-included: passwords}}", whole).getFirst()).contains("catalogue");
    assertThat(objections("{{unaffected: US}}", whole)).isEmpty();
    assertThat(objections("{{unaffected: DE}}", whole)).hasSize(1);
    assertThat(objections("{{unaffected: Germany}}", whole)).hasSize(1);
    assertThat(objections("{{unaffected: US}}", frozen(countries, 1, 0, true)).getFirst())
        .contains("whom we do not know");
    assertThat(objections("{{unaffected: US}}", frozen(Map.of("unknown", 1L), 0, 0, true)))
        .hasSize(1);
    assertThat(objections("{{not-included: auth.pin}}", frozen(countries, 0, 1, true))).hasSize(1);
    for (String claim : List.of("{{not-included: auth.pin}}", "{{unaffected: US}}")) {
      assertThat(objections(claim, frozen(countries, 0, 0, false)).getFirst()).contains("dark");
    }
  }

  private static Content content(String body) {
    return new Content(
        "Example, Inc.",
        FROZEN,
        false,
        figures(1204, 20, 0),
        List.of(new Content.Text("en", "About it", body, "")));
  }

  @Test
  void numbersThatWereTypedAndClaimsThatNothingShowsAreFlagged() {
    assertThat(Lint.of(content("About 1,204 active users, and 12\u2009000 accounts."), true))
        .hasSize(2)
        .allMatch(warning -> warning.contains("typed by hand"));
    assertThat(Lint.of(content("{{people}} people on 19 November 2025."), true)).isEmpty();
    assertThat(Lint.of(content("No passwords were taken. Card numbers were not affected."), true))
        .hasSize(2);
    assertThat(Lint.leftOpen(content("On [date] [it](/x) happened.")))
        .containsExactly("en: [date] is still to be filled in.");
    assertThat(Lint.of(content("Not included: {{not-included: auth.pin}}."), true)).isEmpty();
    assertThat(Lint.of(content("See https://evil.example and [here](https://evil.example)"), false))
        .anyMatch(warning -> warning.contains("shown as text"))
        .anyMatch(warning -> warning.contains("what changed"));
  }

  @Test
  void aFridayEveningIsWarnedOf() {
    assertThat(Lint.timing(Instant.parse("2025-11-28T15:59:00Z"))).isEmpty();
    assertThat(Lint.timing(Instant.parse("2025-11-28T16:00:00Z"))).hasSize(1);
    assertThat(Lint.timing(Instant.parse("2025-11-29T09:00:00Z"))).hasSize(1);
    assertThat(Lint.timing(Instant.parse("2025-12-25T09:00:00Z"))).hasSize(1);
  }

  @Test
  void htmlIsTextAndLinksLeadToOurOwnPagesOnly() {
    assertThat(Markdown.html("# Big <script>alert(1)</script>\n\n<img src=x onerror=y>"))
        .doesNotContain("<script", "<img")
        .contains("<h2>Big &lt;script&gt;");
    assertThat(
            Markdown.html(
                "[a](https://evil.example/x) [b](javascript:alert(1)) [c](//evil.example)"
                    + " [d](/statements/other) ![e](https://evil.example/p.png)"
                    + " [f](data:text/html,x)"))
        .contains(
            "a (https://evil.example/x)", "<a href=\"/statements/other\">d</a>", "b (javascript:")
        .doesNotContain("href=\"h", "href=\"j", "href=\"//", "<img", "href=\"d");
    assertThat(Markdown.html("## a\n\n#### b\n\n#### c\n\n# d\n\n###### e"))
        .as("no level is left out")
        .contains("<h2>a</h2>", "<h3>b</h3>", "<h3>c</h3>", "<h2>d</h2>", "<h3>e</h3>");
    assertThat(Markdown.html("**strong** and `code`\n\n- one\n- two"))
        .contains("<strong>strong</strong>", "<code>code</code>", "<li>one</li>");
    assertThat(Markdown.html(">".repeat(20_000) + "deep").length()).isLessThan(200_000);
    assertThat(Markdown.html("*".repeat(20_000)).length()).isLessThan(200_000);
    assertThat(Markdown.html("[".repeat(20_000)).length()).isLessThan(200_000);
  }

  @Test
  void aDiffShowsWordsThatWentAndCame() {
    List<TextDiff.Line> lines =
        TextDiff.lines(
            "One.\nWe know of 10 people.\nThree.", "One.\nWe know of 20 people.\nThree.");
    assertThat(lines).hasSize(1);
    assertThat(lines.getFirst().parts())
        .containsExactly(
            new TextDiff.Part(TextDiff.Kind.SAME, "We know of "),
            new TextDiff.Part(TextDiff.Kind.REMOVED, "10 "),
            new TextDiff.Part(TextDiff.Kind.ADDED, "20 "),
            new TextDiff.Part(TextDiff.Kind.SAME, "people."));
    assertThat(TextDiff.lines("a\n\nb", "a\nb")).isEmpty();
    assertThat(TextDiff.signed("a\nb", "a\nc")).containsExactly("  a", "- b", "+ c");
    assertThat(TextDiff.lines("x\n".repeat(3_000), "y\n".repeat(3_000))).hasSize(3_000);
  }

  private static Published published(int number, String title, String body) {
    Document document =
        new Document(
            "the-incident",
            number,
            FROZEN.plusSeconds(number),
            null,
            "A & B <Inc.>",
            "ab".repeat(32),
            FROZEN,
            null,
            false,
            List.of(new Content.Text("en", title, body, "\"why\" <b>")));
    return new Published(document, document.bytes(), new byte[64]);
  }

  @Test
  void feedsAreWellFormedWhateverATextSays() throws Exception {
    Feeds feeds =
        new Feeds(
            "https://status.example.org/x",
            new Places.Files(""),
            "A & B <Inc.>",
            List.of(published(2, "<script>&amp;", "]]> <b> **x** &"), published(1, "a", "b")));
    DocumentBuilderFactory parser = DocumentBuilderFactory.newInstance();
    parser.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    for (Feed feed : List.of(Feed.ATOM, Feed.RSS)) {
      org.w3c.dom.Document parsed =
          parser.newDocumentBuilder().parse(new ByteArrayInputStream(feeds.bytes(feed)));
      NodeList titles = parsed.getElementsByTagName("title");
      assertThat(titles.item(0).getTextContent()).isEqualTo("A & B <Inc.>: statements");
      assertThat(titles.item(1).getTextContent()).isEqualTo("<script>&amp; (Revision 2)");
      NodeList ids = parsed.getElementsByTagName(feed == Feed.ATOM ? "id" : "guid");
      assertThat(ids.item(ids.getLength() - 1).getTextContent()).startsWith("urn:uuid:");
    }
    String json = new String(feeds.bytes(Feed.JSON), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(json)
        .contains(
            "https://jsonfeed.org/version/1.1", "https://status.example.org/x/the-incident/2/");
    // What is empty is a feed, too.
    assertThat(new Feeds("", new Places.Live("", ""), "", List.of()).bytes(Feed.ATOM)).isNotEmpty();
  }

  @Test
  void aDocumentReadsAsItWasWritten() {
    Published one = published(4, "\u201cTitle\u201d", "Body\n\nmore");
    assertThat(Document.of(one.bytes())).isEqualTo(one.document());
    Content draft = content("{{people}}");
    assertThat(Content.of(draft.bytes())).isEqualTo(draft);
  }
}
