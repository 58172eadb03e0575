package org.stoplog.ledger.traffic;

import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.reader.Mapping;

/** Which mapping a gateway means by a number; the ledger does not know gateways. */
public interface Mappings {
  /**
   * The mapping by which a gateway made rows. A number has the same mapping for ever.
   *
   * @param number above 0
   * @return null when this version has none of that number
   */
  @Nullable Mapping of(int number);
}
