package org.stoplog.server.sightings;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.gateway.policy.PrivateAddresses;

/**
 * Opens connections to strangers' hosts. A name is looked up once, every address of it is checked,
 * and the connection goes to one that was: who answers for the name cannot lead us elsewhere
 * between the two. What takes too long is closed, in whichever step it is.
 */
final class Dial {
  private static final int MOST_ADDRESSES = 4;
  private static final Duration TO_CONNECT = Duration.ofSeconds(5);

  /** Closes sockets whose time is over; nothing else ends a write that blocks. */
  private static final ScheduledThreadPoolExecutor CLOSER = closer();

  private final Names names;

  /**
   * @param names {@code InetAddress::getAllByName}, but in tests
   */
  Dial(Names names) {
    this.names = names;
  }

  /** Who says which addresses a host has. */
  @FunctionalInterface
  interface Names {
    InetAddress[] of(String host) throws UnknownHostException;
  }

  private static ScheduledThreadPoolExecutor closer() {
    ScheduledThreadPoolExecutor closer =
        new ScheduledThreadPoolExecutor(
            1, work -> Thread.ofPlatform().daemon().name("lookout-closer").unstarted(work));
    closer.setRemoveOnCancelPolicy(true);
    return closer;
  }

  /** An open connection that is closed when its time is over. */
  record Line(Socket socket, Future<?> closing) implements AutoCloseable {
    @Override
    public void close() {
      closing.cancel(false);
      shut(socket);
    }
  }

  private static void shut(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no use any more.
    }
  }

  /**
   * Connects.
   *
   * @param isInside whether addresses of private networks may be asked
   * @param end by {@link System#nanoTime}, when it is closed at the latest
   * @throws LookFailed when no machine has the name, one of its addresses is not allowed, or none
   *     can be reached
   */
  Line open(Targets.Place place, boolean isInside, long end) {
    IOException last = null;
    for (InetAddress address : allowed(place.bare(), isInside, end)) {
      Socket socket = new Socket();
      Future<?> closing =
          CLOSER.schedule(() -> shut(socket), left(end).toNanos(), TimeUnit.NANOSECONDS);
      try {
        Duration patience = left(end).compareTo(TO_CONNECT) < 0 ? left(end) : TO_CONNECT;
        socket.connect(
            new InetSocketAddress(address, place.port()),
            Math.max(1, Math.toIntExact(patience.toMillis())));
        return new Line(socket, closing);
      } catch (IOException e) {
        closing.cancel(false);
        shut(socket);
        last = e;
      }
    }
    throw new LookFailed("It cannot be reached.", last == null ? new IOException() : last);
  }

  /**
   * @throws LookFailed when the time is over
   */
  static Duration left(long end) {
    long left = end - System.nanoTime();
    if (left <= 0) {
      throw late();
    }
    return Duration.ofNanos(left);
  }

  static LookFailed late() {
    return new LookFailed("It took too long.");
  }

  /** All addresses of a host must be allowed, or none is asked. */
  private List<InetAddress> allowed(String host, boolean isInside, long end) {
    List<InetAddress> addresses = List.of(lookUp(host, end));
    for (InetAddress address : addresses) {
      boolean isNowhere =
          address.isAnyLocalAddress()
              || address.isLinkLocalAddress()
              || address.isMulticastAddress();
      if (isNowhere || (!isInside && PrivateAddresses.contain(address))) {
        throw new LookFailed(
            isInside
                ? "Its name leads to an address at which no server is asked."
                : "Its name leads to an address of a private network.");
      }
    }
    return addresses.subList(0, Math.min(MOST_ADDRESSES, addresses.size()));
  }

  private InetAddress[] lookUp(String host, long end) {
    FutureTask<InetAddress[]> asking = new FutureTask<>(() -> names.of(host));
    Thread.ofVirtual().name("lookout-names").start(asking);
    try {
      return asking.get(left(end).toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new LookFailed("Nobody said in time which machine has its name.", e);
    } catch (ExecutionException e) {
      throw new LookFailed("No machine has its name.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoplogException(Problem.INTERRUPTED, "the server is stopping", e);
    }
  }
}
