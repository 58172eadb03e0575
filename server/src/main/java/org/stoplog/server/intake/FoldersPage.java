package org.stoplog.server.intake;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The page of followed folders.
 *
 * @param inbox as it was named at the start; null when none was
 * @param state in one line
 * @param free names of folders in the inbox that nobody follows
 */
public record FoldersPage(
    @Nullable String inbox,
    String state,
    boolean mayEdit,
    List<Line> lines,
    List<String> free,
    List<String> suppliers,
    Typed typed,
    Map<String, String> errors) {
  public FoldersPage {
    lines = List.copyOf(lines);
    free = List.copyOf(free);
    suppliers = List.copyOf(suppliers);
    errors = Map.copyOf(errors);
  }

  /** What was typed. */
  public record Typed(
      String folder,
      String kind,
      String supplier,
      String connection,
      String region,
      String hours,
      String mapping) {
    static final Typed NOTHING = new Typed("", "disclosures", "", "", "", "26", "");
  }

  /** What is wrong with a field; null when nothing is. */
  public @Nullable String error(String field) {
    return errors.get(field);
  }

  /**
   * A followed folder.
   *
   * @param age of the newest file; null when none was imported yet
   * @param isLate when that is older than it may be
   * @param trouble why it cannot be looked into; null when it can
   */
  public record Line(
      String path,
      String name,
      String about,
      String age,
      String allowed,
      boolean isLate,
      String looked,
      int waiting,
      @Nullable String trouble,
      boolean hasFailures,
      List<File> files) {
    public Line {
      files = List.copyOf(files);
    }
  }

  /**
   * A file of it.
   *
   * @param batch path; null when it failed
   */
  public record File(String name, String at, @Nullable String batch, @Nullable String failure) {}
}
