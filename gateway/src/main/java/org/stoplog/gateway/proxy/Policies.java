package org.stoplog.gateway.proxy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.stoplog.gateway.policy.Policy;

/** The policy that is obeyed now, and those who obey it. Thread-safe. */
public final class Policies {
  private final List<Consumer<Policy>> followers = new CopyOnWriteArrayList<>();
  private volatile @Nullable Policy current;

  /** Null while there is none. */
  public @Nullable Policy current() {
    return current;
  }

  /** A policy whose version is not above the current one's changes nothing. */
  public synchronized void set(Policy next) {
    Policy now = current;
    if (now == null || next.version() > now.version()) {
      current = next;
      followers.forEach(follower -> follower.accept(next));
    }
  }

  /** Each policy from now on, by the thread that sets it, which waits for the follower. */
  void follow(Consumer<Policy> follower) {
    followers.add(follower);
  }

  void leave(Consumer<Policy> follower) {
    followers.remove(follower);
  }
}
