package org.stoplog.server.incidents;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files of an incident, and the form for another one.
 *
 * @param typed what stood in the form; the file and the password are never repeated
 * @param errors by field
 */
public record FilesPage(
    String room,
    String incident,
    boolean canWork,
    String limit,
    Map<String, String> typed,
    Map<String, String> errors,
    List<Line> files) {
  public FilesPage {
    typed = Map.copyOf(typed);
    errors = Map.copyOf(errors);
    files = List.copyOf(files);
  }

  public @Nullable String error(String field) {
    return errors.get(field);
  }

  public String of(String field) {
    return typed.getOrDefault(field, "");
  }

  /**
   * A file.
   *
   * @param rows what came of reading it
   * @param claims those that use it
   */
  public record Line(
      String path,
      String name,
      String size,
      String came,
      String added,
      String rows,
      List<String> claims) {
    public Line {
      claims = List.copyOf(claims);
    }
  }
}
