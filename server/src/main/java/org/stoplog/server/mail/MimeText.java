package org.stoplog.server.mail;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes a message of text (RFC 5322, 2045 to 2047). The same input gives the same bytes. */
public final class MimeText {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss '+0000'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private MimeText() {}

  /**
   * The head of a message.
   *
   * @param fromName name beside the sender's address, null for none
   * @param toName name beside the recipient's address, null for none
   * @param messageId in angle brackets; a copy that is sent again has the same one
   */
  public record Head(
      String from,
      @Nullable String fromName,
      String to,
      @Nullable String toName,
      String subject,
      Instant date,
      String messageId) {
    /** Names nobody. */
    @Override
    public String toString() {
      return "Head[…]";
    }
  }

  /**
   * A message in ASCII, with CRLF at the end of every line.
   *
   * @param text the plain text
   * @param html the same as HTML, null for none
   * @throws IllegalArgumentException when a value of the head holds a line break or another control
   *     character, or an address or the id is none; the message does not name it
   */
  public static byte[] of(Head head, String text, @Nullable String html) {
    StringBuilder out = new StringBuilder();
    if (MailAddress.needsUtf8(head.from())) {
      throw new IllegalArgumentException("the sender's address is not in Latin letters");
    }
    header(out, "From", mailbox(head.fromName(), head.from()));
    header(out, "To", mailbox(head.toName(), head.to()));
    header(out, "Subject", HeaderText.encoded(head.subject(), "Subject: ".length()));
    header(out, "Date", DATE.format(head.date()));
    header(out, "Message-ID", messageId(head.messageId()));
    header(out, "Auto-Submitted", "auto-generated");
    header(out, "MIME-Version", "1.0");
    if (html == null) {
      part(out, "plain", text);
    } else {
      // "=_" stands in no quoted-printable text, so no part can hold the boundary.
      String boundary = "=_" + hash(head.messageId());
      header(out, "Content-Type", "multipart/alternative;\r\n boundary=\"" + boundary + "\"");
      out.append("\r\n--").append(boundary).append("\r\n");
      part(out, "plain", text);
      out.append("--").append(boundary).append("\r\n");
      part(out, "html", html);
      out.append("--").append(boundary).append("--\r\n");
    }
    return out.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static void header(StringBuilder out, String name, String value) {
    out.append(name).append(": ").append(value).append("\r\n");
  }

  private static void part(StringBuilder out, String kind, String text) {
    header(out, "Content-Type", "text/" + kind + "; charset=utf-8");
    header(out, "Content-Transfer-Encoding", "quoted-printable");
    out.append("\r\n");
    QuotedPrintable.append(out, text);
  }

  private static String mailbox(@Nullable String name, String address) {
    if (!MailAddress.isSound(address)) {
      throw new IllegalArgumentException("an address of the head is none");
    }
    if (MailAddress.needsUtf8(address)) {
      // Only the envelope can name it (RFC 6532 needs a head in UTF-8, which this is not).
      return "undisclosed-recipients:;";
    }
    String wire = MailAddress.forTheWire(address);
    return name == null || name.isBlank()
        ? "<" + wire + ">"
        : HeaderText.phrase(name) + "\r\n <" + wire + ">";
  }

  private static String messageId(String id) {
    if (!id.matches("<[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,128}@[A-Za-z0-9.-]{1,255}>")) {
      throw new IllegalArgumentException("the message's id is none");
    }
    return id;
  }

  private static String hash(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
