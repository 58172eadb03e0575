package org.stoplog.server.notices;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.mail.MailRoutes;
import org.stoplog.server.messages.MessageServices;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/** A sender that ends at a step of its work, as by kill -9: nothing is done after it. */
public final class Broken {
  private Broken() {}

  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** What the sender is made of. */
  public record Parts(
      Ledger ledger,
      Transactions transactions,
      MailRoutes routes,
      MessageServices services,
      IncidentDoor door,
      ServerClock clock) {}

  /**
   * Sends until the given step.
   *
   * @param last which step it does not survive, from 1
   * @return whether it was killed; false when it came to its end before
   */
  public static boolean send(Parts parts, UUID wave, int last) {
    AtomicInteger steps = new AtomicInteger();
    Sender sender =
        new Sender(
            parts.ledger(),
            parts.transactions(),
            parts.routes(),
            parts.services(),
            parts.door(),
            parts.clock(),
            step -> {
              if (steps.incrementAndGet() == last) {
                throw new Killed();
              }
            });
    try {
      sender.run(wave, Progress.NONE);
      return false;
    } catch (Killed e) {
      return true;
    }
  }

  /** Of copies between two commits. */
  public static int group() {
    return SendingRun.PER_CONNECTION;
  }
}
