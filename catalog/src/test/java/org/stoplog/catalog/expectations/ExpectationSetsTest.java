package org.stoplog.catalog.expectations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExpectationSetsTest {
  /** What is put into a language is put whole, and of questions that there are. */
  @Test
  void translationsAreOfQuestionsThatThereAre() {
    for (ExpectationSet set : ExpectationSets.all()) {
      for (ExpectationSet.Translation one : set.translations()) {
        assertThat(set.find(one.expectation())).as(set.id() + " " + one.expectation()).isPresent();
        assertThat(one.title()).isNotBlank();
        assertThat(one.question()).isNotBlank();
        assertThat(one.why()).isNotBlank();
      }
      set.translations().stream()
          .map(ExpectationSet.Translation::language)
          .distinct()
          .forEach(
              language ->
                  assertThat(set.expectations())
                      .as(set.id() + " in " + language)
                      .allMatch(one -> set.in(language, one.id()).isPresent()));
    }
  }

  @Test
  void eachSetIsWhole() {
    assertThat(ExpectationSets.all()).extracting(ExpectationSet::id).contains("breaches", "mvsp");
    for (ExpectationSet set : ExpectationSets.all()) {
      assertThat(set.licence()).as(set.id()).isNotBlank();
      Set<String> before = new HashSet<>();
      for (Expectation one : set.expectations()) {
        assertThat(before.add(one.id())).as(set.id() + " " + one.id() + " is there once").isTrue();
        assertThat(one.weight()).as(one.id()).isBetween(1, 3);
        assertThat(one.question()).as(one.id()).endsWith("?");
        assertThat(one.title()).as(one.id()).isNotBlank();
        assertThat(one.why()).as(one.id()).isNotBlank();
        assertThat(one.source()).as(one.id()).isNotBlank();
        boolean isNumber =
            one.kind() == Expectation.Kind.AT_MOST || one.kind() == Expectation.Kind.AT_LEAST;
        assertThat(one.limit() != null).as(one.id()).isEqualTo(isNumber);
        assertThat(one.unit().isEmpty()).as(one.id()).isEqualTo(!isNumber);
        if (one.onlyIf() != null) {
          assertThat(before).as(one.id() + " hangs on an earlier one").contains(one.onlyIf());
          assertThat(set.find(one.onlyIf()).orElseThrow().kind())
              .isIn(Expectation.Kind.YES_NO, Expectation.Kind.NO_YES);
        }
      }
    }
  }

  /** Its controls, of which 1.7 asks for 72 hours, 2.7 for 30 days and 3.4 for 90. */
  @Test
  void theMinimumHasItsTwentyFiveControls() {
    ExpectationSet mvsp = ExpectationSets.find("mvsp").orElseThrow();
    assertThat(mvsp.expectations()).hasSize(25);
    assertThat(mvsp.find("1.7").orElseThrow().limit()).isEqualTo(72);
    assertThat(mvsp.find("2.7").orElseThrow().limit()).isEqualTo(30);
    assertThat(mvsp.find("3.4").orElseThrow().limit()).isEqualTo(90);
    assertThat(mvsp.find("9.9")).isEmpty();
  }

  /** GV.SC-01 to GV.SC-10, each once and named as its source. */
  @Test
  void theSupplyChainHasItsTenSubcategories() {
    ExpectationSet chain = ExpectationSets.find("nist-csf-sc").orElseThrow();
    assertThat(chain.expectations())
        .extracting(Expectation::id)
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, 10).mapToObj("GV.SC-%02d"::formatted).toList());
    assertThat(chain.expectations())
        .allSatisfy(one -> assertThat(one.source()).isEqualTo("NIST CSF 2.0 " + one.id()));
    assertThat(chain.source()).contains("10.6028/NIST.CSWP.29");
    assertThat(chain.licence()).contains("17 U.S.C. 105", "our own words");
  }
}
