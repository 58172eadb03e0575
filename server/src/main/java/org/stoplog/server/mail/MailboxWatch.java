package org.stoplog.server.mail;

import java.time.Duration;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.platform.ServerLog;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.platform.Watch;

/** Looks into mailboxes every minute. */
final class MailboxWatch extends Watch implements MailboxLook {
  private static final Duration EVERY = Duration.ofMinutes(1);

  private final MailboxReading reading;
  private final Transactions transactions;
  private final Ledger ledger;

  MailboxWatch(MailboxReading reading, Transactions transactions, Ledger ledger, ServerLog log) {
    super("mailboxes", EVERY, log);
    this.reading = reading;
    this.transactions = transactions;
    this.ledger = ledger;
  }

  @Override
  public void look() {
    transactions
        .run(jdbc -> new MailboxRows(jdbc, ledger.stores().keys()).all())
        .forEach(
            box -> {
              if (box.active() && !isEnding()) {
                reading.read(box, this::isEnding);
              }
            });
  }

  @Override
  protected void look(boolean isAsked) {
    look();
  }
}
