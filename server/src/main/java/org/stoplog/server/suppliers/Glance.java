package org.stoplog.server.suppliers;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.server.platform.Caller;

/**
 * A line at the top of a supplier's page: what it has, promised, what we know, what is open.
 * Offered by a capability above, so that the register need not know it.
 *
 * @param path of the page with more of it; null for none
 * @param isGrave whether somebody should look at it
 */
public record Glance(String label, String text, @Nullable String path, boolean isGrave) {

  /**
   * Who offers lines.
   *
   * @param order places among the others, smaller ones first
   */
  public record Source(int order, Look look) {}

  /** What is looked at, in the caller's transaction. */
  @FunctionalInterface
  public interface Look {
    List<Glance> of(JdbcClient jdbc, Caller caller, int supplier);
  }
}
