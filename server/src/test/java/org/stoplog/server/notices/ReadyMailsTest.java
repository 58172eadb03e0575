package org.stoplog.server.notices;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.stoplog.catalog.letters.ReadyLetters;

/** A mail in each language, opened by a mail program's parser. */
class ReadyMailsTest {
  @Test
  void aParserReadsBothPartsAsTheyWereMade() throws MessagingException, IOException {
    Map<String, Letter> letters = ReadyMails.letters();
    assertThat(letters.keySet()).hasSize(ReadyLetters.all().size());
    Set<String> bodies = new HashSet<>();
    for (Letter letter : letters.values()) {
      MimeMessage message =
          new MimeMessage(
              Session.getInstance(new Properties()),
              new ByteArrayInputStream(ReadyMails.message(letter)));
      String as = letter.language();
      assertThat(message.getSubject()).as(as).isEqualTo(letter.subject()).contains("Mapplanet");
      assertThat(((InternetAddress) message.getFrom()[0]).getPersonal()).isEqualTo("Northgate");
      assertThat(message.getContentType()).startsWith("multipart/alternative");
      MimeMultipart parts = (MimeMultipart) message.getContent();
      assertThat(parts.getCount()).as(as).isEqualTo(2);
      assertThat(read(parts.getBodyPart(0), "text/plain")).as(as).isEqualTo(letter.body());
      assertThat(read(parts.getBodyPart(1), "text/html")).as(as).isEqualTo(letter.html().strip());
      assertThat(letter.body())
          .as(as)
          .contains("Zoë O’Neil-Łuk", "1234-5678-9012", "example.org", "Northgate")
          .doesNotContain("{{", "}}", "{#", "null", "2025-11-08", "https:", "**")
          .containsPattern("(?m)^-{5,}$");
      assertThat(letter.html())
          .as(as)
          .contains("<html lang=\"" + as + "\"", "Zoë O’Neil-Łuk")
          .doesNotContain("{{", "{#", "src=", "href=");
      bodies.add(letter.body());
    }
    assertThat(bodies).hasSameSizeAs(letters.keySet());
  }

  private static String read(BodyPart part, String type) throws MessagingException, IOException {
    assertThat(part.isMimeType(type)).isTrue();
    return String.valueOf(part.getContent()).replace("\r\n", "\n").strip();
  }
}
