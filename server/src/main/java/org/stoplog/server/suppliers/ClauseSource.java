package org.stoplog.server.suppliers;

import java.util.Map;

/**
 * Customers who must be told within hours by contract. Whoever keeps organisations offers it; as
 * long as nobody does, the pages say that clauses are not known.
 */
@FunctionalInterface
public interface ClauseSource {
  /** Hours of the shortest clause by the ledger's code of the organisation. */
  Map<Integer, Integer> hours();
}
