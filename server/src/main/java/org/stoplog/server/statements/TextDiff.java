package org.stoplog.server.statements;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What changed from one text to the next: lines first, then words within lines that changed. */
public final class TextDiff {
  /** Of two texts that are longer together all is shown as changed. */
  private static final long MOST_PAIRS = 4_000_000;

  private TextDiff() {}

  /** A run of words, or a line, that stayed, went or came. */
  public enum Kind {
    SAME,
    REMOVED,
    ADDED
  }

  /** A part of a text. */
  public record Part(Kind kind, String text) {}

  /** A line of which something changed, in its parts. */
  public record Line(List<Part> parts) {
    public Line {
      parts = List.copyOf(parts);
    }
  }

  /** The lines that changed, in their order. */
  static List<Line> lines(String before, String after) {
    List<Line> changed = new ArrayList<>();
    List<String> gone = new ArrayList<>();
    List<String> come = new ArrayList<>();
    for (Part part : parts(lines(before), lines(after))) {
      switch (part.kind()) {
        case REMOVED -> gone.add(part.text());
        case ADDED -> come.add(part.text());
        case SAME -> flush(gone, come, changed);
      }
    }
    flush(gone, come, changed);
    return changed;
  }

  /** For whoever approves: each line with a sign before it. */
  static List<String> signed(String before, String after) {
    return parts(lines(before), lines(after)).stream()
        .map(
            part ->
                switch (part.kind()) {
                  case SAME -> "  " + part.text();
                  case REMOVED -> "- " + part.text();
                  case ADDED -> "+ " + part.text();
                })
        .toList();
  }

  private static List<String> lines(String text) {
    return text.isEmpty() ? List.of() : text.lines().filter(line -> !line.isBlank()).toList();
  }

  /** Lines that went and came at one place belong together in their order. */
  private static void flush(List<String> gone, List<String> come, List<Line> changed) {
    for (int i = 0; i < Math.max(gone.size(), come.size()); i++) {
      String before = i < gone.size() ? gone.get(i) : "";
      String after = i < come.size() ? come.get(i) : "";
      changed.add(new Line(joined(parts(words(before), words(after)))));
    }
    gone.clear();
    come.clear();
  }

  private static List<String> words(String line) {
    return line.isEmpty() ? List.of() : Arrays.asList(line.split("(?<=\\s)(?=\\S)", -1));
  }

  private static List<Part> joined(List<Part> parts) {
    List<Part> joined = new ArrayList<>();
    for (Part part : parts) {
      Part last = joined.isEmpty() ? null : joined.getLast();
      if (last != null && last.kind() == part.kind()) {
        joined.set(joined.size() - 1, new Part(part.kind(), last.text() + part.text()));
      } else {
        joined.add(part);
      }
    }
    return joined;
  }

  /** By the longest common sequence; what went stands before what came. */
  private static List<Part> parts(List<String> before, List<String> after) {
    List<Part> parts = new ArrayList<>();
    int n = before.size();
    int m = after.size();
    if ((long) (n + 1) * (m + 1) > MOST_PAIRS) {
      before.forEach(text -> parts.add(new Part(Kind.REMOVED, text)));
      after.forEach(text -> parts.add(new Part(Kind.ADDED, text)));
      return parts;
    }
    int[][] longest = new int[n + 1][m + 1];
    for (int i = n - 1; i >= 0; i--) {
      for (int j = m - 1; j >= 0; j--) {
        longest[i][j] =
            before.get(i).equals(after.get(j))
                ? longest[i + 1][j + 1] + 1
                : Math.max(longest[i + 1][j], longest[i][j + 1]);
      }
    }
    int i = 0;
    int j = 0;
    while (i < n || j < m) {
      if (i < n && j < m && before.get(i).equals(after.get(j))) {
        parts.add(new Part(Kind.SAME, before.get(i)));
        i++;
        j++;
      } else if (i < n && (j == m || longest[i + 1][j] >= longest[i][j + 1])) {
        parts.add(new Part(Kind.REMOVED, before.get(i++)));
      } else {
        parts.add(new Part(Kind.ADDED, after.get(j++)));
      }
    }
    return parts;
  }
}
