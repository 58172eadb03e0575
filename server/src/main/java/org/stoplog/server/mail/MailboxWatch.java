package org.stoplog.server.mail;

import java.time.Duration;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.platform.ServerLog;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.platform.Watch;

/**
 * Looks into the mailboxes of one purpose every minute. Each purpose has a thread of its own: ten
 * thousand bounces do not keep a supplier's mail waiting.
 */
final class MailboxWatch extends Watch {
  private static final Duration EVERY = Duration.ofMinutes(1);

  private final MailPurpose purpose;
  private final MailboxReading reading;
  private final Transactions transactions;
  private final Ledger ledger;

  MailboxWatch(
      MailPurpose purpose,
      MailboxReading reading,
      Transactions transactions,
      Ledger ledger,
      ServerLog log) {
    super("mailboxes of " + purpose.word(), EVERY, log);
    this.purpose = purpose;
    this.reading = reading;
    this.transactions = transactions;
    this.ledger = ledger;
  }

  void look() {
    transactions
        .run(jdbc -> new MailboxRows(jdbc, ledger.stores().keys()).all())
        .forEach(
            box -> {
              if (box.active() && box.purpose() == purpose && !isEnding()) {
                reading.read(box, this::isEnding);
              }
            });
  }

  @Override
  protected void look(boolean isAsked) {
    look();
  }
}
