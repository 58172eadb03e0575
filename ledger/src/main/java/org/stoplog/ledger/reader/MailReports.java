package org.stoplog.ledger.reader;

import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.reader.DeliveryReport.Action;
import org.stoplog.ledger.reader.DeliveryReport.Kind;

/** Finds out what a mail means that came back. Only in the child, as {@link MailParts}. */
final class MailReports {
  private static final int MOST_READ = 256 << 10;
  private static final int MOST_TEXT = 64 << 10;
  private static final int LONGEST_SHOWN = 2_000;
  private static final int LONGEST_REASON = 300;
  private static final int MOST_MARKS = 20;
  private static final int MOST_ENCLOSED = 10;
  private static final int SHORTEST_NAME = 3;

  /** Twenty letters of Crockford's base 32 behind a plus; also within SRS and BATV. */
  private static final Pattern MARK = Pattern.compile("\\+([0-9A-Za-z]{20})(?=@|=)");

  private static final Pattern ORIGINAL_ID =
      Pattern.compile("(?im)^[> \\t]{0,8}Message-ID:\\s{0,80}(<[^<>\\s]{3,250}>)");

  private static final Pattern QUOTED =
      Pattern.compile(
          "(?im)^(-{2,} ?(below|this is a copy|original message|the following is|returned message)"
              + "|return-path:|received:).*$");

  private static final Pattern ADDRESS =
      Pattern.compile("[^\\s<>;:,()\\[\\]\"]{1,320}@[^\\s<>;:,()\\[\\]\"]{1,255}");

  /** Where servers write whom a mail reached; the envelope itself is gone. */
  private static final List<String> RECIPIENTS =
      List.of(
          "delivered-to",
          "x-delivered-to",
          "x-original-to",
          "envelope-to",
          "x-envelope-to",
          "x-rcpt-to",
          "x-forwarded-to",
          "to",
          "cc");

  private final MailParts mail;
  private final MailHead head;
  private final List<String> fields = new ArrayList<>();
  private final List<String> enclosed = new ArrayList<>();
  private boolean isComplaint;
  private boolean isReceipt;

  private MailReports(MailParts mail, MailHead head) {
    this.mail = mail;
    this.head = head;
  }

  static DeliveryReport of(Path file, MailParts mail, MailOutline outline) throws IOException {
    MailReports reports = new MailReports(mail, MailHead.read(file));
    reports.walk();
    return reports.report(outline);
  }

  private void walk() throws IOException {
    for (Part part : mail.leaves()) {
      String type = MailParts.type(part).toLowerCase(Locale.ROOT);
      switch (type) {
        case "message/delivery-status", "message/global-delivery-status" -> fields.add(read(part));
        case "message/feedback-report" -> isComplaint = true;
        case "message/disposition-notification", "message/global-disposition-notification" ->
            isReceipt = true;
        case "text/rfc822-headers",
            "text/rfc822-header",
            "message/rfc822",
            "message/global",
            "message/global-headers",
            "message/rfc822-headers" -> {
          if (enclosed.size() < MOST_ENCLOSED) {
            enclosed.add(read(part));
          }
        }
        default -> {}
      }
    }
  }

  private static String read(Part part) throws IOException {
    try (InputStream in = part.getInputStream()) {
      return new String(in.readNBytes(MOST_READ), StandardCharsets.UTF_8);
    } catch (MessagingException e) {
      return "";
    }
  }

  private DeliveryReport report(MailOutline outline) throws IOException {
    String text = mail.text(MOST_TEXT);
    ReportFields by = ReportFields.of(String.join("\n\n", fields));
    Kind kind =
        isComplaint
            ? Kind.COMPLAINT
            : by.recipients() > 0
                ? Kind.REPORT
                : isReceipt
                    ? Kind.AUTO_REPLY
                    : ReportWords.kind(head, outline.from(), outline.subject(), text);
    Action action =
        switch (kind) {
          case REPORT -> by.action();
          case WORDS -> ReportWords.action(outline.subject(), unquoted(text));
          case COMPLAINT, AUTO_REPLY, CHALLENGE, UNKNOWN -> Action.NONE;
        };
    String said =
        switch (kind) {
          case REPORT -> by.said();
          case WORDS -> ReportWords.reason(unquoted(text));
          case COMPLAINT, AUTO_REPLY, CHALLENGE, UNKNOWN -> null;
        };
    String status =
        switch (kind) {
          case REPORT -> by.status();
          case WORDS -> ReportFields.statusIn(said);
          case COMPLAINT, AUTO_REPLY, CHALLENGE, UNKNOWN -> null;
        };
    Set<String> addresses = new LinkedHashSet<>(by.addresses());
    head.of("x-failed-recipients")
        .forEach(field -> addresses.addAll(List.of(field.value().strip().split("[\\s,]+", 50))));
    return new DeliveryReport(
        kind,
        action,
        status,
        said == null ? null : MailParts.cleaned(masked(said, addresses), LONGEST_REASON),
        by.recipients(),
        marks(),
        quotedMarks(text),
        originalId(text),
        outline.messageId(),
        outline.sent(),
        outline.from(),
        outline.subject(),
        MailParts.cleaned(text, LONGEST_SHOWN));
  }

  /** What the server wrote, without the message that it quotes below: that has words of ours. */
  private static String unquoted(String text) {
    Matcher end = QUOTED.matcher(text);
    return end.find() ? text.substring(0, end.start()) : text;
  }

  private List<String> marks() {
    Set<String> marks = new LinkedHashSet<>();
    for (String name : RECIPIENTS) {
      head.of(name).forEach(field -> collect(field.value(), marks));
    }
    return List.copyOf(marks);
  }

  private List<String> quotedMarks(String text) {
    Set<String> marks = new LinkedHashSet<>();
    enclosed.forEach(one -> collect(one, marks));
    collect(text, marks);
    return List.copyOf(marks);
  }

  private static void collect(String text, Set<String> marks) {
    Matcher found = MARK.matcher(text);
    while (marks.size() < MOST_MARKS && found.find()) {
      marks.add(found.group(1).toLowerCase(Locale.ROOT));
    }
  }

  private @Nullable String originalId(String text) {
    for (String one : enclosed) {
      Matcher found = ORIGINAL_ID.matcher(one);
      if (found.find()) {
        return found.group(1);
      }
    }
    Matcher quoted = ORIGINAL_ID.matcher(text);
    return quoted.find() ? quoted.group(1) : null;
  }

  /**
   * Without the addresses that the report is about, also where only the part before the @ stands.
   */
  static String masked(String said, Set<String> addresses) {
    String clean = ADDRESS.matcher(said).replaceAll("•••");
    for (String address : addresses) {
      int at = address.lastIndexOf('@');
      String local = at < 0 ? address : address.substring(0, at);
      if (local.length() >= SHORTEST_NAME) {
        clean =
            Pattern.compile(
                    "(?<![\\p{L}\\p{N}])" + Pattern.quote(local) + "(?![\\p{L}\\p{N}])",
                    Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                .matcher(clean)
                .replaceAll("•••");
      }
    }
    return clean;
  }
}
