package org.stoplog.gateway.link;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.journal.Outcome;
import org.stoplog.ledger.journal.Released;
import org.stoplog.ledger.journal.Result;

/**
 * Asks the server for requests that were kept and that two people released, sends them one at a
 * time, and says what became of each. The server hands each out once: one whose outcome is never
 * said is possibly received, and is not sent again. For one thread.
 */
public final class HeldPull {
  static final String HELD_HEADER = "Stoplog-Held";
  static final String CONNECTION_HEADER = "Stoplog-Connection";

  /** When there is none. */
  private static final Duration IDLE = Duration.ofSeconds(2);

  /** The longest that sending one takes, with all that it waits for. */
  private static final long MOST_SECONDS = 180;

  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,9}");

  private final ServerDoor door;
  private final Release release;
  private final Backoff backoff;
  private final SaidOnce said;
  private @Nullable Became unsaid;
  private volatile boolean isEnding;

  /** Sends a request that was kept. */
  @FunctionalInterface
  public interface Release {
    /**
     * @param connection its number in the ledger
     * @return REFUSED when the policy does not let it through now, NOT_SENT when nothing of it left
     */
    CompletableFuture<Outcome> send(long connection, Released released);
  }

  private record Became(UUID held, Outcome outcome) {}

  HeldPull(ServerDoor door, Release release, Backoff backoff, Consumer<String> say) {
    this.door = door;
    this.release = release;
    this.backoff = backoff;
    this.said = new SaidOnce(say);
  }

  /** The run ends when what was sent is said, or could not be. The pause is to be woken then. */
  void end() {
    isEnding = true;
  }

  /** Until {@link #end}, or until the thread is interrupted. */
  void run(Pause pause) {
    try {
      while (!isEnding) {
        pause.await(round());
      }
      Became last = unsaid;
      if (last != null) {
        boolean unused = isSaid(last);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // what was sent and not said is possibly received
    } catch (IOException e) {
      said.trouble("what became of a kept request could not be said at the end");
    }
  }

  /**
   * Says what is to be said, and sends one more.
   *
   * @return how long to wait before the next time
   */
  Duration round() throws InterruptedException {
    try {
      Became before = unsaid;
      if (before != null && !isSaid(before)) {
        return backoff.next();
      }
      unsaid = null;
      ServerDoor.Answer answer = door.held();
      return switch (answer.status()) {
        case 200 -> sent(answer);
        case 204 -> {
          backoff.reset();
          yield IDLE;
        }
        default -> backoff.next();
      };
    } catch (IOException e) {
      return backoff.next(); // whoever asks for the policy says that the server is away
    } catch (RuntimeException e) {
      said.trouble("a kept request could not be asked for (" + e.getClass().getName() + ")");
      return backoff.next();
    }
  }

  private Duration sent(ServerDoor.Answer answer) throws InterruptedException {
    String number = answer.header(CONNECTION_HEADER);
    UUID held;
    try {
      held = UUID.fromString(answer.header(HELD_HEADER));
    } catch (IllegalArgumentException e) {
      return backoff.next(); // no server of ours
    }
    Outcome outcome;
    try {
      outcome =
          NUMBER.matcher(number).matches()
              ? release
                  .send(Long.parseLong(number), Released.of(answer.body()))
                  .get(MOST_SECONDS, TimeUnit.SECONDS)
              : new Outcome(Result.REFUSED, 0);
    } catch (IllegalArgumentException e) {
      said.trouble("a kept request came damaged from the server, and was not sent");
      outcome = new Outcome(Result.REFUSED, 0);
    } catch (ExecutionException | TimeoutException e) {
      outcome = new Outcome(Result.UNKNOWN, 0);
    }
    unsaid = new Became(held, outcome);
    return Duration.ZERO;
  }

  /** Whether the server knows it, or never will. */
  private boolean isSaid(Became what) throws IOException, InterruptedException {
    String result = what.outcome.result().name().toLowerCase(Locale.ROOT).replace('_', '-');
    int status = door.became(what.held, result, what.outcome.status()).status();
    if (status >= 200 && status < 300) {
      backoff.reset();
      return true;
    }
    if (status == 404 || status == 400 || status == 422) {
      said.trouble("the server does not know a request any more that it gave to be sent");
      return true;
    }
    return false;
  }
}
