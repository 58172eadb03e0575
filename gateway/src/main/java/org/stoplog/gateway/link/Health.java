package org.stoplog.gateway.link;

import org.stoplog.ledger.journal.JournalHealth;

/**
 * How the gateway is, as its server is told with each question.
 *
 * @param isWell whether it records, and the server takes what it recorded
 * @param waiting closed segments that are still here
 * @param gaps requests since the start that were not recorded
 * @param lost outcomes, ends of streams and gaps since the start that were not recorded
 * @param aside segments that the server refused for good
 */
record Health(boolean isWell, long waiting, long gaps, long lost, long aside) {
  static final String HEADER = "Stoplog-Health";

  /** The server takes numbers of up to 15 digits. */
  private static final long MOST = 999_999_999_999_999L;

  /**
   * A segment that was set aside is a hole in the record until somebody looks, and the server knows
   * no other word for that than failing.
   */
  static Health of(JournalHealth journal, int aside) {
    return new Health(
        journal.failure() == null && aside == 0,
        journal.closed(),
        journal.refused(),
        journal.lostOutcomes() + journal.lostNotes(),
        aside);
  }

  String header() {
    return "state="
        + (isWell ? "ok" : "failing")
        + ", waiting="
        + bounded(waiting)
        + ", gaps="
        + bounded(gaps)
        + ", lost="
        + bounded(lost)
        + ", aside="
        + bounded(aside);
  }

  private static long bounded(long number) {
    return Math.clamp(number, 0, MOST);
  }
}
