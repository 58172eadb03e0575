package org.stoplog.server.assessments;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Assessments, of one supplier or of all.
 *
 * @param supplier number of the one supplier; null for all
 * @param earlier address of the lines before these, and {@code later} of those after; null for none
 * @param due, why what was typed in a form that could not be taken
 */
public record AssessmentsPage(
    @Nullable Integer supplier,
    String title,
    String state,
    List<Line> lines,
    @Nullable String earlier,
    @Nullable String later,
    List<Set> sets,
    boolean canEdit,
    @Nullable String error,
    String due,
    String why) {
  public AssessmentsPage {
    lines = List.copyOf(lines);
    sets = List.copyOf(sets);
  }

  /** An assessment. @param score in words */
  public record Line(
      String path,
      String supplier,
      String title,
      String due,
      boolean isLate,
      boolean isOpen,
      String score) {}

  /** A set that can be chosen. @param about where it is from, and how many questions it has */
  public record Set(String id, String title, String about) {}
}
