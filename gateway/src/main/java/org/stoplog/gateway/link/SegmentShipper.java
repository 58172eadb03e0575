package org.stoplog.gateway.link;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.stoplog.ledger.journal.ClosedSegment;
import org.stoplog.ledger.journal.JournalWriter;

/**
 * Sends closed segments to the server, the oldest first, and deletes each once the server says that
 * it has exactly this content. What the server refuses for good is set aside until the next start:
 * its file stays, and the next segment goes. For one thread.
 */
final class SegmentShipper {
  /** When all was sent; whoever closes a segment wakes the thread. */
  static final Duration IDLE = Duration.ofMinutes(1);

  private final ServerDoor door;
  private final JournalWriter journal;
  private final Runnable reached;
  private final Backoff backoff;
  private final Consumer<String> say;
  private final SaidOnce said;
  private final SaidOnce saidOfTheDisk;
  private final Set<Long> kept = new HashSet<>(); // sent, and not deleted yet
  private final Set<Long> aside = ConcurrentHashMap.newKeySet();
  private boolean wasAway;
  private volatile boolean isEnding;

  SegmentShipper(
      ServerDoor door,
      JournalWriter journal,
      Runnable reached,
      Backoff backoff,
      Consumer<String> say) {
    this.door = door;
    this.journal = journal;
    this.reached = reached;
    this.backoff = backoff;
    this.say = say;
    this.said = new SaidOnce(say);
    this.saidOfTheDisk = new SaidOnce(say);
  }

  private enum Sent {
    KEPT,
    ASIDE,
    LATER
  }

  /** Segments that the server refused for good, since the start. */
  int aside() {
    return aside.size();
  }

  /** The run ends when all is sent, or at the first failure. The pause is to be woken then. */
  void end() {
    isEnding = true;
  }

  /** Until {@link #end}, or until the thread is interrupted. */
  void run(Pause pause) {
    try {
      while (true) {
        // Read before: what was closed before the end is sent by the round after it.
        boolean isLast = isEnding;
        Duration wait = round();
        if (isLast) {
          return;
        }
        pause.await(wait);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the server drops a half, and gets all at the next start
    }
  }

  /**
   * Sends what there is.
   *
   * @return how long to wait before the next time
   */
  Duration round() throws InterruptedException {
    try {
      for (ClosedSegment segment : journal.closed()) {
        long number = segment.number();
        if (aside.contains(number)) {
          continue;
        }
        if (!kept.contains(number)) {
          Sent sent = send(segment);
          if (sent == Sent.LATER) {
            wasAway = true;
            return backoff.next();
          }
          if (sent == Sent.ASIDE) {
            aside.add(number);
            continue;
          }
          kept.add(number);
        }
        delete(segment);
      }
      if (kept.isEmpty()) {
        saidOfTheDisk.over("segments that were sent can be deleted again");
      }
      return IDLE;
    } catch (RuntimeException e) {
      // Without this thread the disk fills up: no fault may end it.
      said.trouble("segments could not be sent (" + e.getClass().getName() + ")");
      return backoff.next();
    }
  }

  private Sent send(ClosedSegment segment) throws InterruptedException {
    if (!isWhole(segment)) {
      return asideFor(segment, "somebody altered or removed its file");
    }
    ServerDoor.Answer answer;
    try {
      answer = door.segment(segment);
    } catch (IOException e) {
      // Whoever asks for the policy says that the server is away. It may have the segment all the
      // same, and says so when it comes again.
      return Sent.LATER;
    }
    int status = answer.status();
    if (status >= 200 && status < 300) {
      if (!answer.header(ServerDoor.KEPT_HEADER).equals(ServerDoor.digest(segment))) {
        said.trouble(
            "what answers at "
                + door.server()
                + " does not say which segment it kept; segments stay here");
        return Sent.LATER;
      }
      backoff.reset();
      said.over("segments are sent again");
      if (wasAway) {
        wasAway = false;
        reached.run();
      }
      return Sent.KEPT;
    }
    if ((status == 409 && answer.isProblem("segment-differs"))
        || (status == 422 && answer.isProblem("segment-invalid"))) {
      return asideFor(segment, answer.detail());
    }
    said.trouble(refused(status));
    return Sent.LATER;
  }

  private static String refused(int status) {
    return switch (status) {
      case 401 -> "the server refuses this gateway's token; segments stay here";
      case 413 ->
          "something before the server refuses long bodies (status 413): let it take 320 MiB;"
              + " segments stay here";
      default -> "the server does not take segments now (status " + status + "); they stay here";
    };
  }

  private static boolean isWhole(ClosedSegment segment) {
    try {
      return Files.size(segment.file()) == segment.bytes();
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      return true; // sending it says more
    }
  }

  private Sent asideFor(ClosedSegment segment, String why) {
    say.accept(
        "SEGMENT "
            + segment.number()
            + " IS NOT RECORDED and is set aside: "
            + why
            + " Keep "
            + segment.file()
            + " and look at docs/reference/problems/segment-invalid.md");
    return Sent.ASIDE;
  }

  private void delete(ClosedSegment segment) {
    try {
      journal.delete(segment.number());
      kept.remove(segment.number());
    } catch (IOException e) {
      saidOfTheDisk.trouble(
          "a segment that was sent cannot be deleted: " + segment.file() + "; it is tried again");
    }
  }
}
