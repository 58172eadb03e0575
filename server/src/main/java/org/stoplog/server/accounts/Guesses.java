package org.stoplog.server.accounts;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Tokens;
import org.stoplog.server.platform.Transactions;

/** Limits on guessing what somebody who is signed in types, the same as those of signing in. */
public final class Guesses {
  private final Attempts attempts;
  private final ServerClock clock;

  Guesses(Transactions transactions, ServerClock clock) {
    this.attempts = new Attempts(transactions);
    this.clock = clock;
  }

  /**
   * Counts one, before it is looked at. The fifth wrong one locks.
   *
   * @param kind in words of ours, for the log's entry of a lock
   * @return until when none is looked at, empty when this one is
   */
  public Optional<Instant> count(String kind, UUID account) {
    return attempts.count(sources(kind, account), clock.realNow());
  }

  /** Takes it back, in the act that it was right for. */
  public void forgive(JdbcClient jdbc, String kind, UUID account) {
    Attempts.forgive(jdbc, sources(kind, account));
  }

  private static List<Attempts.Source> sources(String kind, UUID account) {
    byte[] hash = Tokens.sha256(kind + "\n" + account);
    return List.of(new Attempts.Source(kind, hash, Attempts.PER_NAME_AND_ADDRESS));
  }
}
