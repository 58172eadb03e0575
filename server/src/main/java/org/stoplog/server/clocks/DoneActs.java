package org.stoplog.server.clocks;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.obligations.Obligation;

/**
 * What was done in an incident that may meet a duty, as a wave of letters. A capability above does
 * it.
 */
public interface DoneActs {
  /**
   * An act.
   *
   * @param words {@code wave 1.2 of letters}
   * @param path of its page, which is also what names it
   * @param at when it was done, by the clock of the product
   */
  record Done(String words, String path, Instant at, Obligation.Tells tells) {}

  /** In the caller's transaction; the newest first. */
  List<Done> of(JdbcClient jdbc, UUID incident);
}
