package org.stoplog.server.subprocessors;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the world is told of a supplier.
 *
 * @param shown what it reads now; null when it is not on the list
 * @param address of the list; null while the public door is closed
 */
public record SubProcessorPage(
    int supplier,
    String name,
    @Nullable Line shown,
    List<String> history,
    @Nullable String address,
    boolean canEdit,
    @Nullable String error,
    Map<String, String> typed) {
  public SubProcessorPage {
    history = List.copyOf(history);
    typed = Map.copyOf(typed);
  }

  /** As it is on the list. */
  public record Line(String name, String purpose, String data, String place, String since) {}

  public String typed(String field) {
    return typed.getOrDefault(field, "");
  }
}
