package org.stoplog.server.mail;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * Sends mails of a book over one connection, one after the other: each is committed as handed over
 * before its first byte goes out, and its answer after. For one thread.
 *
 * @param <M> a mail as the book knows it
 */
public final class MailRun<M> {
  private static final int MOST_ATTEMPTS = 12;
  private static final int LONGEST_REPLY = 300;
  private static final Duration FIRST_WAIT = Duration.ofMinutes(5);
  private static final Duration LONGEST_WAIT = Duration.ofHours(4);

  private final MailRoutes routes;
  private final MailRoute route;
  private final Book<M> book;
  private final InstantSource clock;
  private @Nullable SmtpSession session;

  /**
   * @param clock the real time
   */
  public MailRun(MailRoutes routes, MailRoute route, Book<M> book, InstantSource clock) {
    this.routes = routes;
    this.route = route;
    this.book = book;
    this.clock = clock;
  }

  /** Where the mails stand. */
  public interface Book<M> {
    /** Whose turn it is; empty when nothing is due. */
    Optional<M> next();

    /** Null when it cannot be made: then the book says so of it, and it is not next again. */
    @Nullable Ready make(MailRoute route, M mail);

    /** Commits that it goes out now. False when it does not, since somebody stopped it. */
    boolean handOver(M mail);

    /** Whether all stands still now. */
    boolean isStopped();

    void settle(M mail, Outcome outcome);

    /** How often it was tried before. */
    int attempts(M mail);
  }

  /** A message that is ready to go. */
  public record Ready(String to, byte[] bytes) {
    @Override
    public String toString() {
      return "Ready[…]";
    }
  }

  /**
   * What came of a mail.
   *
   * @param state planned again, accepted, deferred, refused or given-up
   * @param said by the server, without the recipient; null for nothing
   * @param answered null when nobody answered
   * @param next when a deferred one is tried again; null for the others
   * @param isTried whether it counts as an attempt
   */
  public record Outcome(
      String state,
      boolean inDoubt,
      boolean isTried,
      @Nullable Reply reply,
      @Nullable String said,
      @Nullable Instant answered,
      @Nullable Instant next) {}

  /**
   * Sends all that is due.
   *
   * @return false when the route itself failed: nothing can be sent by it now
   */
  public boolean all() {
    try {
      Optional<M> mail = book.next();
      while (mail.isPresent() && !book.isStopped()) {
        Ready ready = book.make(route, mail.get());
        if (ready != null && book.handOver(mail.get()) && !send(mail.get(), ready)) {
          return false;
        }
        mail = book.next();
      }
      return true;
    } finally {
      close();
    }
  }

  private boolean send(M mail, Ready ready) {
    boolean isLast = book.attempts(mail) + 1 >= MOST_ATTEMPTS;
    String later = isLast ? "given-up" : "deferred";
    try {
      if (session == null) {
        session = routes.open(route);
      }
      Reply reply = session.send(new Envelope(route.from(), ready.to()), ready.bytes());
      if (!session.isUsable()) {
        close();
      }
      String state = reply.accepted() ? "accepted" : reply.refused() ? "refused" : later;
      book.settle(mail, outcome(mail, state, reply, false, ready.to()));
    } catch (ConnectionLost e) {
      close();
      book.settle(mail, outcome(mail, later, null, e.inDoubt(), ready.to()));
    } catch (StoplogException e) {
      if (e.problem() != Problem.MAIL_ROUTE_FAILED) {
        throw e;
      }
      book.settle(mail, new Outcome("planned", false, false, null, null, null, null));
      return false;
    }
    return true;
  }

  private Outcome outcome(M mail, String state, @Nullable Reply reply, boolean inDoubt, String to) {
    Instant now = clock.instant();
    String said =
        reply == null
            ? null
            : Letter.line(reply.textWithout(to)).replaceAll("[^\\s<>]+@[^\\s<>]+", "•••");
    return new Outcome(
        state,
        inDoubt,
        true,
        reply,
        said == null ? null : said.substring(0, Math.min(said.length(), LONGEST_REPLY)),
        reply == null ? null : now,
        state.equals("deferred") ? now.plus(wait(book.attempts(mail))) : null);
  }

  private static Duration wait(int attempts) {
    Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(attempts, 10));
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }

  private void close() {
    SmtpSession open = session;
    session = null;
    if (open != null) {
      open.close();
    }
  }
}
