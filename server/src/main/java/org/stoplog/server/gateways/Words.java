package org.stoplog.server.gateways;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The words by which choices are stored, and come from forms: those of a policy's file. */
final class Words {
  private Words() {}

  static String of(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static <E extends Enum<E>> Optional<E> find(E[] values, String word) {
    return Arrays.stream(values).filter(value -> of(value).equals(word)).findFirst();
  }

  /** Of a row, which holds no other words. */
  static <E extends Enum<E>> E stored(E[] values, String word) {
    return find(values, word).orElseThrow();
  }

  static <E extends Enum<E>> List<String> all(E[] values) {
    return Arrays.stream(values).map(Words::of).toList();
  }
}
