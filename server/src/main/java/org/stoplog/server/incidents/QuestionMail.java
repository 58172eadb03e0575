package org.stoplog.server.incidents;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A mail with questions to the supplier, as it is kept.
 *
 * @param chase 0 when a person sent it, else which one of the interval it is
 * @param due when it may go out, by the real clock
 * @param reply what the mail server said, without the address; null before
 */
record QuestionMail(
    UUID id,
    UUID incident,
    int supplier,
    int route,
    int chase,
    List<SupplierQuestion> questions,
    String messageId,
    Words words,
    UUID madeBy,
    Instant madeAt,
    State state,
    int attempts,
    Instant due,
    @Nullable Integer replyCode,
    @Nullable String reply) {
  /** What it says, and to whom; sealed where it is kept. */
  record Words(String to, String subject, String text) {
    /** Names nobody. */
    @Override
    public String toString() {
      return "Words[…]";
    }
  }

  /** How far it has come. */
  enum State {
    WAITING("waits for the mail server"),
    HANDED("was handed to the mail server, which has not answered yet"),
    SENT("the mail server took it"),
    REFUSED("the mail server refused it"),
    DOUBTFUL("nobody knows whether the mail server took it: the connection or the program ended"),
    FAILED("given up: the mail server could not be used"),
    STOPPED("stands still since a backup was restored: it may have gone out after the backup");

    private final String words;

    State(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }

    String slug() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
