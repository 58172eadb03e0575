package org.stoplog.server.notices;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class ClaimTurnsTest {
  private final ClaimTurns turns = new ClaimTurns();

  @Test
  void nothingDueAtAllIsTheEnd() {
    assertThat(turns.isWorthIt(Set.of())).isTrue();
    assertThat(turns.isDry()).isFalse();
    turns.claimed(Set.of(), true);
    assertThat(turns.isDry()).isFalse();
    turns.claimed(Set.of(), false);
    assertThat(turns.isDry()).isTrue();
    assertThat(turns.isWorthIt(Set.of(7L))).as("nothing to claim, whatever is full").isFalse();
  }

  /** All people had their mail at one slow domain: the wave ended with most of them waiting. */
  @Test
  void nothingDueButForASlowDomainIsNotTheEnd() {
    turns.claimed(Set.of(7L, 8L), false);
    assertThat(turns.isDry()).isFalse();
    assertThat(turns.isWorthIt(Set.of(7L, 8L, 9L))).as("none of them has room").isFalse();
    assertThat(turns.isWorthIt(Set.of(7L))).as("one of them has room").isTrue();
    assertThat(turns.isWorthIt(Set.of())).isTrue();
    turns.claimed(Set.of(), true);
    assertThat(turns.isDry()).isFalse();
  }
}
