package org.stoplog.server.notices;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.Element;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;
import org.stoplog.server.mail.MailRoute;
import org.stoplog.server.mail.MimeText;
import org.stoplog.server.platform.Hmac;
import org.stoplog.server.platform.Tokens;

/**
 * One copy of a notice. The same person, text and wave give the same bytes, whenever it is made.
 *
 * @param body as plain text
 * @param html the same as HTML
 */
record Letter(String language, String subject, String body, String html) {
  private static final String HMAC = "HmacSHA256";
  private static final int ID_BYTES = 20;

  /** In a preview: nobody's. */
  static final String SAMPLE_CODE = "0000-0000-0000";

  /** Names nobody. */
  @Override
  public String toString() {
    return "Letter[…]";
  }

  /**
   * Whom it is for.
   *
   * @param name null for none, and for those who share a mailbox
   * @param language as the company wrote it, null when unknown
   * @param elements of all who get this copy
   * @param code the number of this copy, as it is read
   */
  record Reader(
      @Nullable String name, @Nullable String language, ElementSet elements, String code) {
    @Override
    public String toString() {
      return "Reader[…]";
    }
  }

  /** One copy alone, for a preview; for many, {@link Letters} reads the texts only once. */
  static Letter of(Content content, String supplier, Reader reader) {
    return PreparedText.of(content, content.textFor(reader.language()), supplier, null)
        .letter(reader);
  }

  /** The elements in the English words of the catalogue, in its order, for us. */
  static String words(ElementSet elements) {
    return elements.ordinals().stream()
        .map(Elements.catalogue()::at)
        .map(Element::label)
        .map(Letter::inSentence)
        .collect(Collectors.joining(", "));
  }

  /** "Full name" within a sentence; "IP address" stays. */
  private static String inSentence(String label) {
    boolean isWord =
        label.length() > 1
            && Character.isUpperCase(label.charAt(0))
            && Character.isLowerCase(label.charAt(1));
    return isWord ? Character.toLowerCase(label.charAt(0)) + label.substring(1) : label;
  }

  /** The message. No name stands in its head: what a stranger wrote stays in the text. */
  byte[] message(MailRoute route, String to, Instant date, String messageId) {
    return MimeText.of(
        new MimeText.Head(route.from(), route.fromName(), to, null, subject, date, messageId),
        body,
        html);
  }

  /**
   * Tells nothing of the person without the wave's key, and is the same for each copy of theirs.
   * The number of the copy stands in front, by which a report on it is found. Letters and digits
   * alone, since it also names the copy to mail servers (RFC 3461).
   */
  static String id(byte[] secret, long person) {
    byte[] hash = Tokens.hmac(HMAC, secret, ("message " + person).getBytes(UTF_8));
    return CopyCode.text(CopyCode.of(secret, person)).replace("-", "").toLowerCase(Locale.ROOT)
        + HexFormat.of().formatHex(hash, 0, ID_BYTES);
  }

  /** The same for a mail, with the domain of its sender (RFC 5322, 3.6.4). */
  static String messageId(byte[] secret, long person, MailRoute route) {
    String domain = route.from().substring(route.from().lastIndexOf('@') + 1);
    return "<" + id(secret, person) + "@" + java.net.IDN.toASCII(domain) + ">";
  }

  /** By which people of a wave share a mailbox. */
  static byte[] mailbox(byte[] secret, String address) {
    return mailbox(key(secret), address);
  }

  static byte[] mailbox(Hmac key, String address) {
    String same = address.strip().toLowerCase(Locale.ROOT);
    return java.util.Arrays.copyOf(key.of(("mailbox " + same).getBytes(UTF_8)), ID_BYTES);
  }

  /** For many hashes of one wave. */
  static Hmac key(byte[] secret) {
    return new Hmac(HMAC, secret);
  }

  /** By which copies to one domain of recipients are paced together. */
  static long domain(byte[] secret, String address) {
    return domain(key(secret), address);
  }

  static long domain(Hmac key, String address) {
    String domain =
        address.substring(address.lastIndexOf('@') + 1).strip().toLowerCase(Locale.ROOT);
    return java.nio.ByteBuffer.wrap(key.of(("domain " + domain).getBytes(UTF_8))).getLong();
  }

  /** For a preview: nobody real. */
  static Reader sample(ElementSet elements, String language) {
    return new Reader("Alex Sample", language, elements, SAMPLE_CODE);
  }
}
