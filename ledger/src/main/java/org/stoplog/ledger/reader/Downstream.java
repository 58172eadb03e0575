package org.stoplog.ledger.reader;

import java.util.List;

/**
 * Whom a hub such as Segment was told to hand events on to. Of many events, a destination got what
 * one of them says; it was kept from when all of them say so.
 *
 * @param all whether an event goes to all that the hub is set up for, but for those it names
 * @param to names of those that an event was meant for by name, in the order of the text
 * @param keptFrom names of those that no event was meant for, though all spoke of them
 * @param more whether there are names that are left out here: too many, or too long
 */
public record Downstream(boolean all, List<String> to, List<String> keptFrom, boolean more) {
  /** Nobody was spoken of: what the supplier does then is its own. */
  public static final Downstream NONE = new Downstream(true, List.of(), List.of(), false);

  public static final int MOST_NAMES = 64;
  public static final int LONGEST_NAME = 80;

  public Downstream {
    to = List.copyOf(to);
    keptFrom = List.copyOf(keptFrom);
  }
}
