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

  /** Letters to insert, remove, replace or swap with their neighbour. */
  private static int edits(String a, String b) {
    int[][] table = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        table[i][j] = i == 0 ? j : j == 0 ? i : step(table, a, b, i, j);
      }
    }
    return table[a.length()][b.length()];
  }

  private static int step(int[][] table, String a, String b, int i, int j) {
    boolean isSame = a.charAt(i - 1) == b.charAt(j - 1);
    int edits = table[i - 1][j - 1] + (isSame ? 0 : 1);
    edits = Math.min(edits, Math.min(table[i - 1][j], table[i][j - 1]) + 1);
    boolean isSwapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return isSwapped ? Math.min(edits, table[i - 2][j - 2] + 1) : edits;
  }
}
