package org.stoplog.server.contacts;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The page of an incident's contact files.
 *
 * @param done what came of the file that was just given; null for none
 * @param errors what is wrong with it, by line
 */
public record ContactFilesPage(
    String room,
    String incident,
    String path,
    boolean canWork,
    String limit,
    @Nullable String done,
    List<String> errors,
    String days,
    List<Line> files) {
  public ContactFilesPage {
    errors = List.copyOf(errors);
    files = List.copyOf(files);
  }

  /**
   * A file.
   *
   * @param shred where it can be shredded now; null where it cannot
   */
  public record Line(
      String number,
      String lines,
      String people,
      String unknown,
      String who,
      String until,
      @Nullable String shred) {}
}
