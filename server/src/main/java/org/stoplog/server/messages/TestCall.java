package org.stoplog.server.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.store.CanonicalJson;
import org.stoplog.server.mail.ConnectionLost;
import org.stoplog.server.mail.Reply;

/** One message to somebody who waits for it, to see whether a service works. */
final class TestCall {
  private TestCall() {}

  /**
   * What became of it.
   *
   * @param word for the log: {@code accepted}, {@code deferred}, {@code refused}, {@code lost} or
   *     {@code failed}
   * @param said for whoever sent it
   */
  record Outcome(String word, String said) {
    boolean isGood() {
      return word.equals("accepted");
    }
  }

  /**
   * @param to a sound number or id
   * @param now by the real clock
   */
  static Outcome send(MessageServices services, MessageService service, String to, Instant now) {
    String body =
        CanonicalJson.write(
            Map.of(
                "type",
                "notice.test",
                "timestamp",
                now.toString(),
                "data",
                Map.of(
                    "kind",
                    service.kind().word(),
                    "to",
                    to,
                    "language",
                    "en",
                    "subject",
                    "Test message from Stoplog",
                    "text",
                    "Test message from Stoplog. Nobody else got it.",
                    "drill",
                    service.catcher())));
    try (ServiceSession session = services.open(service)) {
      Reply reply = session.send("test-" + UUID.randomUUID(), body.getBytes(UTF_8));
      String word = reply.accepted() ? "accepted" : reply.deferred() ? "deferred" : "refused";
      return new Outcome(word, reply.code() + " " + reply.textWithout(to));
    } catch (ConnectionLost e) {
      return new Outcome("lost", "There was no answer to it: " + e.getMessage() + ".");
    } catch (StoplogException e) {
      return new Outcome("failed", String.valueOf(e.getMessage()));
    }
  }
}
