package org.stoplog.catalog.expectations;

import org.jspecify.annotations.Nullable;

/**
 * Something that is expected of a supplier, as a question to it.
 *
 * @param id within its set, stable: {@code notice-hours}
 * @param limit what a number is held against; null for other kinds
 * @param unit of the number: {@code hours}; empty for other kinds
 * @param weight 1 to 3: how much it counts beside the others
 * @param isProved whether a document is asked for with it
 * @param onlyIf id of an earlier question of the set, to which the answer must be yes before this
 *     one is asked; null for always
 * @param why for whoever is asked, and whoever asks
 * @param source where it is from: a control, or the breach in which it was missing
 */
public record Expectation(
    String id,
    Kind kind,
    @Nullable Integer limit,
    String unit,
    int weight,
    boolean isProved,
    @Nullable String onlyIf,
    String title,
    String question,
    String why,
    String source) {

  /** How it is answered. */
  public enum Kind {
    /** Yes, partly or no. */
    YES_NO,
    /** Yes, unknown or no, where no is what is hoped for: were you affected? */
    NO_YES,
    /** A number that is at most the limit. */
    AT_MOST,
    /** A number that is at least the limit. */
    AT_LEAST,
    /** Words, which somebody has to read. */
    TEXT
  }
}
