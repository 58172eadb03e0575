package org.stoplog.gateway.link;

import java.time.Duration;
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

  private final ServerDoor door;
  private final SegmentShipper shipper;
  private final Bell closed;
  private final Thread pulling;
  private final Thread sending;

  private ServerLink(
      ServerDoor door, SegmentShipper shipper, Bell closed, Thread pulling, Thread sending) {
    this.door = door;
    this.shipper = shipper;
    this.closed = closed;
    this.pulling = pulling;
    this.sending = sending;
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
    ServerDoor door = new ServerDoor(parts.pairing(), parts.trust());
    Bell next = new Bell();
    SegmentShipper shipper =
        new SegmentShipper(
            door, parts.journal(), next::wake, new Backoff(new SplittableRandom()), parts.say());
    PolicyPull pull =
        new PolicyPull(
            door,
            parts.store(),
            () -> Health.of(parts.journal().health(), shipper.aside()),
            parts.obey(),
            parts.closed()::wake,
            new Backoff(new SplittableRandom()),
            System::nanoTime,
            parts.say());
    return new ServerLink(
        door,
        shipper,
        parts.closed(),
        Thread.ofVirtual().name("policy").start(() -> pull.run(next)),
        Thread.ofVirtual().name("segments").start(() -> shipper.run(parts.closed())));
  }

  /** Segments that the server refused for good, since the start. */
  public int aside() {
    return shipper.aside();
  }

  /** To be called when the journal is closed: sends what is left, for a few seconds. */
  @Override
  public void close() {
    pulling.interrupt();
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
    door.close();
  }
}
