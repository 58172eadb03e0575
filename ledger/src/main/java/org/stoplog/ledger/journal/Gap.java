package org.stoplog.ledger.journal;

/**
 * Requests of a connection that were let through without a record, because none could be kept. May
 * come twice when the disk failed in between: the same four numbers are the same gap.
 *
 * @param from first of them, by the gateway's clock, milliseconds since 1970-01-01 UTC
 * @param to last of them
 * @param connection its id, 0 or more
 * @param requests how many, 0 or more
 */
public record Gap(long from, long to, long connection, long requests) {
  public Gap {
    if (connection < 0 || requests < 0) {
      throw new IllegalArgumentException("a connection or count below 0");
    }
  }
}
