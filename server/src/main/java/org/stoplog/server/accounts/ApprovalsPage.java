package org.stoplog.server.accounts;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What waits for a decision, and what was decided.
 *
 * @param mine to be decided by whoever looks
 * @param waiting for somebody else
 * @param state that past ones are filtered by; empty for all
 * @param older the address of the next page; null on the last
 */
public record ApprovalsPage(
    List<Line> mine,
    List<Line> waiting,
    List<Line> past,
    String state,
    List<String> states,
    boolean isFirst,
    @Nullable String older) {
  public ApprovalsPage {
    mine = List.copyOf(mine);
    waiting = List.copyOf(waiting);
    past = List.copyOf(past);
    states = List.copyOf(states);
  }

  /**
   * A line of a list.
   *
   * @param when it must be decided, or was
   * @param by who decided
   */
  public record Line(
      UUID id, long number, String title, String askedBy, String state, String when, String by) {}
}
