package org.stoplog.ledger.register;

import java.util.List;

/**
 * A supplier that a breach reaches, and how.
 *
 * @param way how surely what it was sent is at the breached one
 * @param path names along which the data went, the breached supplier at one end
 */
public record Reach(Supplier supplier, Way way, List<String> path) {
  public Reach {
    path = List.copyOf(path);
  }

  /** Where a supplier stands to the breached one. */
  public enum Way {
    /** The breached one itself. */
    ITSELF,
    /** Works for it, directly or along a chain: has what it was sent on its behalf. */
    BELOW,
    /** Uses it, directly or along a chain: what it was sent may have been passed on. */
    ABOVE
  }

  /** In words, for people. */
  public String describe() {
    return switch (way) {
      case ITSELF -> "named by the claim";
      case BELOW -> "works for it: " + String.join(" > ", path);
      case ABOVE -> "uses it, so what it was sent is possibly there: " + String.join(" > ", path);
    };
  }
}
