package org.stoplog.server.clocks;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.obligations.Obligation;

/**
 * What stops the clocks of an incident for a while: requests of authorities to hold back telling. A
 * capability above keeps them.
 */
public interface Suspensions {
  /**
   * One that holds now.
   *
   * @param until by the clock of the product
   * @param tells whom nobody tells meanwhile; an authority is always told
   */
  record Suspension(int number, Instant until, Set<Obligation.Tells> tells) {
    public Suspension {
      tells = Set.copyOf(tells);
    }
  }

  /** In the caller's transaction. */
  List<Suspension> of(JdbcClient jdbc, UUID incident);
}
