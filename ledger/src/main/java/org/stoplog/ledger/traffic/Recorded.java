package org.stoplog.ledger.traffic;

import java.util.List;

/**
 * What one round of recording did.
 *
 * @param segments that are in the tables now
 * @param batches ids of the batches that were made, in their order
 * @param unreadable segments that were set aside
 * @param missing segments that are no longer waited for
 * @param more whether another round would find something to do
 */
public record Recorded(
    int segments, List<Long> batches, int unreadable, long missing, boolean more) {
  public Recorded {
    batches = List.copyOf(batches);
  }
}
