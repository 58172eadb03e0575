package org.stoplog.ledger.reader;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers whom the events of a request were handed on to. Not thread-safe. */
final class Destinations {
  private static final String ALL = "All";

  /** What is said around the events, and by the event itself, which counts before it. */
  private final Map<String, Boolean> around = new HashMap<>();

  private final Map<String, Boolean> own = new LinkedHashMap<>();

  /** By name, whether an event was meant for it by name. */
  private final Map<String, Boolean> seen = new LinkedHashMap<>();

  /** By name, how many events are kept from it. */
  private final Map<String, Integer> off = new HashMap<>();

  private int events;
  private boolean all;
  private boolean more;

  void clear() {
    around.clear();
    own.clear();
    seen.clear();
    off.clear();
    events = 0;
    all = false;
    more = false;
  }

  /** A text of its own begins. */
  void nothingAround() {
    if (!around.isEmpty()) {
      around.clear();
    }
  }

  void named(String name, boolean on) {
    // One more than is told: "All" is no name.
    boolean isFull = own.size() > Downstream.MOST_NAMES && !own.containsKey(name);
    if (isFull || name.length() > Downstream.LONGEST_NAME) {
      more = true;
    } else {
      own.put(name, on);
    }
  }

  /** What was named since the last event holds for all that follow. */
  void isAround() {
    around.putAll(own);
    own.clear();
  }

  /** An event ends. */
  void event() {
    events++;
    for (Map.Entry<String, Boolean> shared : around.entrySet()) {
      own.putIfAbsent(shared.getKey(), shared.getValue());
    }
    all |= own.getOrDefault(ALL, true);
    for (Map.Entry<String, Boolean> one : own.entrySet()) {
      if (one.getKey().equals(ALL)) {
        continue;
      }
      if (seen.size() >= Downstream.MOST_NAMES && !seen.containsKey(one.getKey())) {
        more = true;
        continue;
      }
      seen.merge(one.getKey(), one.getValue(), Boolean::logicalOr);
      if (!one.getValue()) {
        off.merge(one.getKey(), 1, Integer::sum);
      }
    }
    own.clear();
  }

  Downstream said() {
    if (seen.isEmpty() && !more && (all || events == 0)) {
      return Downstream.NONE;
    }
    List<String> to = new ArrayList<>();
    List<String> keptFrom = new ArrayList<>();
    seen.forEach(
        (name, on) -> {
          if (on) {
            to.add(name);
          } else if (off.getOrDefault(name, 0) == events) {
            keptFrom.add(name);
          }
        });
    return new Downstream(all, to, keptFrom, more);
  }
}
