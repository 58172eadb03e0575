package org.stoplog.ledger.reader;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

class MailReaderIT {
  private static final String HEAD =
      "From: =?utf-8?q?J=C3=B6rg?= <joerg@mapplanet.example>\r\n"
          + "To: security@ours.example\r\n"
          + "Subject: =?utf-8?b?w4RmZmVjdGVk?= rows\r\n"
          + "Date: Mon, 24 Nov 2025 10:00:00 +0100\r\n"
          + "Message-ID: <1@mapplanet.example>\r\n"
          + "MIME-Version: 1.0\r\n";

  /** Body and hash of RFC 6376, appendix A.2, and RFC 8463, appendix A.3. */
  private static final String BODY =
      "Hi.\r\n\r\nWe lost the game. Are you hungry yet?\r\n\r\nJoe.\r\n";

  private static final String BODY_HASH = "2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=";

  @TempDir Path home;

  private MailOutline outline(String mail) throws IOException {
    return reader().outline(file(mail));
  }

  private MailReader reader() {
    return new MailReader(home.resolve("work"));
  }

  private Path file(String mail) throws IOException {
    return Files.write(home.resolve("mail.eml"), mail.getBytes(UTF_8));
  }

  @Test
  void wordsAndAttachmentsComeOutAsTheyWentIn() throws IOException {
    byte[] rows = new byte[200_000];
    new Random(7).nextBytes(rows);
    String mail =
        HEAD
            + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
            + "Content-Type: text/plain; charset=iso-8859-1\r\n"
            + "Content-Transfer-Encoding: quoted-printable\r\n\r\nGr=FC=DFe\r\n--b\r\n"
            + "Content-Type: text/csv; name*=utf-8''M%C3%A4rz.csv\r\n"
            + "Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment\r\n\r\n"
            + Base64.getMimeEncoder().encodeToString(rows)
            + "\r\n--b--\r\n";
    MailOutline found = outline(mail);
    assertThat(found.from()).isEqualTo("Jörg <joerg@mapplanet.example>");
    assertThat(found.subject()).isEqualTo("Äffected rows");
    assertThat(found.sent()).isEqualTo(1_763_974_800L);
    assertThat(found.messageId()).isEqualTo("<1@mapplanet.example>");
    assertThat(found.text()).isEqualTo("Grüße");
    assertThat(found.isCut()).isFalse();
    assertThat(found.signatures()).isEmpty();
    assertThat(found.attachments()).hasSize(1);
    MailOutline.Attachment csv = found.attachments().getFirst();
    assertThat(csv.name()).isEqualTo("März.csv");
    assertThat(csv.bytes()).isBetween(190_000L, 210_000L);
    Path out = home.resolve("out");
    reader().attachment(home.resolve("mail.eml"), csv.number(), out);
    assertThat(out).hasBinaryContent(rows);
    assertThatThrownBy(() -> reader().attachment(home.resolve("mail.eml"), 7, out))
        .isInstanceOfSatisfying(
            StoplogException.class, e -> assertThat(e.problem()).isEqualTo(Problem.FILE_NOT_FOUND));
  }

  @Test
  void aMailInAMailIsAnAttachmentHoweverDeep() throws IOException {
    StringBuilder mail = new StringBuilder(HEAD);
    for (int i = 0; i < 2_000; i++) {
      mail.append("Content-Type: message/rfc822\r\n\r\n").append(HEAD);
    }
    mail.append("Content-Type: text/plain\r\n\r\nthe innermost\r\n");
    MailOutline found = outline(mail.toString());
    assertThat(found.attachments()).hasSize(1);
    assertThat(found.attachments().getFirst().type()).isEqualToIgnoringCase("message/rfc822");
    Path inner = home.resolve("inner.eml");
    reader().attachment(home.resolve("mail.eml"), 0, inner);
    assertThat(reader().outline(inner).subject()).isEqualTo("Äffected rows");
  }

  @Test
  void nestedPartsThousandsOfPartsAndHugePagesAreBounded() throws IOException {
    StringBuilder nested = new StringBuilder(HEAD);
    for (int i = 0; i < 3_000; i++) {
      nested.append("Content-Type: multipart/mixed; boundary=b" + i + "\r\n\r\n--b" + i + "\r\n");
    }
    assertThat(outline(nested.toString()).attachments()).hasSizeLessThanOrEqualTo(1);

    StringBuilder many = new StringBuilder(HEAD + "Content-Type: multipart/mixed; boundary=b\r\n");
    for (int i = 0; i < 50_000; i++) {
      many.append("\r\n--b\r\nContent-Disposition: attachment; filename=f\r\n\r\nx");
    }
    MailOutline found = outline(many + "\r\n--b--\r\n");
    assertThat(found.attachments()).hasSize(100);
    assertThat(found.more()).isEqualTo(49_900);

    String page =
        HEAD
            + "Content-Type: text/html\r\n\r\n<style>p{}</style><script>alert(1)</script>"
            + "<p>We were <b>breached</b> &amp; sorry</p>"
            + "<div>".repeat(8_000_000);
    MailOutline html = outline(page);
    assertThat(html.wasHtml()).isTrue();
    assertThat(html.text()).isEqualTo("We were breached & sorry");
  }

  @Test
  void aHeaderWithoutEndCostsThisMailOnly() throws IOException {
    MailReader reader = reader();
    Path mail = file("From: a@b.example\r\nSubject: " + "x".repeat(300 << 20) + "\r\n\r\nhi\r\n");
    try {
      assertThat(reader.outline(mail).subject()).hasSize(500);
    } catch (StoplogException e) {
      assertThat(e.problem()).isIn(Problem.READER_LIMIT, Problem.READER_CRASHED);
    }
    assertThat(outline(HEAD + "\r\nstill here\r\n").text()).isEqualTo("still here");
  }

  @Test
  void tricksInHeadersAreShownAsTheyAre() throws IOException {
    MailOutline found =
        outline(
            "From: \"security@mapplanet.example\" <x@evil.example>\r\n"
                + "From: second@evil.example\r\n"
                + "Subject: a\u202Egpj.exe\u0007\r\n <script>alert(1)</script>\r\n"
                + "Date: yesterday\r\n"
                + "Content-Type: text/plain; charset=\"no-such-charset\"\r\n"
                + "Content-Disposition: attachment; filename=\"../../etc/passwd\"\r\n\r\nx\r\n");
    assertThat(found.from()).contains("x@evil.example");
    assertThat(found.subject()).isEqualTo("agpj.exe <script>alert(1)</script>");
    assertThat(found.sent()).isNull();
    assertThat(found.attachments()).hasSize(1);
  }

  @Test
  void whatIsNoMailIsRefused() throws IOException {
    for (String text : new String[] {"email\na@b.example\n", "%PDF-1.7\n\u0000", "\r\n\r\n"}) {
      assertThatThrownBy(() -> outline(text))
          .isInstanceOfSatisfying(
              StoplogException.class,
              e -> assertThat(e.problem()).isEqualTo(Problem.FILE_FORMAT_UNKNOWN));
    }
  }

  private static String signed(String way, String hash) {
    return "DKIM-Signature: v=1; a=rsa-sha256; s=brisbane; d=Mapplanet.Example;\r\n\tc="
        + way
        + "; h=from:to; bh="
        + hash
        + ";\r\n b=AuUoFEfDxTDkHlLXSZEpZj79LICEps6eda7W3deTVFOk4yAUoqOB\r\n";
  }

  @Test
  void anAlteredBodyIsSeenWithoutAKey() throws IOException {
    for (String way : new String[] {"simple/simple", "relaxed/relaxed", "simple/relaxed"}) {
      String body =
          way.endsWith("relaxed")
              ? BODY.replace("game. Are", "game. \t Are").replace("Joe.", "Joe. ") + "\r\n \r\n"
              : BODY + "\r\n\r\n";
      MailOutline found = outline(signed(way, BODY_HASH) + HEAD + "\r\n" + body);
      MailOutline.Signature one = found.signatures().getFirst();
      assertThat(one.domain()).as(way).isEqualTo("mapplanet.example");
      assertThat(one.selector()).isEqualTo("brisbane");
      assertThat(one.body()).isEqualTo(MailOutline.BodyHash.FITS);
      MailOutline altered = outline(signed(way, BODY_HASH) + HEAD + "\r\n" + body + "PS\r\n");
      assertThat(altered.signatures().getFirst().body()).isEqualTo(MailOutline.BodyHash.DIFFERS);
    }
    assertThat(
            outline(signed("simple", BODY_HASH + "; l=3") + HEAD + "\r\n" + BODY)
                .signatures()
                .getFirst()
                .body())
        .isEqualTo(MailOutline.BodyHash.UNKNOWN);
  }
}
