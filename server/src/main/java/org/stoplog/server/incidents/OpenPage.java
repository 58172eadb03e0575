package org.stoplog.server.incidents;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The form that opens an incident, with what was typed. */
public record OpenPage(
    @Nullable String error,
    String title,
    String supplier,
    String signal,
    String source,
    List<String> suppliers,
    List<Choice> signals) {
  public OpenPage {
    suppliers = List.copyOf(suppliers);
    signals = List.copyOf(signals);
  }

  /** Something to choose: a word and what it means. */
  public record Choice(String value, String text) {}
}
