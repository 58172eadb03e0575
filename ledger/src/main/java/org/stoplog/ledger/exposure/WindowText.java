package org.stoplog.ledger.exposure;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.exposure.Window.Kind;
import org.stoplog.ledger.exposure.Window.Said;
import org.stoplog.ledger.exposure.Window.Span;

/**
 * Reads a window from what people paste: {@code 2025-11-01..2025-11-08T14:00Z}, one day, an open
 * end, {@code about 2025-11}. A time stands for the whole of its unit: a window to a day includes
 * the day, one to 14:00 the minute. Where a zone's clock skips or repeats a time, the wider reading
 * holds.
 */
public final class WindowText {
  private static final int LONGEST = 200;
  private static final Pattern SEPARATOR =
      Pattern.compile(
          "\\s*(?:\\.{2,3}|…|[–—]|\\s-\\s|\\bto\\b|\\buntil\\b)\\s*", Pattern.CASE_INSENSITIVE);
  private static final Pattern KIND =
      Pattern.compile("(data|access)\\s*[: ]\\s*", Pattern.CASE_INSENSITIVE);

  private WindowText() {}

  /**
   * A window on the data, unless the text starts with {@code access}.
   *
   * @param zone where times without a zone are read
   */
  public static Window parse(String text, ZoneId zone) {
    Matcher kind = KIND.matcher(text.strip());
    if (!kind.lookingAt()) {
      return parse(Kind.DATA, text, zone, null);
    }
    String rest = text.strip().substring(kind.end());
    return parse(
        kind.group(1).equalsIgnoreCase("access") ? Kind.ACCESS : Kind.DATA, rest, zone, null);
  }

  /**
   * @param zone where times without a zone are read
   * @param precision how exact the times are, null to take it from the way they are written; never
   *     makes them more exact than they are written
   * @throws StoplogException {@link Problem#WINDOW_INVALID} that says what was read
   */
  public static Window parse(Kind kind, String text, ZoneId zone, @Nullable Precision precision) {
    String said = text.strip();
    if (said.isEmpty() || said.length() > LONGEST) {
      throw invalid(said, "a window has 1 to " + LONGEST + " characters");
    }
    try {
      Matcher separator = SEPARATOR.matcher(said);
      boolean open = separator.find();
      String first = open ? said.substring(0, separator.start()) : said;
      String second = open ? said.substring(separator.end()) : said;
      if (open && SEPARATOR.matcher(second).find()) {
        throw new DateTimeException("more than two times");
      }
      Edge from = first.isBlank() ? null : EdgeText.parse(first, zone, precision);
      Edge to = second.isBlank() ? null : EdgeText.parse(second, zone, precision);
      if (from != null && to != null && from.isAfter(to)) {
        throw new DateTimeException(
            "it ends (" + to.describe() + ") before it starts (" + from.describe() + ")");
      }
      Span possible =
          new Span(from == null ? null : from.earliestStart(), to == null ? null : to.latestEnd());
      return new Window(
          kind, possible, certain(from, to), new Said(said, zone, precision, reading(from, to)));
    } catch (DateTimeException e) {
      throw invalid(said, String.valueOf(e.getMessage()));
    }
  }

  private static @Nullable Span certain(@Nullable Edge from, @Nullable Edge to) {
    if ((from != null && from.about()) || (to != null && to.about())) {
      return null;
    }
    if (from != null && to != null && !from.latestStart().isBefore(to.earliestEnd())) {
      return null;
    }
    return new Span(from == null ? null : from.latestStart(), to == null ? null : to.earliestEnd());
  }

  private static String reading(@Nullable Edge from, @Nullable Edge to) {
    if (from != null && from.equals(to)) {
      return "within " + from.describe();
    }
    return "from "
        + (from == null ? "the beginning" : from.describe())
        + "; to "
        + (to == null ? "no end" : to.describe() + ", included");
  }

  private static StoplogException invalid(String said, String why) {
    String shown = said.length() > LONGEST ? said.substring(0, LONGEST) + "…" : said;
    return new StoplogException(Problem.WINDOW_INVALID, "read \"" + shown + "\": " + why);
  }
}
