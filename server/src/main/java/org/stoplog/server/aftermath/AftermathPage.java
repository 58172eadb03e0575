package org.stoplog.server.aftermath;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a supplier after its breach.
 *
 * @param supplier null while nobody knows which one it was
 */
public record AftermathPage(
    String room,
    String incident,
    @Nullable Integer supplier,
    String name,
    List<Promise> promises,
    List<Decided> decided,
    List<Choice> kinds,
    boolean canWork,
    @Nullable String error,
    String kind,
    String reasons,
    String requirements,
    String due) {
  public AftermathPage {
    promises = List.copyOf(promises);
    decided = List.copyOf(decided);
    kinds = List.copyOf(kinds);
  }

  /** What it had promised, and what happened. */
  public record Promise(String says, String verdict, boolean isBroken) {}

  /** A decision. */
  public record Decided(String what, String who, String reasons, List<String> promises) {
    public Decided {
      promises = List.copyOf(promises);
    }
  }

  /** A choice of the form. */
  public record Choice(String word, String words) {}
}
