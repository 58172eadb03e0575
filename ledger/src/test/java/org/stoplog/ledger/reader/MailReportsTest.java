package org.stoplog.ledger.reader;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.ledger.reader.DeliveryReport.Action;
import org.stoplog.ledger.reader.DeliveryReport.Kind;

/** What mails mean that come back, in the forms that servers write; addresses are made up. */
class MailReportsTest {
  private static final String MARK = "k7qf9xm2pd3rabcdefgh";
  private static final String ID = "<k7qf9xm2pd3r0123456789abcdef@ours.example>";

  @TempDir Path home;

  private DeliveryReport read(String mail) throws IOException {
    Path file = Files.write(home.resolve("mail.eml"), mail.replace("\n", "\r\n").getBytes(UTF_8));
    return MailParts.open(file).report();
  }

  private static String head(String subject, String more) {
    return "Return-Path: <>\nDelivered-To: bounce+"
        + MARK
        + "@ours.example\nFrom: MAILER-DAEMON@mx.example\nTo: bounce@ours.example\nSubject: "
        + subject
        + "\nDate: Mon, 24 Nov 2025 10:00:00 +0100\nMessage-ID: <report@mx.example>\n"
        + more;
  }

  private static String report(String fields) {
    return head(
            "Undelivered Mail Returned to Sender",
            "Auto-Submitted: auto-replied\nMIME-Version: 1.0\n"
                + "Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\n\n")
        + "--b\n"
        + "Content-Type: text/plain\n\n"
        + "I'm sorry.\n"
        + "--b\n"
        + "Content-Type: message/delivery-status\n\n"
        + fields
        + "\n--b\nContent-Type: message/rfc822\n\nReturn-Path: <bounce+"
        + MARK
        + "@ours.example>\nFrom: notice@ours.example\nMessage-ID:\n "
        + ID
        + "\nSubject: About your data\n\nWe write to you.\n--b--\n";
  }

  private static final String PER_MESSAGE =
      "Reporting-MTA: dns; mx.example\nArrival-Date: Mon, 24 Nov 2025 09:59:00 +0100\n\n";

  @Test
  void readsAReportByTheStandard() throws IOException {
    DeliveryReport found =
        read(
            report(
                PER_MESSAGE
                    + "Final-Recipient: rfc822; jo.doe@there.example\n"
                    + "Original-Recipient: rfc822;jo.doe@there.example\n"
                    + "Action: failed\n"
                    + "Status: 5.1.1\n"
                    + "Remote-MTA: dns; there.example\n"
                    + "Diagnostic-Code: smtp; 550 5.1.1\n"
                    + "    <jo.doe@there.example>: Recipient address rejected: jo.doe is"
                    + " unknown\n"));
    assertThat(found.kind()).isEqualTo(Kind.REPORT);
    assertThat(found.action()).isEqualTo(Action.FAILED);
    assertThat(found.status()).isEqualTo("5.1.1");
    assertThat(found.said())
        .isEqualTo("550 5.1.1 <•••>: Recipient address rejected: ••• is unknown");
    assertThat(found.marks()).containsExactly(MARK);
    assertThat(found.quotedMarks()).containsExactly(MARK);
    assertThat(found.originalId()).isEqualTo(ID);
    assertThat(found.ownId()).isEqualTo("<report@mx.example>");
    assertThat(found.sent()).isEqualTo(1_763_974_800L);
    assertThat(found.recipients()).isOne();
  }

  @Test
  void tellsDelayedDeliveredAndSeveralRecipientsApart() throws IOException {
    String delayed = "Final-Recipient: rfc822; a@b.example\nAction: delayed\nStatus: 4.4.1\n";
    String failed = "Final-Recipient: rfc822; c@d.example\nAction: failed\nStatus: 5.2.2\n";
    String relayed = "Final-Recipient: rfc822; e@f.example\nAction: relayed\nStatus: 2.1.9\n";
    assertThat(read(report(PER_MESSAGE + delayed)).action()).isEqualTo(Action.DELAYED);
    assertThat(read(report(PER_MESSAGE + relayed)).action()).isEqualTo(Action.DELIVERED);
    DeliveryReport two = read(report(PER_MESSAGE + delayed + "\n" + failed));
    assertThat(two.action()).isEqualTo(Action.FAILED);
    assertThat(two.status()).isEqualTo("5.2.2");
    assertThat(two.recipients()).isEqualTo(2);
    assertThat(read(report(PER_MESSAGE + failed + "\n" + relayed)).action())
        .as("one of those behind the address has it")
        .isEqualTo(Action.DELIVERED);
  }

  @Test
  void takesTheServersCodeWhereTheReportHasAVagueOneOrNone() throws IOException {
    DeliveryReport exchange =
        read(
            report(
                PER_MESSAGE
                    + "Final-Recipient: rfc822;jo@there.example\n"
                    + "Action: failed\n"
                    + "Status: 5.0.0\n"
                    + "Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient"
                    + " not found by SMTP address lookup\n"
                    + "X-Display-Name: Jo\n"));
    assertThat(exchange.status()).isEqualTo("5.1.10");
    DeliveryReport none =
        read(
            report(
                PER_MESSAGE
                    + "Final-Recipient: rfc822;jo@there.example\n"
                    + "Diagnostic-Code: smtp;452 4.2.2 mailbox full\n"));
    assertThat(none.action()).isEqualTo(Action.DELAYED);
    assertThat(none.status()).isEqualTo("4.2.2");
  }

  @Test
  void readsGlobalAddressesAndReportsInAnOddWrapping() throws IOException {
    DeliveryReport global =
        read(
            report(
                    PER_MESSAGE
                        + "Final-Recipient: utf-8; jörg@müller.example\nAction: failed\n"
                        + "Status: 5.1.1\nDiagnostic-Code: smtp; 550 jörg has no mailbox\n")
                .replace("message/delivery-status", "message/global-delivery-status")
                .replace("message/rfc822", "message/global-headers"));
    assertThat(global.kind()).isEqualTo(Kind.REPORT);
    assertThat(global.said()).isEqualTo("550 ••• has no mailbox");
    assertThat(global.originalId()).isEqualTo(ID);
    DeliveryReport mixed =
        read(
            report(PER_MESSAGE + "Final-Recipient: rfc822;a@b.example\nAction: Failed (gave up)\n")
                .replace("multipart/report; report-type=delivery-status;", "multipart/mixed;"));
    assertThat(mixed.kind()).isEqualTo(Kind.REPORT);
    assertThat(mixed.action()).isEqualTo(Action.FAILED);
  }

  @Test
  void readsWhatQmailEximSendmailAndGmailWriteInWords() throws IOException {
    DeliveryReport qmail =
        read(
            head("failure notice", "\n")
                + "Hi. This is the qmail-send program at mx.example.\n"
                + "I'm afraid I wasn't able to deliver your message to the following addresses.\n"
                + "This is a permanent error; I've given up. Sorry it didn't work out.\n\n"
                + "<jo@there.example>:\n192.0.2.7 does not like recipient.\n"
                + "Remote host said: 550 5.1.1 <jo@there.example> no such user\n"
                + "Giving up on 192.0.2.7.\n\n--- Below this line is a copy of the message.\n\n"
                + "Return-Path: <bounce+"
                + MARK
                + "@ours.example>\nMessage-ID: "
                + ID
                + "\nSubject: 450 delayed\n");
    assertThat(qmail.kind()).isEqualTo(Kind.WORDS);
    assertThat(qmail.action()).isEqualTo(Action.FAILED);
    assertThat(qmail.status()).isEqualTo("5.1.1");
    assertThat(qmail.said()).isEqualTo("Remote host said: 550 5.1.1 <•••> no such user");
    assertThat(qmail.originalId()).isEqualTo(ID);
    assertThat(qmail.quotedMarks()).containsExactly(MARK);

    DeliveryReport exim =
        read(
            head(
                    "Mail delivery failed: returning message to sender",
                    "X-Failed-Recipients: jo@there.example\nAuto-Submitted: auto-replied\n\n")
                + "A message that you sent could not be delivered to one or more of its\n"
                + "recipients. This is a permanent error. The following address(es) failed:\n\n"
                + "  jo@there.example\n    host mx.there.example [192.0.2.8]\n"
                + "    SMTP error from remote mail server after RCPT TO:<jo@there.example>:\n"
                + "    550 No such user here\n");
    assertThat(exim.kind()).isEqualTo(Kind.WORDS);
    assertThat(exim.action()).isEqualTo(Action.FAILED);
    assertThat(exim.said()).isEqualTo("550 No such user here");

    DeliveryReport gmail =
        read(
            head("Delivery Status Notification (Failure)", "\n")
                + "Delivery to the following recipient failed permanently:\n\n"
                + " jo@there.example\n\n"
                + "The error that the other server returned was: 550 5.2.1 The email account that"
                + " you tried to reach is disabled.\n");
    assertThat(gmail.action()).isEqualTo(Action.FAILED);
    assertThat(gmail.status()).isEqualTo("5.2.1");

    DeliveryReport warning =
        read(
            head("Warning: could not send message for past 4 hours", "\n")
                + "451 4.4.1 reply: read error from mx.there.example.\n"
                + "Warning: message still undelivered after 4 hours. Will keep trying.\n");
    assertThat(warning.kind()).isEqualTo(Kind.WORDS);
    assertThat(warning.action()).isEqualTo(Action.DELAYED);
  }

  @Test
  void whoIsAwayIsNoBounceAndNeitherIsAPersonsMail() throws IOException {
    String person = head("Re: About your data", "\n").replace("Return-Path: <>\n", "");
    String jo = person.replace("MAILER-DAEMON@mx.example", "Jo <jo@there.example>");
    DeliveryReport away =
        read(jo.replace("Subject:", "Auto-Submitted: auto-replied (vacation)\nSubject:") + "Away.");
    assertThat(away.kind()).isEqualTo(Kind.AUTO_REPLY);
    assertThat(away.action()).isEqualTo(Action.NONE);
    assertThat(read(jo.replace("Re: About", "Automatic reply: About") + "Away.").kind())
        .isEqualTo(Kind.AUTO_REPLY);
    assertThat(read(jo + "User unknown? 550? That is no answer.").kind()).isEqualTo(Kind.UNKNOWN);
    assertThat(read(jo.replace("Subject:", "X-BoxTrapper: 1\nSubject:") + "Verify.").kind())
        .isEqualTo(Kind.CHALLENGE);
    assertThat(read(jo.replace("Re:", "Please confirm your message") + "Click.").kind())
        .isEqualTo(Kind.CHALLENGE);
  }

  @Test
  void readsComplaintsAndReceipts() throws IOException {
    String mail = report("Feedback-Type: abuse\nUser-Agent: x/1\nVersion: 1\n");
    DeliveryReport complaint =
        read(mail.replace("message/delivery-status", "message/feedback-report"));
    assertThat(complaint.kind()).isEqualTo(Kind.COMPLAINT);
    assertThat(complaint.originalId()).isEqualTo(ID);
    assertThat(
            read(mail.replace("message/delivery-status", "message/disposition-notification"))
                .kind())
        .isEqualTo(Kind.AUTO_REPLY);
  }

  @Test
  void findsTheMarkAlsoWhereItWasWrapped() throws IOException {
    String mail = head("failure notice", "\nHi. This is the x\n");
    assertThat(
            read(mail.replace(
                    "bounce+" + MARK + "@ours.example",
                    "SRS0=Ab1=7Z=ours.example=bounce+" + MARK.toUpperCase() + "@forward.example"))
                .marks())
        .containsExactly(MARK);
    assertThat(read(mail.replace("+" + MARK, "")).marks()).isEmpty();
    assertThat(read(mail.replace("+" + MARK, "+short")).marks()).isEmpty();
  }

  @Test
  void hostileReportsAreBounded() throws IOException {
    StringBuilder many = new StringBuilder(PER_MESSAGE);
    for (int i = 0; i < 20_000; i++) {
      many.append("Final-Recipient: rfc822; p")
          .append(i)
          .append("@there.example\nAction: failed\n\n");
    }
    DeliveryReport crowd = read(report(many.toString()));
    assertThat(crowd.recipients()).isLessThanOrEqualTo(100);
    DeliveryReport endless =
        read(
            report(
                PER_MESSAGE
                    + "Action: failed\nDiagnostic-Code: smtp; 550 "
                    + "x@y".repeat(90_000)));
    assertThat(endless.said()).hasSizeLessThanOrEqualTo(300);
    String marks =
        new Random(3)
            .ints(5_000, 'a', 'z' + 1)
            .collect(
                () -> new StringBuilder("To: "),
                (out, c) ->
                    out.append("x+")
                        .append(String.valueOf((char) c).repeat(20))
                        .append("@o.example, "),
                StringBuilder::append)
            .toString();
    assertThat(read(head("failure notice", marks + "\n\nHi. This is the x")).marks())
        .hasSizeLessThanOrEqualTo(20);
    DeliveryReport tricks =
        read(
            report(
                PER_MESSAGE
                    + "Action: failed\nStatus: 5.1.1.9.9\n"
                    + "Diagnostic-Code: smtp; 550 \u202e<script>alert(1)</script>\u0007=cmd()\n"));
    assertThat(tricks.status()).isNull();
    assertThat(tricks.said()).isEqualTo("550 <script>alert(1)</script>=cmd()");
    assertThat(read(head("x".repeat(100_000), "\n" + "4".repeat(200_000))).kind())
        .isEqualTo(Kind.UNKNOWN);
  }
}
