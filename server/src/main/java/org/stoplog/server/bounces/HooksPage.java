package org.stoplog.server.bounces;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Providers that may call, and the form for one more.
 *
 * @param isOpen whether the door is open that they call at
 * @param typed what stood in the form, but the key
 * @param errors by field
 * @param made the address of a new one, shown now and never again; null when none was made
 */
public record HooksPage(
    List<Line> hooks,
    boolean isOpen,
    Map<String, String> typed,
    Map<String, String> errors,
    @Nullable String made) {
  public HooksPage {
    hooks = List.copyOf(hooks);
    typed = Map.copyOf(typed);
    errors = Map.copyOf(errors);
  }

  /**
   * One of them.
   *
   * @param confirm an address that somebody has to open once; null for none
   */
  public record Line(
      String path,
      String name,
      String provider,
      boolean isActive,
      String called,
      @Nullable String confirm) {}

  public String of(String field) {
    return typed.getOrDefault(field, "");
  }

  /** It may stand in a message of a fault. */
  @Override
  public String toString() {
    return "HooksPage[…]";
  }
}
