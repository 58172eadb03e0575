package org.stoplog.server.notices;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether it is worth to claim more copies. None may be due but for domains of which many wait
 * already: that is not the end, and is not asked again before one of them has room. For one thread.
 */
final class ClaimTurns {
  /** Domains that were left out when nothing else was due; null when something was. */
  private @Nullable Set<Long> dryBut;

  /**
   * @param full domains that would be left out
   * @param isAny whether anything else was due
   */
  void claimed(Set<Long> full, boolean isAny) {
    dryBut = isAny ? null : Set.copyOf(full);
  }

  /**
   * @param full domains that would be left out now
   */
  boolean isWorthIt(Set<Long> full) {
    return dryBut == null || !full.containsAll(dryBut);
  }

  /** Nothing at all was due. */
  boolean isDry() {
    return dryBut != null && dryBut.isEmpty();
  }
}
