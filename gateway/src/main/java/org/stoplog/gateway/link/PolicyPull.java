package org.stoplog.gateway.link;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.gateway.policy.Policy;
import org.stoplog.gateway.policy.PolicyFile;
import org.stoplog.gateway.policy.PolicyStore;

/**
 * Asks the server for the next policy, again and again, and obeys it before it is kept: a cut must
 * not wait for a disk. What cannot be read leaves the policy before in its place. For one thread.
 */
final class PolicyPull {
  /** A server waits longer before it says that there is nothing new. */
  private static final Duration SOONEST_NOTHING = Duration.ofSeconds(5);

  private final ServerDoor door;
  private final PolicyStore store;
  private final Supplier<Health> health;
  private final Consumer<Policy> listener;
  private final Runnable reached;
  private final Backoff backoff;
  private final LongSupplier nanos;
  private final SaidOnce said;
  private final SaidOnce saidOfTheDisk;
  private volatile boolean isEnding;

  /** When the server last answered as it should, by {@link #nanos}. */
  private volatile long answeredNanos;

  private volatile boolean hasAnswered;

  /**
   * @param listener is told of each policy, and obeys it when it returns
   * @param reached is told when the server is there again
   */
  PolicyPull(
      ServerDoor door,
      PolicyStore store,
      Supplier<Health> health,
      Consumer<Policy> listener,
      Runnable reached,
      Backoff backoff,
      LongSupplier nanos,
      Consumer<String> say) {
    this.door = door;
    this.store = store;
    this.health = health;
    this.listener = listener;
    this.reached = reached;
    this.backoff = backoff;
    this.nanos = nanos;
    this.said = new SaidOnce(say);
    this.saidOfTheDisk = new SaidOnce(say);
  }

  /**
   * Lets the run end; the pause is to be woken then, and the door to be closed. Not by interrupting
   * it: that would break off the writing of a policy.
   */
  void end() {
    isEnding = true;
  }

  /** Until {@link #end}. */
  void run(Pause pause) {
    try {
      while (!isEnding) {
        pause.await(round());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody of ours does that, and nothing else is to do
    }
  }

  /**
   * Asks once.
   *
   * @return how long to wait before the next time
   */
  Duration round() throws InterruptedException {
    long began = nanos.getAsLong();
    try {
      keep();
      OptionalLong obeyed =
          store.current().map(Policy::version).map(OptionalLong::of).orElse(OptionalLong.empty());
      ServerDoor.Answer answer = door.policy(obeyed, health.get().header());
      return switch (answer.status()) {
        case 200 -> taken(answer);
        case 304 -> nothingNew(began);
        case 401 ->
            failed(
                "the server at "
                    + door.server()
                    + " refuses this gateway's token: take a new pairing file; until then the last"
                    + " policy holds and segments stay here");
        default ->
            failed(
                "what answers at "
                    + door.server()
                    + " gave no policy (status "
                    + answer.status()
                    + "); "
                    + goesOn());
      };
    } catch (IOException e) {
      return failed(
          "the server at " + door.server() + " is away: " + ServerDoor.why(e) + "; " + goesOn());
    } catch (RuntimeException e) {
      // This thread is the only one that hears of cuts: no fault may end it.
      return failed("the policy could not be asked for (" + e.getClass().getName() + ")");
    }
  }

  private String goesOn() {
    return store
        .current()
        .map(policy -> "version " + policy.version() + " of the policy holds")
        .orElse("there is no policy, so that all requests are refused");
  }

  private Duration taken(ServerDoor.Answer answer) {
    Policy policy;
    try {
      if (!answer.is("application/json")) {
        return failed("what answers at " + door.server() + " is no Stoplog server; " + goesOn());
      }
      policy = PolicyFile.parse(answer.body());
      if (!answer.header(ServerDoor.VERSION_HEADER).equals(String.valueOf(policy.version()))) {
        return failed("a policy came with another's version, and was refused; " + goesOn());
      }
      if (!store.take(policy)) {
        return failed("the policy that holds came again; " + goesOn());
      }
    } catch (StoplogException e) {
      return failed("a policy was refused: " + e.getMessage() + "; " + goesOn());
    }
    try {
      listener.accept(policy);
    } catch (RuntimeException e) {
      keep();
      return failed(
          "VERSION "
              + policy.version()
              + " OF THE POLICY CAME, AND PART OF THE GATEWAY DOES NOT OBEY IT YET: "
              + e.getMessage());
    }
    well();
    keep();
    return Duration.ZERO;
  }

  private Duration nothingNew(long began) {
    if (store.current().isPresent()) {
      well();
    } else {
      answered();
      said.trouble(
          "the server at "
              + door.server()
              + " hands out no policy, perhaps after a restore: look at Gateways there; "
              + goesOn());
    }
    boolean isSoon = nanos.getAsLong() - began < SOONEST_NOTHING.toNanos();
    return isSoon ? backoff.next() : Duration.ZERO; // something on the way answers for the server
  }

  /** Since the server last answered; empty before the first time. */
  OptionalLong answerAgeMillis() {
    return hasAnswered
        ? OptionalLong.of((nanos.getAsLong() - answeredNanos) / 1_000_000)
        : OptionalLong.empty();
  }

  private void answered() {
    answeredNanos = nanos.getAsLong();
    hasAnswered = true;
    backoff.reset();
  }

  private void well() {
    answered();
    if (said.over("the server at " + door.server() + " answers again")) {
      reached.run();
    }
  }

  private Duration failed(String words) {
    if (!isEnding) {
      said.trouble(words);
    }
    return backoff.next();
  }

  private void keep() {
    store.keep();
    Optional<String> trouble = store.trouble();
    if (trouble.isPresent()) {
      saidOfTheDisk.trouble(trouble.get());
    } else {
      saidOfTheDisk.over("the policy is on the disk again");
    }
  }
}
