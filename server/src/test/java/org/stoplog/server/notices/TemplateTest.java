package org.stoplog.server.notices;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;
import org.stoplog.server.mail.MailRoute;
import org.stoplog.server.mail.Security;

/** What authors and strangers write, before it stands in a letter. */
class TemplateTest {
  private static final MailRoute ROUTE =
      new MailRoute(
          1,
          "office",
          false,
          "localhost",
          25,
          Security.NONE,
          null,
          "notice@example.org",
          null,
          null,
          null);

  @Test
  void whatFillsAFieldIsNotReadAgain() {
    Letter letter =
        Letter.of(
            content("s", "Code {{code}}, {{ code }}"),
            "x",
            new Letter.Reader(null, "en", ElementSet.NONE, "{{contact}} **x**"));
    assertThat(letter.body()).isEqualTo("Code {{contact}} **x**, {{contact}} **x**");
  }

  @ParameterizedTest
  @CsvSource({
    "'a\nb {{nme}}', 'line 2, column 3: there is no field'",
    "'{{#each}}', 'line 1, column 1: there is no field'",
    "'{{{name}}}', 'line 1, column 1: there is no field'",
    "'x {{name', 'line 1, column 3: {{ has no }}'",
    "'{{> other}}', 'line 1, column 1: there is no field'",
    "'{{name}} {{email}}', 'line 1, column 10: there is no field'"
  })
  void anUnknownFieldIsNamedWithItsPlace(String text, String wrong) {
    assertThat(Template.objection(text).orElseThrow()).startsWith(wrong);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 0x0d, 0x202e, 0x2066, 0x2028, 0xfeff, 0xe000, 0xf8ff, 0xe0041})
  void invisibleCharactersAreNamedWithTheirPlace(int c) {
    assertThat(Template.objection("ab" + Character.toString(c)).orElseThrow())
        .startsWith("line 1, column 3: the invisible character");
  }

  @Test
  void emojiAndJoinersStay() {
    assertThat(Template.objection("نامه‌ای 👩‍👩‍👧 {{name}}")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://evil.example",
        "www.evil.example now",
        "evil.example",
        "Eve <eve@example.org>",
        "a@b",
        "{{name}}",
        "<script>alert(1)</script>",
        "\u202e\u200b",
        "   "
      })
  void whatIsNoNameIsNotAddressed(String name) {
    assertThat(PlainValue.name(name)).isNull();
  }

  @Test
  void aNameLosesWhatIsNotSeen() {
    assertThat(PlainValue.name("Ann\r\nBcc: x\u202e Lee")).isEqualTo("Ann Bcc: x Lee");
    assertThat(PlainValue.name("Zoë O'Neil-Łuk")).isEqualTo("Zoë O'Neil-Łuk");
  }

  private static Content content(String subject, String body) {
    return new Content(
        "t",
        "Write to us",
        "",
        "",
        List.of(
            new Content.Text("en", subject, body, "there", "not known yet"),
            new Content.Text("de", "Ihre Daten", "Guten Tag {{name}}", "zusammen", "unbekannt")));
  }

  @Test
  void noHeaderComesInByAName() {
    Letter letter =
        Letter.of(
            content("News for {{name}}", "Hello {{name}}"),
            "Mapplanet",
            new Letter.Reader("Ann\r\nBcc: victim", "en", ElementSet.NONE, ""));
    assertThat(letter.subject()).isEqualTo("News for Ann Bcc: victim");
    String message =
        new String(
            letter.message(ROUTE, "ann@example.org", Instant.EPOCH, "<1@example.org>"),
            java.nio.charset.StandardCharsets.US_ASCII);
    assertThat(message.lines().takeWhile(line -> !line.isEmpty()))
        .noneMatch(line -> line.startsWith("Bcc"));
  }

  @Test
  void theLanguageFallsBack() {
    Content content = content("s", "b");
    for (String german : List.of("de", "de-AT", "DE_at", "de-at-1996")) {
      assertThat(content.textFor(german).language()).as(german).isEqualTo("de");
    }
    for (String other : List.of("fr", "", "de1", "d")) {
      assertThat(content.textFor(other).language()).as(other).isEqualTo("en");
    }
    assertThat(content.textFor(null).language()).isEqualTo("en");
  }

  @Test
  void elementsStandInPlainWords() {
    ElementSet set = Elements.catalogue().setOf(List.of("person.full_name", "contact.email"));
    Letter letter =
        Letter.of(content("s", "{{elements}}"), "x", new Letter.Reader(null, null, set, ""));
    assertThat(letter.body()).contains("full name").doesNotContain("person.full_name");
    assertThat(
            Letter.of(
                    content("s", "{{elements}}"),
                    "x",
                    new Letter.Reader(null, null, ElementSet.NONE, ""))
                .body())
        .isEqualTo("not known yet");
  }

  @Test
  void aMessageIdIsTheSameForTheSamePersonAndTellsNothing() {
    byte[] key = new byte[32];
    String id = Letter.messageId(key, 42, ROUTE);
    assertThat(id)
        .isEqualTo(Letter.messageId(key, 42, ROUTE))
        .matches("<[0-9a-hjkmnp-tv-z]{12}[0-9a-f]{40}@example.org>");
    assertThat(id).isNotEqualTo(Letter.messageId(key, 43, ROUTE));
    key[0] = 1;
    assertThat(id).isNotEqualTo(Letter.messageId(key, 42, ROUTE));
  }

  @Test
  void aFormKeepsWhatWasTypedAndSaysWhatIsWrong() {
    MultiValueMap<String, String> fields = new LinkedMultiValueMap<>();
    fields.add("title", "Breach");
    fields.add("contact", "us {{name}}");
    fields.add("language", "english");
    fields.add("subject", "a\nb");
    fields.add("body", "We learned {{learned}}");
    fields.add("stranger", "");
    fields.add("unknown", "x");
    ContentForm form = ContentForm.read(fields, List.of());
    assertThat(form.errors())
        .containsOnlyKeys("contact", "language-0", "subject-0", "body-0", "stranger-0");
    assertThat(form.errors().get("body-0")).contains("{{learned}}, which is empty");
    assertThat(form.content().texts().getFirst().body()).isEqualTo("We learned {{learned}}");
  }

  @Test
  void aTextIsReadAsItWasKept() {
    Content content = content("s ü", "b\n{{name}} 👍");
    assertThat(Content.of(content.bytes())).isEqualTo(content);
    assertThat(Content.of(content.bytes()).hash()).isEqualTo(content.hash());
    assertThat(content("s", "b").hash()).isNotEqualTo(content("s", "c").hash());
  }

  @Test
  void errorsAreCountedAmongTheLast() {
    ErrorShare share = new ErrorShare(20);
    for (int i = 0; i < 19; i++) {
      assertThat(share.add(true)).isFalse();
    }
    assertThat(share.add(false)).isTrue();
    for (int i = 0; i < 50; i++) {
      share.add(false);
    }
    assertThat(share.add(true)).isFalse();
  }
}
