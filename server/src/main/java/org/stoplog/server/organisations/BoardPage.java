package org.stoplog.server.organisations;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rounds of an incident, and a form for another.
 *
 * @param open path of the round that is not ended; null when another can be prepared
 * @param closed why none can be prepared; null when one can
 * @param form as it was typed
 * @param error null when nothing is wrong
 */
public record BoardPage(
    String room,
    String incident,
    String path,
    List<Line> rounds,
    boolean canWork,
    @Nullable String open,
    @Nullable String closed,
    List<Choice> exposures,
    List<Choice> routes,
    Map<String, String> form,
    List<Choice> fields,
    @Nullable String error) {
  public BoardPage {
    rounds = List.copyOf(rounds);
    exposures = List.copyOf(exposures);
    routes = List.copyOf(routes);
    form = Map.copyOf(form);
    fields = List.copyOf(fields);
  }

  public record Line(String path, String name, String state, String counts) {}

  /** Something to choose, or a field with what it is. */
  public record Choice(String value, String text, boolean isChosen) {}

  public String typed(String field) {
    return form.getOrDefault(field, "");
  }
}
