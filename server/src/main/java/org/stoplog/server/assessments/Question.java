package org.stoplog.server.assessments;

import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.expectations.Expectation;

/**
 * A question as it was when the assessment began; what the catalogue says later changes nothing.
 *
 * @param number within the assessment, from 1
 * @param onlyIf number of the question that must be answered with yes before; null for always
 */
public record Question(int number, Expectation asks, @Nullable Integer onlyIf) {
  public boolean isCounted() {
    return asks.kind() == Expectation.Kind.AT_MOST || asks.kind() == Expectation.Kind.AT_LEAST;
  }

  /** How it is answered: yes-no, no-yes, number or text. */
  public String form() {
    return switch (asks.kind()) {
      case YES_NO -> "yes-no";
      case NO_YES -> "no-yes";
      case AT_MOST, AT_LEAST -> "number";
      case TEXT -> "text";
    };
  }

  /** What would be good, in words. */
  public String wanted() {
    return switch (asks.kind()) {
      case YES_NO -> "yes";
      case NO_YES -> "no";
      case AT_MOST -> "at most " + asks.limit() + " " + asks.unit();
      case AT_LEAST -> "at least " + asks.limit() + " " + asks.unit();
      case TEXT -> "words, which somebody reads";
    };
  }
}
