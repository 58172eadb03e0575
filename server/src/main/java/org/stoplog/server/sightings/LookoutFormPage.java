package org.stoplog.server.sightings;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The form of a lookout, with what was typed.
 *
 * @param action where it is sent
 * @param back page to go back to
 * @param isNew whether its kind can be chosen
 */
public record LookoutFormPage(
    String action,
    String back,
    boolean isNew,
    @Nullable String error,
    LookoutForm form,
    List<Choice> kinds,
    List<String> suppliers,
    boolean mayLookInside) {
  public LookoutFormPage {
    kinds = List.copyOf(kinds);
    suppliers = List.copyOf(suppliers);
  }

  /** Something to choose. */
  public record Choice(String word, String words, String hint) {}
}
