package org.stoplog.ledger.reader;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a mail says that came back after we sent one: a stranger's words, cut to a length, without
 * control characters and without the addresses that it names. Nothing of it is proven; whether it
 * is about a message of ours says the mark in the address that it came to.
 *
 * @param action what became of the message; {@code NONE} when the mail says nothing about that
 * @param status enhanced code x.y.z (RFC 3463); null when it gives none
 * @param said the reason that it gives; null for none
 * @param recipients how many it reports on; 0 when it names none
 * @param marks what stands behind a plus in the addresses that it was sent to, of the form that our
 *     addresses for bounces have
 * @param quotedMarks the same, found in the message that it encloses or quotes
 * @param originalId Message-ID of the message that it encloses or quotes; null when it shows none
 * @param ownId its own Message-ID; null for none
 * @param sent seconds since 1970-01-01 UTC by its Date header; null when it cannot be read
 * @param from as the header says, for whoever has to look at it; null when it says nothing
 * @param subject null when there is none
 * @param text its beginning, for whoever has to look at it
 */
public record DeliveryReport(
    Kind kind,
    Action action,
    @Nullable String status,
    @Nullable String said,
    int recipients,
    List<String> marks,
    List<String> quotedMarks,
    @Nullable String originalId,
    @Nullable String ownId,
    @Nullable Long sent,
    @Nullable String from,
    @Nullable String subject,
    String text) {
  public DeliveryReport {
    marks = List.copyOf(marks);
    quotedMarks = List.copyOf(quotedMarks);
  }

  /** What sort of mail it is. */
  public enum Kind {
    /** A report by the standard (RFC 3464, 6533). */
    REPORT,
    /** A report in words alone, as some servers still write. */
    WORDS,
    /** A complaint that a provider passes on (ARF, RFC 5965). */
    COMPLAINT,
    /** Answered by a program: out of office, a ticket, a receipt (RFC 3834, 8098). */
    AUTO_REPLY,
    /** The mailbox keeps the message until its sender answers a question. */
    CHALLENGE,
    /** None of these; perhaps somebody wrote. */
    UNKNOWN
  }

  /** What became of the message. */
  public enum Action {
    /** It will not be delivered, and nobody tries any more. */
    FAILED,
    /** It was not delivered so far. */
    DELAYED,
    /** It was delivered, or handed on to where no reports come from. */
    DELIVERED,
    NONE
  }

  /** It may stand in a message of a fault. */
  @Override
  public String toString() {
    return "DeliveryReport[" + kind + " " + action + "]";
  }
}
