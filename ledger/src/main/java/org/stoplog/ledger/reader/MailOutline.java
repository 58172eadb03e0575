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
 * @param trace where it says it comes from, for a check of its signatures and for finding what it
 *     answers; null when that was not looked at
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
    List<Signature> signatures,
    @Nullable Trace trace) {
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
   * Where a mail says it comes from.
   *
   * @param senders addresses in all its From headers; only one can be meant by a signature
   * @param fromDomain of the only sender, in ASCII and lower case; null when there is no such
   * @param answers ids of the messages that it says it answers, in angle brackets
   * @param isForwarded whether forwarders vouch for it (ARC, RFC 8617), which nobody checks here
   * @param unread signatures beyond those that were looked at
   */
  public record Trace(
      int senders,
      @Nullable String fromDomain,
      List<String> answers,
      boolean isForwarded,
      int unread) {
    public Trace {
      answers = List.copyOf(answers);
    }
  }

  /**
   * A DKIM signature (RFC 6376). Whether it is the domain's cannot be told without its key, which
   * only the network has.
   *
   * @param domain that it claims to be of
   * @param signed what the key is needed for; null when {@code fault} says why it is worth nothing,
   *     and in what was kept before keys were asked for
   * @param fault null when none was found without the key
   */
  public record Signature(
      String domain,
      String selector,
      BodyHash body,
      @Nullable Signed signed,
      @Nullable Fault fault) {}

  /**
   * What was signed, ready to be held against the key.
   *
   * @param algorithm {@code rsa-sha256} or {@code ed25519-sha256}
   * @param digest SHA-256 of the headers in their canonical form, in hex
   * @param value the signature, in base64
   * @param identityDomain for whom the domain signed (i=): itself, or one below
   * @param at seconds since 1970-01-01 UTC of the signing, as it says; null for not said
   * @param until seconds since 1970-01-01 UTC after which it is worth nothing; null for never
   */
  public record Signed(
      String algorithm,
      String digest,
      String value,
      String identityDomain,
      @Nullable Long at,
      @Nullable Long until) {}

  /** What makes a signature worth nothing, whatever the key says. */
  public enum Fault {
    /** It does not follow the standard. */
    BROKEN,
    /** It uses SHA-1, which can be forged (RFC 8301). */
    SHA1,
    /** It is made in a way that we do not know. */
    UNKNOWN_WAY,
    /** It covers a part of the body only (l=): anybody may have added the rest. */
    PART_OF_BODY,
    /** It does not cover the sender. */
    SENDER_NOT_SIGNED,
    /** There are more senders or subjects than were signed. */
    HEADER_ADDED,
    /** The head of the mail is too long to look at. */
    TOO_LONG
  }

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
