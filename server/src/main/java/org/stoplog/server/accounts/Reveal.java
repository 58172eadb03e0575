package org.stoplog.server.accounts;

import java.util.Map;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.ServerClock;

/**
 * A kind of showing what names people. Approving it shows nothing: it gives whoever asked the right
 * to take it, which {@link Reveals} looks after.
 */
public abstract class Reveal implements Approvable {
  private final ServerClock clock;

  protected Reveal(ServerClock clock) {
    this.clock = clock;
  }

  /** How often what was approved can be taken. */
  protected abstract int uses();

  /** Ids and counts for the entry. Called in the transaction that approves. */
  protected abstract Map<String, ?> approved(Act act, Approval approval);

  @Override
  public final Done execute(Act act, Approval approval) {
    new RevealRights(act.jdbc()).give(approval, uses(), clock.realNow());
    return new Done(act() + "-approved", approved(act, approval), pathOf(approval.target()));
  }
}
