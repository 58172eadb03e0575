package org.stoplog.server.incidents;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.exposure.Claim.Source;
import org.stoplog.ledger.reader.MailOutline;
import org.stoplog.server.mail.DkimVerdict;

/**
 * Something that was said between a supplier and us: a mail, a letter, a call.
 *
 * @param isOurs whether we sent it
 * @param at when it reached us or them, as somebody said
 * @param sha256 of the original, or of what shows that it was received; null for none
 * @param content of a mail what it says of itself, else what somebody wrote down
 * @param verdicts on the signatures of a mail; null for what is none, and for mails that came
 *     before signatures were checked
 */
record Letter(
    UUID id,
    long seq,
    boolean isOurs,
    Channel channel,
    Instant at,
    Instant addedAt,
    @Nullable UUID by,
    @Nullable String sha256,
    long bytes,
    MailOutline content,
    @Nullable List<DkimVerdict> verdicts) {
  Letter {
    verdicts = verdicts == null ? null : List.copyOf(verdicts);
  }

  boolean isTheirMail() {
    return !isOurs && channel == Channel.MAIL;
  }

  /** How it went. */
  enum Channel {
    MAIL("by mail", Source.MAIL),
    LETTER("by letter", Source.LETTER),
    PORTAL("in the portal", Source.PORTAL),
    CALL("in a call", Source.CALL),
    OTHER("in another way", Source.LETTER);

    private final String words;
    private final Source source;

    Channel(String words, Source source) {
      this.words = words;
      this.source = source;
    }

    String words() {
      return words;
    }

    /** Of a claim that it makes. */
    Source source() {
      return source;
    }

    String slug() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Channel> of(String slug) {
      return Arrays.stream(values()).filter(one -> one.slug().equals(slug)).findFirst();
    }
  }

  static String path(UUID incident, UUID letter) {
    return "/incidents/" + incident + "/letters/" + letter;
  }
}
