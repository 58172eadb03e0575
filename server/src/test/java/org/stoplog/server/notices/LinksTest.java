package org.stoplog.server.notices;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/** A letter links to hosts of a list, and to no others, however the link is written. */
class LinksTest {
  private static final Set<String> ALLOWED = Set.of("www.example.org", "xn--mller-kva.example");

  private static Links links(String body) {
    Content content = PreparedTextTest.content(body);
    return Links.of(content, content.texts().getFirst());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[x](https://evil.example)",
        "[x](http://www.example.org)",
        "[x](//evil.example)",
        "[x](javascript:alert)",
        "[x](data:text/html,1)",
        "[x](mailto:a@evil.example)",
        "[x](https://www.example.org@evil.example/)",
        "[x](https://www.example.org:8443/)",
        "[x](https://www.example.org.evil.example/)",
        "[x](https://evil.example\\@www.example.org/)",
        "[x](/local)",
        "[x][r]\n\n[r]: https://evil.example",
        "<https://evil.example/a>",
        "<a@evil.example>",
        "see https://evil.example/now.",
        "see HTTPS://EVIL.example",
        "see www.evil.example",
        "see evil.example/now",
        "see https&#58;//evil.example",
        "![x](https://evil.example/p.png)",
        "<a href=\"https://evil.example\">x</a>",
        "ftp://www.example.org",
        "https://www.example.org/{{code}}",
        "www.{{name}}.example",
        "tel:+4912345@evil",
        "[https://www.example.org](https://evil.example)",
        "[https://evil.example](https://www.example.org)",
        "[x](https://ｅｖｉｌ.example)"
      })
  void isRefused(String body) {
    assertThat(links(body).refused(ALLOWED)).as(body).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[x](https://www.example.org)",
        "[x](https://WWW.example.org/a/b?c#d)",
        "<https://www.example.org/>",
        "see https://www.example.org/a, or www.example.org.",
        "[x](https://müller.example/)",
        "type example.org yourself, or write to privacy@example.org",
        "and/or, 1/2, 24/7, e.g. this, note: that",
        "[https://www.example.org](https://www.example.org)",
        "Mail:privacy@example.org, or the data:these",
        "no link at all"
      })
  void isAllowed(String body) {
    assertThat(links(body).refused(ALLOWED)).as(body).isEmpty();
  }

  @Test
  void namesOfHostsAreShownToWhoeverApproves() {
    assertThat(links("type example.org, not evil.example").names())
        .contains("example.org", "evil.example", "example.net");
  }

  private static ContentForm form(String body, String contact, String notIncluded) {
    MultiValueMap<String, String> fields = new LinkedMultiValueMap<>();
    fields.add("title", "Breach");
    fields.add("contact", contact);
    fields.add("language", "en");
    fields.add("subject", "s");
    fields.add("body", body);
    fields.add("stranger", "there");
    fields.add("unknown", "x");
    fields.add("senders", "example.org\nexample.net");
    fields.add("checked", "0");
    fields.add("not-included", notIncluded);
    fields.add("omits", "happened done");
    return ContentForm.read(fields, ALLOWED);
  }

  @Test
  void aFormRefusesLinksAndWrongMarksAndSaysWhy() {
    assertThat(form("https://evil.example", "us", "").errors().get("body-0"))
        .contains("https://evil.example", "not allowed");
    assertThat(form("{{contact}}", "us: https://evil.example", "").errors().get("body-0"))
        .contains("not allowed");
    assertThat(form("[x](https://www.example.org/{{code}})", "us", "").errors().get("body-0"))
        .contains("A link's address in line 1 has a field");
    assertThat(form("x\n\n## A {#hapened}", "us", "").errors().get("body-0"))
        .contains("in line 3 is marked #hapened");
    assertThat(form("## A {#done}\n\nx\n\n## B {#done}", "us", "").errors().get("body-0"))
        .contains("Two headings are marked #done");
    assertThat(form("{{not-included}}", "us", "").errors().get("body-0"))
        .contains("{{not-included}}, which is empty");
    assertThat(form("x".repeat(1_000_000), "us", "").errors()).containsOnlyKeys("body-0");
    assertThat(form("{{".repeat(9_000), "us", "").errors()).containsOnlyKeys("body-0");
    ContentForm sound = form("{{not-included}} {{senders}}", "us", "gov.passport fin.tax x.y");
    assertThat(sound.errors()).isEmpty();
    assertThat(sound.content().more().notIncluded().size()).isEqualTo(2);
    assertThat(sound.content().more().omits())
        .containsExactlyInAnyOrder(Block.HAPPENED, Block.DONE);
    assertThat(sound.content().more().senders()).isEqualTo(List.of("example.org", "example.net"));
    assertThat(sound.content().texts().getFirst().isChecked()).isTrue();
  }
}
