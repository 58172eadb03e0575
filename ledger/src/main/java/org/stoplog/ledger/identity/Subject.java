package org.stoplog.ledger.identity;

import java.util.UUID;

/**
 * The keyed hash of an identifier: all that the ledger holds of it.
 *
 * @param high first 64 bits, the ledger's {@code subject_key}
 * @param low last 64 bits
 */
public record Subject(long high, long low) {
  /** The same 128 bits as the ledger's {@code subject} column has them. */
  public UUID uuid() {
    return new UUID(high, low);
  }
}
