package org.stoplog.ledger.reader;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimePart;
import jakarta.mail.internet.MimePartDataSource;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.util.SharedFileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A mail taken apart. Only in the child: what a mail does to this code costs one mail. A mail
 * inside a mail is an attachment, so nesting costs nothing.
 */
final class MailParts {
  private static final int DEEPEST = 20;
  private static final int MOST_PARTS = 2_000;
  private static final int MOST_LISTED = 100;
  private static final int LONGEST_HEADER = 500;
  private static final int LONGEST_TEXT = 20_000;

  /** Of HTML, most is no text. */
  private static final int MOST_READ = 1 << 20;

  private final Path file;
  private final MimeMessage message;
  private final List<Part> attachments = new ArrayList<>();
  private @Nullable Part plain;
  private @Nullable Part html;
  private int seen;
  private int more;

  private MailParts(Path file, MimeMessage message) {
    this.file = file;
    this.message = message;
  }

  static MailParts open(Path file) throws IOException {
    for (String property :
        List.of(
            "mail.mime.multipart.allowempty",
            "mail.mime.base64.ignoreerrors",
            "mail.mime.uudecode.ignoreerrors",
            "mail.mime.decodefilename",
            "mail.mime.ignoreunknownencoding")) {
      System.setProperty(property, "true");
    }
    System.setProperty("mail.mime.parameters.strict", "false");
    System.setProperty("mail.mime.address.strict", "false");
    System.setProperty("mail.mime.decodetext.strict", "false");
    Properties session = new Properties();
    session.setProperty("mail.mime.allowutf8", "true");
    try {
      MimeMessage message =
          new MimeMessage(Session.getInstance(session), new SharedFileInputStream(file.toFile()));
      MailParts parts = new MailParts(file, message);
      if (parts.isMail()) {
        parts.walk(message, 0);
      }
      return parts;
    } catch (MessagingException e) {
      throw new IOException(e);
    }
  }

  /** Whether it looks like one: anything can be taken for the body of a mail without headers. */
  boolean isMail() {
    return header("From") != null || (header("Date") != null && header("Message-ID") != null);
  }

  private void walk(Part part, int depth) throws MessagingException {
    if (++seen > MOST_PARTS) {
      more++;
      return;
    }
    if (depth < DEEPEST && isType(part, "multipart/*")) {
      Multipart multipart = multipart(part);
      if (multipart != null) {
        int count = multipart.getCount();
        for (int i = 0; i < count; i++) {
          BodyPart one = multipart.getBodyPart(i);
          walk(one, depth + 1);
        }
        return;
      }
    }
    leaf(part);
  }

  /** Null when the stranger's multipart cannot be taken apart; then it is an attachment. */
  private static @Nullable Multipart multipart(Part part) {
    try {
      // Not by getContent: that needs a table of content types, which one jar of many may lose.
      Multipart multipart = new MimeMultipart(new MimePartDataSource((MimePart) part));
      multipart.getCount();
      return multipart;
    } catch (MessagingException e) {
      return null;
    }
  }

  private void leaf(Part part) throws MessagingException {
    boolean isAttached = Part.ATTACHMENT.equalsIgnoreCase(disposition(part)) || name(part) != null;
    if (!isAttached && isType(part, "text/plain") && plain == null) {
      plain = part;
    } else if (!isAttached && isType(part, "text/html") && html == null) {
      html = part;
    } else if (attachments.size() < MOST_LISTED) {
      attachments.add(part);
    } else {
      more++;
    }
  }

  private static boolean isType(Part part, String type) {
    try {
      return part.isMimeType(type);
    } catch (MessagingException e) {
      return false;
    }
  }

  private static @Nullable String disposition(Part part) {
    try {
      return part.getDisposition();
    } catch (MessagingException e) {
      return null;
    }
  }

  private static @Nullable String name(Part part) {
    try {
      return part.getFileName();
    } catch (MessagingException e) {
      return null;
    }
  }

  MailOutline outline() throws IOException {
    List<MailOutline.Attachment> listed = new ArrayList<>();
    for (Part part : attachments) {
      String name = name(part);
      listed.add(
          new MailOutline.Attachment(
              listed.size(),
              name == null ? "" : cleaned(name, LONGEST_HEADER),
              type(part),
              size(part)));
    }
    String text = plain != null ? read(plain) : html != null ? HtmlText.of(read(html)) : "";
    String cut = cleaned(text, LONGEST_TEXT);
    MailHead head = MailHead.read(file);
    return new MailOutline(
        decoded("From"),
        decoded("To"),
        decoded("Subject"),
        sent(),
        decoded("Message-ID"),
        cut,
        text.codePointCount(0, text.length()) > LONGEST_TEXT,
        plain == null && html != null,
        listed,
        more,
        MailSignatures.of(file, head),
        head.trace());
  }

  /** Parts that are no text to read, at most a hundred. */
  List<Part> leaves() {
    return List.copyOf(attachments);
  }

  /** Its text, taken from HTML when there is no other. */
  String text(int most) throws IOException {
    String text = plain != null ? read(plain) : html != null ? HtmlText.of(read(html)) : "";
    return text.length() > most ? text.substring(0, most) : text;
  }

  DeliveryReport report() throws IOException {
    return MailReports.of(file, this, outline());
  }

  Optional<InputStream> attachment(int number) throws IOException {
    if (number < 0 || number >= attachments.size()) {
      return Optional.empty();
    }
    try {
      return Optional.of(attachments.get(number).getInputStream());
    } catch (MessagingException e) {
      throw new IOException(e);
    }
  }

  static String type(Part part) {
    try {
      String type = part.getContentType();
      return cleaned(type.split(";", 2)[0].strip(), 100);
    } catch (MessagingException e) {
      return "";
    }
  }

  private static long size(Part part) {
    try {
      int encoded = part.getSize();
      String[] encoding = part.getHeader("Content-Transfer-Encoding");
      boolean isBase64 = encoding != null && encoding[0].strip().equalsIgnoreCase("base64");
      // Lines of 76 and their ends.
      return Math.max(0, isBase64 ? encoded * 57L / 78 : encoded);
    } catch (MessagingException e) {
      return 0;
    }
  }

  private static String read(Part part) throws IOException {
    try (InputStream in = part.getInputStream()) {
      return new String(in.readNBytes(MOST_READ), charset(part));
    } catch (MessagingException e) {
      return "";
    }
  }

  private static Charset charset(Part part) {
    try {
      String name = new ContentType(part.getContentType()).getParameter("charset");
      return name == null ? StandardCharsets.UTF_8 : Charset.forName(MimeUtility.javaCharset(name));
    } catch (MessagingException | IllegalArgumentException e) {
      return StandardCharsets.ISO_8859_1;
    }
  }

  private @Nullable Long sent() {
    try {
      Date sent = message.getSentDate();
      return sent == null ? null : sent.getTime() / 1000;
    } catch (MessagingException e) {
      return null;
    }
  }

  private @Nullable String decoded(String name) {
    String value = header(name);
    if (value == null) {
      return null;
    }
    String raw =
        value.length() > 10 * LONGEST_HEADER ? value.substring(0, 10 * LONGEST_HEADER) : value;
    try {
      return cleaned(MimeUtility.decodeText(MimeUtility.unfold(raw)), LONGEST_HEADER);
    } catch (IOException e) {
      return cleaned(raw, LONGEST_HEADER);
    }
  }

  /** A mail with two of them shows the first; a signature that means another is refused. */
  private @Nullable String header(String name) {
    try {
      String[] all = message.getHeader(name);
      return all == null ? null : all[0];
    } catch (MessagingException e) {
      return null;
    }
  }

  /** Without control characters and marks that turn the direction of text; cut. */
  static String cleaned(String text, int longest) {
    StringBuilder clean = new StringBuilder();
    text.strip()
        .codePoints()
        .limit(longest)
        .filter(c -> c == '\n' || !isHidden(c))
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }

  private static boolean isHidden(int c) {
    int type = Character.getType(c);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.SURROGATE
        || type == Character.UNASSIGNED;
  }
}
