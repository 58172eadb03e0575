package org.stoplog.ledger.reader;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.stoplog.catalog.Element;
import org.stoplog.catalog.ElementSet;

/**
 * What the values of a path disclose when other values of the event decide it, which may stand
 * behind them. Until they are known a bit stands for it that no element has: ordinals end at {@link
 * ElementSet#MAX_ORDINAL}.
 */
final class KindMeaning {
  /** In the high half of a set. */
  static final long UNTOLD = Long.MIN_VALUE;

  private record Kind(EventSlot slot, byte[] value) {}

  private final List<Kind> kinds = new ArrayList<>();
  private final ElementSet then;
  private final ElementSet otherwise;

  private KindMeaning(ElementSet then, ElementSet otherwise) {
    this.then = then;
    this.otherwise = otherwise;
  }

  /** Takes the place of what the node disclosed. */
  static KindMeaning at(PathNode node, Map<EventSlot, Set<String>> kinds, Element element) {
    KindMeaning meaning = new KindMeaning(element.asSet(), new ElementSet(node.low, node.high));
    kinds.forEach(
        (slot, values) -> {
          for (String value : values) {
            meaning.kinds.add(new Kind(slot, value.getBytes(StandardCharsets.UTF_8)));
          }
        });
    node.low = 0;
    node.high = UNTOLD;
    return meaning;
  }

  static boolean isUntold(long high) {
    return high < 0;
  }

  /** Whether one of these is what the path may disclose. */
  boolean mayBe(ElementSet elements) {
    return !elements.and(then.plus(otherwise)).isEmpty();
  }

  /** The elements, with what they are for this event in the place of what was untold. */
  ElementSet told(long low, long high, EventRow row) {
    ElementSet rest = new ElementSet(low, high & ~UNTOLD);
    return rest.plus(isOne(row) ? then : otherwise);
  }

  private boolean isOne(EventRow row) {
    for (Kind kind : kinds) {
      int v = row.own(kind.slot);
      if (v >= 0
          && Arrays.equals(
              kind.value,
              0,
              kind.value.length,
              row.text,
              row.start[v],
              row.start[v] + row.length[v])) {
        return true;
      }
    }
    return false;
  }
}
