package org.stoplog.server.assessments;

import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.expectations.Expectation;

/**
 * A question as it was when the assessment began; what the catalogue says later changes nothing.
 *
 * @param number within the assessment, from 1
 * @param onlyIf number of the question that must be answered with yes before; null for always
 */
record Question(int number, Expectation asks, @Nullable Integer onlyIf) {
  boolean isCounted() {
    return asks.kind() == Expectation.Kind.AT_MOST || asks.kind() == Expectation.Kind.AT_LEAST;
  }

  /** What would be good, in words. */
  String wanted() {
    return switch (asks.kind()) {
      case YES_NO -> "yes";
      case AT_MOST -> "at most " + asks.limit() + " " + asks.unit();
      case AT_LEAST -> "at least " + asks.limit() + " " + asks.unit();
      case TEXT -> "words, which somebody reads";
    };
  }
}
