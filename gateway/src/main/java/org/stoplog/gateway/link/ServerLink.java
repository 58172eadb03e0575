package org.stoplog.gateway.link;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.stoplog.gateway.policy.Policy;
import org.stoplog.gateway.policy.PolicyStore;
import org.stoplog.ledger.journal.JournalWriter;

/** A gateway's way to its server: one thread asks for the policy, one sends segments. */
public final class ServerLink implements AutoCloseable {
  /** To send what is left at the end; the rest is sent at the next start. */
  private static final Duration TO_SEND_THE_REST = Duration.ofSeconds(5);

  private final ServerDoor asks;
  private final ServerDoor sends;
  private final PolicyPull pull;
  private final SegmentShipper shipper;
  private final Bell closed;
  private final Bell next;
  private final Thread pulling;
  private final Thread sending;

  private ServerLink(Parts parts) {
    asks = new ServerDoor(parts.pairing(), parts.trust());
    sends = new ServerDoor(parts.pairing(), parts.trust());
    closed = parts.closed();
    next = new Bell();
    shipper =
        new SegmentShipper(
            sends, parts.journal(), next::wake, new Backoff(new SplittableRandom()), parts.say());
    pull =
        new PolicyPull(
            asks,
            parts.store(),
            () -> Health.of(parts.journal().health(), shipper.aside()),
            parts.obey(),
            closed::wake,
            new Backoff(new SplittableRandom()),
            System::nanoTime,
            parts.say());
    pulling = Thread.ofVirtual().name("policy").unstarted(() -> pull.run(next));
    sending = Thread.ofVirtual().name("segments").unstarted(() -> shipper.run(closed));
  }

  /**
   * What it joins.
   *
   * @param trust whom to believe that it is the server, null for the machine's authorities
   * @param closed rung by the journal's listener
   * @param obey is told of each new policy
   * @param say is told what whoever runs the gateway should know, once
   */
  public record Parts(
      Pairing pairing,
      @Nullable SSLContext trust,
      PolicyStore store,
      JournalWriter journal,
      Bell closed,
      Consumer<Policy> obey,
      Consumer<String> say) {}

  public static ServerLink start(Parts parts) {
    ServerLink link = new ServerLink(parts);
    link.pulling.start();
    link.sending.start();
    return link;
  }

  /** Since the server last answered a question for the policy; empty before the first. */
  public OptionalLong answerAgeMillis() {
    return pull.answerAgeMillis();
  }

  /** Segments that the server refused for good, since the start. */
  public int aside() {
    return shipper.aside();
  }

  /** To be called when the journal is closed: sends what is left, for a few seconds. */
  @Override
  public void close() {
    pull.end();
    next.wake();
    asks.close();
    shipper.end();
    closed.wake();
    try {
      if (!sending.join(TO_SEND_THE_REST)) {
        sending.interrupt();
        sending.join();
      }
      pulling.join();
    } catch (InterruptedException e) {
      sending.interrupt();
      Thread.currentThread().interrupt();
    }
    sends.close();
  }
}
