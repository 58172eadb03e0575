package org.stoplog.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ElementSetTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 63, 64, 126})
  void holdsExactlyTheOrdinalItIsMadeOf(int ordinal) {
    ElementSet set = ElementSet.of(ordinal);
    assertThat(set.ordinals()).containsExactly(ordinal);
    assertThat(set.size()).isEqualTo(1);
    assertThat(set.isEmpty()).isFalse();
    for (int other = 0; other <= ElementSet.MAX_ORDINAL; other++) {
      assertThat(set.contains(other)).isEqualTo(other == ordinal);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 127, 128, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void refusesAnOrdinalThatDoesNotFit(int ordinal) {
    assertThatThrownBy(() -> ElementSet.of(ordinal))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(String.valueOf(ordinal));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 63, 64, 126})
  void isANonNegativeNumberOf128Bits(int ordinal) {
    ElementSet set = ElementSet.of(ordinal);
    BigInteger number =
        BigInteger.valueOf(set.high())
            .shiftLeft(64)
            .add(new BigInteger(Long.toUnsignedString(set.low())));
    assertThat(number).isEqualTo(BigInteger.TWO.pow(ordinal));
  }

  @Test
  void hasNothingInNone() {
    assertThat(ElementSet.NONE.isEmpty()).isTrue();
    assertThat(ElementSet.NONE.ordinals()).isEmpty();
  }

  /** Every operation equals that of a plain set of numbers. */
  @Test
  void behavesAsASetOfOrdinals() {
    Random random = new Random(20261123);
    for (int round = 0; round < 2_000; round++) {
      TreeSet<Integer> a = randomOrdinals(random);
      TreeSet<Integer> b = randomOrdinals(random);
      TreeSet<Integer> union = new TreeSet<>(a);
      union.addAll(b);
      TreeSet<Integer> difference = new TreeSet<>(a);
      difference.removeAll(b);
      TreeSet<Integer> common = new TreeSet<>(a);
      common.retainAll(b);
      assertThat(set(a).plus(set(b)).ordinals()).containsExactlyElementsOf(union);
      assertThat(set(a).minus(set(b)).ordinals()).containsExactlyElementsOf(difference);
      assertThat(set(a).and(set(b)).ordinals()).containsExactlyElementsOf(common);
      assertThat(set(a).size()).isEqualTo(a.size());
      assertThat(set(a).plus(set(a))).isEqualTo(set(a));
      assertThat(set(a).equals(set(b))).isEqualTo(a.equals(b));
    }
  }

  private static TreeSet<Integer> randomOrdinals(Random random) {
    TreeSet<Integer> ordinals = new TreeSet<>();
    for (int edge : List.of(0, 63, 64, 126)) {
      if (random.nextBoolean()) {
        ordinals.add(edge);
      }
    }
    int more = random.nextInt(10);
    for (int i = 0; i < more; i++) {
      ordinals.add(random.nextInt(ElementSet.MAX_ORDINAL + 1));
    }
    return ordinals;
  }

  private static ElementSet set(Iterable<Integer> ordinals) {
    ElementSet set = ElementSet.NONE;
    for (int ordinal : ordinals) {
      set = set.plus(ElementSet.of(ordinal));
    }
    return set;
  }
}
