package org.stoplog.catalog.problem;

import java.util.Collection;
import java.util.Locale;

/** The allowed word nearest to what somebody wrote, for messages. */
public final class Nearest {
  private static final int LONGEST = 80;

  private Nearest() {}

  /**
   * The word of {@code allowed} with the fewest edits, or an empty text when none is near enough to
   * be what was meant (more than a third of its letters differ).
   */
  public static String word(String written, Collection<String> allowed) {
    String wanted = written.strip().toLowerCase(Locale.ROOT);
    String best = "";
    int fewest = Integer.MAX_VALUE;
    if (wanted.length() > LONGEST) {
      return best;
    }
    for (String word : allowed) {
      int edits = edits(wanted, word.toLowerCase(Locale.ROOT));
      if (edits < fewest && edits <= Math.max(1, word.length() / 3)) {
        fewest = edits;
        best = word;
      }
    }
    return best;
  }

  /** The tail of a message: the nearest word, or all words when none is near. */
  public static String hint(String written, Collection<String> allowed) {
    String word = word(written, allowed);
    return word.isEmpty()
        ? "allowed: " + String.join(", ", allowed)
        : "did you mean \"" + word + "\"?";
  }

  private static int edits(String a, String b) {
    int[] above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(change, Math.min(above[j], row[j - 1]) + 1);
      }
      above = row;
    }
    return above[b.length()];
  }
}
