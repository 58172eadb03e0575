package org.stoplog.sample;

import java.util.Set;
import java.util.TreeSet;

/**
 * What the truth says about one person.
 *
 * @param exact ids of the elements that went under an identifier that was this person's alone
 * @param shared ids of those that went under an identifier shared with others
 * @param linked ids of those that went under a supplier's own id tied to this person alone
 * @param probable ids of those that went under an address that fits but for its plus-tag
 */
public record Expected(
    Set<String> exact, Set<String> shared, Set<String> linked, Set<String> probable) {
  public Expected {
    if (exact.isEmpty() && shared.isEmpty() && linked.isEmpty() && probable.isEmpty()) {
      throw new IllegalArgumentException("nothing is expected of this person");
    }
  }

  /** The best grade of all. */
  public Grade grade() {
    if (!exact.isEmpty()) {
      return Grade.EXACT;
    }
    if (!shared.isEmpty()) {
      return Grade.SHARED;
    }
    return linked.isEmpty() ? Grade.PROBABLE : Grade.LINKED;
  }

  /** Ids of the elements under any grade. */
  public Set<String> elements() {
    Set<String> all = new TreeSet<>(exact);
    all.addAll(shared);
    all.addAll(linked);
    all.addAll(probable);
    return all;
  }
}
