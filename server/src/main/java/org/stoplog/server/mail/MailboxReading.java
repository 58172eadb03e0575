package org.stoplog.server.mail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import org.springframework.beans.factory.ObjectProvider;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/** Reads mailboxes, mail by mail: what was taken is known before the next one is asked for. */
final class MailboxReading {
  /** Of one mail. */
  static final long MOST_BYTES = 40L << 20;

  private static final int MOST_AT_ONCE = 10_000;
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration COMMAND = Duration.ofSeconds(60);
  private static final Duration WAITING = Duration.ofSeconds(10);
  private static final Duration FETCH = Duration.ofMinutes(5);

  private final Ledger ledger;
  private final Transactions transactions;
  private final ObjectProvider<MailTaker> takers;
  private final ServerClock clock;
  private final Map<Integer, Object> reading = new ConcurrentHashMap<>();

  /**
   * @param takers stand higher, and are there when the server has started
   */
  MailboxReading(
      Ledger ledger,
      Transactions transactions,
      ObjectProvider<MailTaker> takers,
      ServerClock clock) {
    this.ledger = ledger;
    this.transactions = transactions;
    this.takers = takers;
    this.clock = clock;
  }

  private MailTaker taker(Mailbox box) {
    return takers.stream()
        .filter(one -> one.purpose() == box.purpose())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("nobody takes mails of " + box.purpose()));
  }

  private ImapSession open(Mailbox box, Duration command) {
    String password =
        transactions.run(jdbc -> new MailboxRows(jdbc, ledger.stores().keys()).password(box.id()));
    try {
      return ImapSession.open(box, password, SSLContext.getDefault(), CONNECT, command);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has TLS", e);
    }
  }

  /**
   * Looks without taking anything, for somebody who waits.
   *
   * @return how many mails wait
   * @throws StoplogException MAIL_ROUTE_FAILED with what went wrong
   */
  int test(Mailbox box) {
    try (ImapSession session = open(box, WAITING)) {
      long validity = session.examine(box.folder());
      long last = taker(box).last(box.id(), validity);
      return session.after(last, MOST_AT_ONCE).size();
    } catch (IOException e) {
      throw ImapSession.failed(e);
    }
  }

  /** Takes all that wait; each mailbox by one thread at a time. */
  void read(Mailbox box, BooleanSupplier stopped) {
    synchronized (reading.computeIfAbsent(box.id(), _ -> new Object())) {
      readAlone(box, stopped);
    }
  }

  private void readAlone(Mailbox box, BooleanSupplier stopped) {
    String failure = null;
    try (ImapSession session = open(box, COMMAND)) {
      take(box, session, stopped);
    } catch (IOException e) {
      failure = ImapSession.failed(e).getMessage();
    } catch (StoplogException e) {
      if (e.problem() != Problem.MAIL_ROUTE_FAILED) {
        throw e;
      }
      failure = e.getMessage();
    }
    String told = failure;
    transactions.run(
        jdbc -> {
          new MailboxRows(jdbc, ledger.stores().keys()).looked(box.id(), clock.realNow(), told);
          return true;
        });
  }

  private void take(Mailbox box, ImapSession session, BooleanSupplier stopped) throws IOException {
    MailTaker takes = taker(box);
    long validity = session.examine(box.folder());
    List<ImapSession.Waiting> waiting = session.after(takes.last(box.id(), validity), MOST_AT_ONCE);
    for (ImapSession.Waiting one : waiting) {
      if (stopped.getAsBoolean()) {
        return;
      }
      MailTaker.Incoming mail = new MailTaker.Incoming(box.id(), validity, one.uid(), box.owner());
      if (one.bytes() > MOST_BYTES) {
        takes.refuse(mail, "It is longer than 40 MiB.");
        continue;
      }
      Path plain = Files.createTempFile(ledger.stores().folder().temp(), "mailbox", ".eml");
      try {
        if (session.fetch(one.uid(), MOST_BYTES, FETCH, plain)) {
          takes.take(mail, plain);
        } else {
          takes.refuse(mail, "It was gone when it was asked for.");
        }
      } finally {
        Files.deleteIfExists(plain);
      }
    }
  }
}
