package org.stoplog.server.notices;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;
import org.stoplog.catalog.letters.ReadyLetter;
import org.stoplog.catalog.letters.ReadyLetters;

/** What the look over a notice finds, and what it lets pass. */
class LintTest {
  private static final ElementSet SOME =
      Elements.catalogue().setOf(List.of("person.full_name", "contact.email"));
  private static final ElementSet PASSWORDS =
      Elements.catalogue().get("auth.password_hash").asSet();

  private static Content ready(List<String> languages, ElementSet notIncluded, Set<Block> omits) {
    Content.More more = new Content.More("them", "soon", "us", "", List.of(), notIncluded, omits);
    return new Content(
        "t",
        "c",
        "then",
        "then",
        more,
        ReadyLetters.all().stream()
            .filter(letter -> languages.contains(letter.language()))
            .map(Starter::text)
            .toList());
  }

  private static Content written(String language, String body) {
    return new Content(
        "t",
        "c",
        "",
        "",
        new Content.More("", "", "", "", List.of(), ElementSet.NONE, Set.of(Block.values())),
        List.of(new Content.Text(language, "s", body, "x", "u")));
  }

  private static Lint.Snapshot with(ElementSet exposed) {
    return new Lint.Snapshot(Set.of(), exposed, true, false);
  }

  private static List<String> errors(Content content, Lint.Snapshot snapshot) {
    return Lint.of(content, snapshot).stream().filter(Finding::isError).map(Finding::text).toList();
  }

  private static List<String> warnings(Content content, Lint.Snapshot snapshot) {
    return Lint.of(content, snapshot).stream()
        .filter(finding -> !finding.isError())
        .map(Finding::text)
        .toList();
  }

  /** All that is to be done with a ready-made text is to have it checked. */
  @Test
  void readyMadeTextsPassInEveryLanguage() {
    List<String> all = ReadyLetters.all().stream().map(ReadyLetter::language).toList();
    Content content = ready(all, Elements.catalogue().get("fin.card_number").asSet(), Set.of());
    assertThat(errors(content, with(SOME))).isEmpty();
    assertThat(warnings(content, with(SOME)))
        .allMatch(one -> one.endsWith("nobody said that a native speaker checked it"))
        .hasSize(all.size());
    assertThat(errors(content, with(SOME.plus(PASSWORDS)))).isEmpty();
  }

  @Test
  void aMissingBlockIsAnErrorUnlessItIsLeftOutOnPurpose() {
    Content bare = written("en", "Hello");
    assertThat(errors(bare, with(SOME))).isEmpty();
    Content content =
        new Content("t", "c", "", "", List.of(new Content.Text("en", "s", "Hello", "x", "u")));
    assertThat(errors(content, with(SOME)))
        .hasSize(6)
        .anyMatch(one -> one.contains("en: there is no block on what happened"));
    assertThat(warnings(content, with(SOME)))
        .anyMatch(one -> one.contains("no block on when the next news comes"));
    assertThat(errors(written("en", "## A {#done}\n\n## B {#you}\n\nx"), with(SOME)))
        .containsExactly("en: the block #done is empty");
  }

  @Test
  void whatWasNotIncludedMustNotBeInTheExposure() {
    Content content = ready(List.of("en"), PASSWORDS.plus(SOME), Set.of());
    assertThat(errors(content, with(SOME)))
        .containsExactly(
            "notice: it says that this was not included, and the exposure has it:"
                + " full name, e-mail address");
    assertThat(warnings(content, new Lint.Snapshot(Set.of(), ElementSet.NONE, false, false)))
        .anyMatch(one -> one.contains("is not proven"));
    assertThat(
            warnings(
                ready(List.of("en"), PASSWORDS, Set.of()),
                new Lint.Snapshot(Set.of(), SOME, true, true)))
        .anyMatch(one -> one.contains("not proven for them"));
  }

  @Test
  void wordsAboutWhatWasNotIncludedAreHeldAgainstTheExposureInTheirLanguage() {
    for (String[] one :
        new String[][] {
          {"en", "Passwords were not included."},
          {"de", "Kundenpasswörter waren nicht dabei."},
          {"fr", "Les mots de passe ne sont pas concernés."},
          {"pl", "Haseł nie zabrano."}
        }) {
      Content content = written(one[0], "## x {#not-included}\n\n" + one[1]);
      assertThat(errors(content, with(SOME))).as(one[0]).isEmpty();
      assertThat(errors(content, with(PASSWORDS)))
          .as(one[0])
          .hasSize(1)
          .allMatch(error -> error.contains("the exposure has: password in protected form"));
      Content own = written(one[0], "## x {#passwords}\n\n" + one[1]);
      assertThat(errors(own, with(PASSWORDS))).as(one[0]).hasSize(1);
    }
    assertThat(warnings(written("en", "## x {#data}\n\nYour phone number."), with(SOME)))
        .anyMatch(one -> one.contains("\"phone\" as taken, and nobody in the exposure has that"));
  }

  @Test
  void textsThatDifferAndLinksAreNamed() {
    Content one = ready(List.of("en", "de"), ElementSet.NONE, Set.of());
    Content.Text german = one.texts().getLast();
    Content differing =
        new Content(
            "t",
            "c",
            "then",
            "then",
            one.more(),
            List.of(
                one.texts().getFirst(),
                new Content.Text(
                    "de",
                    german.subject(),
                    german.body().replace(" {#next}", "").replace("{{next-update}}", "bald"),
                    "x",
                    "u")));
    assertThat(warnings(differing, with(SOME)))
        .contains(
            "de: it lacks blocks of the first language: next",
            "de: it lacks fields of the first language: next-update");
    Content linked = written("en", "[x](https://a.example)");
    assertThat(errors(linked, with(SOME)))
        .hasSize(1)
        .allMatch(e -> e.contains("https://a.example"));
    assertThat(errors(linked, new Lint.Snapshot(Set.of("a.example"), SOME, true, false))).isEmpty();
  }

  @Test
  void namesThatCameLaterHaveToBeTakenFirst() {
    Content content = written("en", "x");
    assertThat(errors(content, with(ElementSet.of(126))))
        .hasSize(1)
        .allMatch(one -> one.contains("keep the notice again"));
  }

  @Test
  void longSentencesAreHardToRead() {
    String hard =
        "Notwithstanding aforementioned organisational circumstances, investigations concerning"
            + " unauthorised disclosures of information regarding numerous individuals are"
            + " presently being conducted collaboratively with specialised external consultants,"
            + " whose recommendations we will subsequently communicate through established"
            + " channels whenever appropriate considering regulatory requirements.";
    assertThat(Reading.of("en", hard).orElseThrow().isHard()).isTrue();
    assertThat(warnings(written("en", hard), with(SOME)))
        .anyMatch(one -> one.contains("hard to read (LIX "));
    assertThat(Reading.of("en", "We are sorry. ".repeat(20)).orElseThrow().lix()).isLessThan(10);
    assertThat(Reading.of("ja", hard)).isEmpty();
    assertThat(Reading.of("en", "Too few words.")).isEmpty();
  }
}
