package org.stoplog.ledger.reader;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** Finds out by the values whether 03/04/2025 is in March or in April. */
final class DateOrder {
  private static final Pattern PARTS =
      Pattern.compile("(\\d{1,2})[/.-](\\d{1,2})[/.-](\\d{4}|\\d{2})(\\D.*)?");

  private boolean dayFirst;
  private boolean monthFirst;
  private final List<String> undecided = new ArrayList<>();

  /** Looks at the values of a column whose date is needed. */
  void look(String column, List<String> values) {
    boolean needed = false;
    for (String value : values) {
      Matcher parts = PARTS.matcher(value);
      if (parts.matches()) {
        needed = true;
        dayFirst |= Integer.parseInt(parts.group(1)) > 12;
        monthFirst |= Integer.parseInt(parts.group(2)) > 12;
      }
    }
    if (needed) {
      undecided.add(column);
    }
  }

  /**
   * @return {@code dmy} or {@code mdy}, null when no date needs an order
   * @throws StoplogException {@link Problem#DATE_AMBIGUOUS}
   */
  @Nullable String decide() {
    if (undecided.isEmpty()) {
      return null;
    }
    if (dayFirst == monthFirst) {
      throw new StoplogException(
          Problem.DATE_AMBIGUOUS,
          "column \""
              + undecided.getFirst()
              + (dayFirst
                  ? "\" has dates that start with the day and others that start with the month"
                  : "\" may start with the day or with the month"));
    }
    return dayFirst ? "dmy" : "mdy";
  }

  /** The same for a guess that somebody corrects: null also when it is not sure. */
  @Nullable String decideIfSure() {
    return undecided.isEmpty() || dayFirst == monthFirst ? null : dayFirst ? "dmy" : "mdy";
  }
}
