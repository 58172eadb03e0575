package org.stoplog.server.people;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One person's contact values: asked for, decided on, and shown.
 *
 * @param state one line
 * @param story page of the look-up; null for whoever did not make it, or when its hour is over
 * @param why the kind of reason of the look-up
 * @param words the look-up's reason in its asker's words
 * @param reason why the values are needed, as it was asked; null before
 * @param approval path of the approval that waits; null for none
 * @param masked what is kept, masked
 * @param canAsk whether this caller may ask now
 * @param left how often this caller may look now
 * @param shown the values; null unless they are shown now
 * @param typed what was typed
 * @param error why it was not taken; null when it was
 */
public record RevealPage(
    String path,
    String state,
    @Nullable String story,
    String why,
    String words,
    @Nullable String reason,
    @Nullable String approval,
    List<Values> masked,
    boolean canAsk,
    int left,
    @Nullable List<Values> shown,
    String typed,
    @Nullable String error) {
  public RevealPage {
    masked = List.copyOf(masked);
    shown = shown == null ? null : List.copyOf(shown);
  }

  /** One account; "none kept" where there is nothing. */
  public record Values(String reference, String email, String name, String language) {
    /** Names nobody. */
    @Override
    public String toString() {
      return "Values[…]";
    }
  }

  /** It may stand in a message of a fault. */
  @Override
  public String toString() {
    return "RevealPage[…]";
  }
}
