package org.stoplog.server.gateways;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.ServerLog;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.platform.Watch;

/** Ends what was kept for too long, and what a gateway took and never spoke of again. */
public final class HeldWatch extends Watch {
  /**
   * The month in which whoever asks for erasure has to be answered (GDPR, Art. 12(3)), at its
   * shortest: what is held cannot be searched for anybody.
   */
  static final Duration LONGEST = Duration.ofDays(28);

  /** So long before it the start page says so. */
  static final Duration REMINDER = Duration.ofDays(7);

  /** Sending one takes three minutes at most, and saying so comes right after it. */
  static final Duration SILENCE = Duration.ofMinutes(10);

  private static final Duration EVERY = Duration.ofMinutes(1);

  private final Transactions transactions;
  private final ServerClock clock;

  HeldWatch(Transactions transactions, ServerClock clock, ServerLog log) {
    super("held-watch", EVERY, log);
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  protected void look(boolean isAsked) {
    follow();
  }

  /** Looks now. */
  public void follow() {
    transactions.actIf(
        act -> {
          Instant real = clock.realNow();
          HeldRows rows = new HeldRows(act.jdbc());
          int unknown = rows.giveUp(real.minus(SILENCE), real) + rows.giveUpRestored(real);
          if (unknown > 0) {
            act.record(null, "held.unknown", Map.of("requests", unknown));
          }
          return unknown;
        });
    transactions.actIf(
        act -> {
          Instant now = clock.now();
          int expired = new HeldRows(act.jdbc()).expire(now.minus(LONGEST), now);
          if (expired > 0) {
            act.record(null, "held.expired", Map.of("requests", expired, "days", LONGEST.toDays()));
          }
          return expired;
        });
  }
}
