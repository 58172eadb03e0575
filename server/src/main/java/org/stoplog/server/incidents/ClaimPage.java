package org.stoplog.server.incidents;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The form of a new claim, with what was typed.
 *
 * @param typed by name of the field
 * @param chosen ids of elements that are ticked
 * @param earlier ids of claims that it can supersede
 */
public record ClaimPage(
    String path,
    String incident,
    @Nullable String error,
    Map<String, String> typed,
    List<String> chosen,
    List<String> suppliers,
    List<String> earlier,
    List<FileChoice> files,
    List<Group> groups) {
  public ClaimPage {
    typed = Map.copyOf(typed);
    chosen = List.copyOf(chosen);
    suppliers = List.copyOf(suppliers);
    earlier = List.copyOf(earlier);
    files = List.copyOf(files);
    groups = List.copyOf(groups);
  }

  /** What stands in a field; empty when nothing does. */
  public String of(String field) {
    return typed.getOrDefault(field, "");
  }

  public boolean is(String field, String value) {
    return of(field).equals(value);
  }

  /** A file of the incident that was read to its end. */
  public record FileChoice(String value, String words) {}

  /** Elements of one kind. */
  public record Group(String name, List<Choice> elements) {
    public Group {
      elements = List.copyOf(elements);
    }
  }

  /** An element to tick. */
  public record Choice(String id, String label, boolean isChosen) {}
}
