package org.stoplog.catalog.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
  private static final List<String> WORDS = List.of("letter", "portal", "press");

  @Test
  void findsAWordWithFewEditsInAnyCase() {
    assertThat(Nearest.word("Leter", WORDS)).isEqualTo("letter");
    assertThat(Nearest.word("adn", List.of("or", "and"))).isEqualTo("and");
    assertThat(Nearest.hint("pres", WORDS)).isEqualTo("did you mean \"press\"?");
  }

  @Test
  void namesAllWordsWhenNoneIsNear() {
    assertThat(Nearest.word("carrier pigeon", WORDS)).isEmpty();
    assertThat(Nearest.hint("carrier pigeon", WORDS)).isEqualTo("allowed: letter, portal, press");
  }

  @Test
  void doesNotSpendTimeOnAWordOfAMegabyte() {
    assertThat(Nearest.word("x".repeat(1 << 20), WORDS)).isEmpty();
  }
}
