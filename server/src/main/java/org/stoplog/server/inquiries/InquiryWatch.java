package org.stoplog.server.inquiries;

import java.time.Duration;
import java.time.Instant;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.ServerLog;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.platform.Watch;

/** Answers what strangers asked, every few seconds. */
final class InquiryWatch extends Watch implements InquiryLook {
  private static final Duration EVERY = Duration.ofSeconds(3);

  private final Transactions transactions;
  private final LetterAnswering letters;
  private final AffectedAnswering affected;
  private final ServerClock clock;

  InquiryWatch(
      Transactions transactions,
      LetterAnswering letters,
      AffectedAnswering affected,
      ServerClock clock,
      ServerLog log) {
    super("questions of the public", EVERY, log);
    this.transactions = transactions;
    this.letters = letters;
    this.affected = affected;
    this.clock = clock;
  }

  /** One at a time: what one has taken the next does not see. */
  @Override
  public synchronized void look() {
    Instant now = clock.realNow();
    boolean isMore = true;
    while (isMore && !isEnding()) {
      boolean isMoreLetters = transactions.actIf(act -> letters.some(act, now));
      isMore = affected.some(now) || isMoreLetters;
    }
    transactions.run(
        jdbc -> {
          new InquiryRows(jdbc).forget(now);
          new AlarmRows(jdbc).forget(now);
          return true;
        });
  }

  @Override
  protected void look(boolean isAsked) {
    look();
  }
}
