package org.stoplog.server.mail;

import java.time.Instant;
import java.util.UUID;
import org.stoplog.catalog.problem.StoplogException;

/** One message to somebody who waits for it, to see whether a route works. */
final class TestMessage {
  private TestMessage() {}

  /**
   * What became of it.
   *
   * @param word for the log: {@code accepted}, {@code deferred}, {@code refused}, {@code lost} or
   *     {@code failed}
   * @param said for whoever sent it, without the address
   */
  record Outcome(String word, String said) {
    boolean isGood() {
      return word.equals("accepted");
    }
  }

  /**
   * @param to a sound address
   * @param now by the real clock
   */
  static Outcome send(MailRoutes routes, MailRoute route, String to, Instant now) {
    String domain = MailAddress.forTheWire(route.from());
    MimeText.Head head =
        new MimeText.Head(
            route.from(),
            route.fromName(),
            to,
            null,
            "Test message from Stoplog",
            now,
            "<test." + UUID.randomUUID() + domain.substring(domain.lastIndexOf('@')) + ">");
    byte[] message =
        MimeText.of(
            head,
            "This message shows that the mail route \""
                + route.name()
                + "\" works.\n\nSomebody who manages Stoplog asked for it. Nobody else got it.\n",
            null);
    try (SmtpSession session = routes.open(route, Limits.WAITING)) {
      Reply reply =
          session.send(
              new Envelope(route.returnTo(null), to), routes.signer(route).signed(message, now));
      String word = reply.accepted() ? "accepted" : reply.deferred() ? "deferred" : "refused";
      String status = reply.status() == null ? "" : reply.status() + " ";
      return new Outcome(word, reply.code() + " " + status + reply.textWithout(to));
    } catch (ConnectionLost e) {
      return new Outcome(
          "lost",
          e.inDoubt()
              ? "the connection was lost before the server said whether it took the message"
              : "the connection was lost: " + e.getMessage());
    } catch (StoplogException e) {
      return new Outcome("failed", String.valueOf(e.getMessage()));
    }
  }
}
