package org.stoplog.server.sightings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Lines that came and lines that went, each as often as it did. That lines changed their places is
 * no difference.
 */
record Difference(List<String> came, List<String> went) {
  private static final int MOST_SHOWN = 200;

  Difference {
    came = List.copyOf(came);
    went = List.copyOf(went);
  }

  static Difference of(List<String> before, List<String> now) {
    return new Difference(without(now, before), without(before, now));
  }

  private static List<String> without(List<String> lines, List<String> others) {
    Map<String, Integer> counts = new HashMap<>();
    others.forEach(one -> counts.merge(one, 1, Integer::sum));
    List<String> left = new ArrayList<>();
    for (String line : lines) {
      if (counts.merge(line, -1, Integer::sum) < 0) {
        left.add(line);
      }
    }
    return left;
  }

  boolean isEmpty() {
    return came.isEmpty() && went.isEmpty();
  }

  /** {@code + line} for what came, {@code - line} for what went. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    went.stream().limit(MOST_SHOWN).forEach(one -> lines.add("- " + one));
    more(lines, went.size(), "went");
    came.stream().limit(MOST_SHOWN).forEach(one -> lines.add("+ " + one));
    more(lines, came.size(), "came");
    return lines;
  }

  private static void more(List<String> lines, int count, String what) {
    if (count > MOST_SHOWN) {
      lines.add((count - MOST_SHOWN) + " more lines " + what + ".");
    }
  }

  /** {@code 2 lines came, 1 line went}. */
  String words() {
    return count(came.size(), "came") + ", " + count(went.size(), "went");
  }

  private static String count(int count, String what) {
    return count + (count == 1 ? " line " : " lines ") + what;
  }
}
