package org.stoplog.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;

class PersonalTest {
  private final Personal<String> email = Personal.of("email", "ann@example.com");

  @Test
  void printsItsKindAlone() {
    assertThat(email).hasToString("‹email›");
    assertThat("to " + email).doesNotContain("ann");
  }

  @Test
  void isEqualToItselfAlone() {
    assertThat(email).isEqualTo(email).isNotEqualTo(Personal.of("email", "ann@example.com"));
  }

  @Test
  void isReadWithTheTokenAlone() {
    assertThat(email.reveal(PersonalAccess.iReadPersonalDataAndAnswerForWhereItGoes()))
        .isEqualTo("ann@example.com");
    assertThatNullPointerException().isThrownBy(() -> email.reveal(null));
  }
}
