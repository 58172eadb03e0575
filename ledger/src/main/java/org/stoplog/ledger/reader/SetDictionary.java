package org.stoplog.ledger.reader;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** Numbers the sets of elements that occur in one file. Thread-safe. */
final class SetDictionary {
  private final Map<ElementSet, Integer> indexes = new HashMap<>();
  private final List<ElementSet> sets = new ArrayList<>();
  private int taken;

  synchronized int index(ElementSet set) {
    Integer known = indexes.get(set);
    if (known != null) {
      return known;
    }
    if (sets.size() == Frames.MOST_SETS) {
      throw new StoplogException(
          Problem.READER_LIMIT, "more than " + Frames.MOST_SETS + " sets of elements");
    }
    indexes.put(set, sets.size());
    sets.add(set);
    return sets.size() - 1;
  }

  synchronized void clear() {
    indexes.clear();
    sets.clear();
    taken = 0;
  }

  /** The sets that were numbered since the last call, in their order. */
  synchronized List<ElementSet> takeNew() {
    List<ElementSet> fresh = List.copyOf(sets.subList(taken, sets.size()));
    taken = sets.size();
    return fresh;
  }
}
