package org.stoplog.ledger.exposure;

import java.util.List;

/**
 * All that was said about one incident, in the order in which it was written down.
 *
 * @param incident title for people
 */
public record Claims(String incident, List<Claim> all) {
  public Claims {
    all = List.copyOf(all);
  }
}
