package org.stoplog.gateway.proxy;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.stoplog.ledger.journal.Gap;

/**
 * Requests that were let through without a record, by connection, until the journal can be told: a
 * fault of the disk lasts for thousands of them. Thread-safe.
 */
final class Gaps {
  private final Map<Long, Gap> open = new HashMap<>();

  synchronized void add(long connection, long time) {
    open.merge(
        connection,
        new Gap(time, time, connection, 1),
        (before, one) ->
            new Gap(
                Math.min(before.from(), one.from()),
                Math.max(before.to(), one.to()),
                connection,
                before.requests() + 1));
  }

  /** Hands over what there is. */
  synchronized void drain(Consumer<Gap> to) {
    open.values().forEach(to);
    open.clear();
  }
}
