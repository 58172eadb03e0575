package org.stoplog.ledger.reader;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a mail says of itself, as its reader found it: a stranger's words, cut to a length and
 * without control characters. Nothing of it is proven.
 *
 * @param from as the header says; null when it says nothing
 * @param subject null when there is none
 * @param sent seconds since 1970-01-01 UTC by the Date header; null when it cannot be read
 * @param messageId null when there is none
 * @param text plain text, taken from HTML when there is no other; empty when there is none
 * @param isCut whether the text went on
 * @param wasHtml whether the text was taken from HTML
 * @param attachments parts that can be taken out by their number
 * @param more parts that are not listed, since there were too many
 * @param signatures what DKIM signatures claim
 */
public record MailOutline(
    @Nullable String from,
    @Nullable String to,
    @Nullable String subject,
    @Nullable Long sent,
    @Nullable String messageId,
    String text,
    boolean isCut,
    boolean wasHtml,
    List<Attachment> attachments,
    int more,
    List<Signature> signatures) {
  public MailOutline {
    attachments = List.copyOf(attachments);
    signatures = List.copyOf(signatures);
  }

  /**
   * A part that is no text to read.
   *
   * @param number that takes it out
   * @param name as the sender gave it, without a path; may be anything else
   * @param type media type as the sender gave it
   * @param bytes about how long it is
   */
  public record Attachment(int number, String name, String type, long bytes) {}

  /**
   * A DKIM signature (RFC 6376). Whether it is the domain's cannot be told without its key, which
   * only the network has.
   *
   * @param domain that it claims to be of
   */
  public record Signature(String domain, String selector, BodyHash body) {}

  /** Whether the body is the one that was signed. */
  public enum BodyHash {
    /** It is; the signature itself was not checked. */
    FITS,
    /** It is another one: what we have was altered on its way, or the signature is made up. */
    DIFFERS,
    /** The signature covers a part only, or by a way that we do not know. */
    UNKNOWN
  }
}
