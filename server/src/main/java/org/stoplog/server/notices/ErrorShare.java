package org.stoplog.server.notices;

import java.util.ArrayDeque;

/** The share of refusals among the last answers: a wrong list shows early. */
final class ErrorShare {
  private static final int LAST = 50;
  private static final int FEWEST = 20;
  private static final int HUNDRED = 100;

  private final int limit;
  private final ArrayDeque<Boolean> last = new ArrayDeque<>();

  /**
   * @param limit percent that is too much when it is passed
   */
  ErrorShare(int limit) {
    this.limit = limit;
  }

  /**
   * @return whether it is too much now
   */
  boolean add(boolean isRefused) {
    last.add(isRefused);
    if (last.size() > LAST) {
      last.remove();
    }
    long refused = last.stream().filter(one -> one).count();
    return last.size() >= FEWEST && refused * HUNDRED > (long) limit * last.size();
  }
}
