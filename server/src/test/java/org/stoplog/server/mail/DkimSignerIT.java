package org.stoplog.server.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.ledger.reader.MailReader;
import org.stoplog.server.mail.DkimVerdict.Outcome;

/** What we sign, read by the real child and held against records of a resolver on real sockets. */
class DkimSignerIT {
  private static final Instant AT = Instant.parse("2025-11-27T09:00:00Z");
  private static final String DOMAIN = "example.org";

  @TempDir Path home;

  private static RouteKey key(DkimSigner.Algorithm algorithm, KeyPair pair, String selector) {
    return new RouteKey(1, 1, DOMAIN, selector, algorithm, true, pair.getPublic().getEncoded());
  }

  private static byte[] message(String text) {
    return MimeText.of(
        new MimeText.Head(
            "notice@example.org",
            "Beispiel GmbH – Datenschutz",
            "ann@example.com",
            null,
            "Über Ihre Daten bei einem Dienstleister, und was Sie jetzt tun können, in Ruhe",
            AT,
            "<0123456789@example.org>"),
        text,
        "<p>" + text + "</p>");
  }

  private List<DkimVerdict> verdicts(byte[] mail, FakeResolver resolver) throws IOException {
    Path file = Files.write(home.resolve("mail.eml"), mail);
    return new DkimCheck(() -> Optional.of(resolver.address()), Duration.ofSeconds(4))
        .check(new MailReader(home.resolve("work")).outline(file), AT);
  }

  @Test
  void bothSignaturesAreValidUntilAByteIsAnother() throws IOException {
    KeyPair rsa = RouteKey.make(DkimSigner.Algorithm.RSA);
    KeyPair ed = RouteKey.make(DkimSigner.Algorithm.ED25519);
    RouteKey first = key(DkimSigner.Algorithm.RSA, rsa, "stoplog1");
    RouteKey second = key(DkimSigner.Algorithm.ED25519, ed, "stoplog2");
    DkimSigner signer =
        new DkimSigner(
            List.of(
                new DkimSigner.Key(DOMAIN, "stoplog1", first.algorithm(), rsa.getPrivate()),
                new DkimSigner.Key(DOMAIN, "stoplog2", second.algorithm(), ed.getPrivate())));
    try (FakeResolver resolver = new FakeResolver()) {
      resolver.put(first.name(), first.record());
      resolver.put(second.name(), second.record());
      for (String text : List.of("Grüße\u00a0🙂\n\n.\n..\n  two  blanks \n\n\n")) {
        byte[] signed = signer.signed(message(text), AT);
        assertThat(signer.signed(message(text), AT)).as("the same bytes again").isEqualTo(signed);
        assertThat(verdicts(signed, resolver))
            .extracting(DkimVerdict::outcome)
            .containsExactly(Outcome.VALID, Outcome.VALID);
        assertThat(new String(signed, StandardCharsets.US_ASCII).lines())
            .allMatch(line -> line.length() <= 200);
      }
      byte[] signed = signer.signed(message("Pay nothing"), AT);
      String text = new String(signed, StandardCharsets.US_ASCII);
      for (String[] change :
          new String[][] {
            {"Pay nothing", "Pay now"},
            {"MIME-Version", "Subject: another\r\nMIME-Version"}
          }) {
        byte[] altered = text.replace(change[0], change[1]).getBytes(StandardCharsets.US_ASCII);
        assertThat(Arrays.equals(altered, signed)).isFalse();
        assertThat(verdicts(altered, resolver))
            .as(change[1])
            .extracting(DkimVerdict::outcome)
            .doesNotContain(Outcome.VALID);
      }
    }
  }

  @Test
  void aRecordIsKnownHoweverItIsWritten() {
    KeyPair ed = RouteKey.make(DkimSigner.Algorithm.ED25519);
    RouteKey key = key(DkimSigner.Algorithm.ED25519, ed, "stoplog2");
    assertThat(key.record()).matches("v=DKIM1; k=ed25519; p=[A-Za-z0-9+/]{43}=");
    String p = key.record().substring(key.record().indexOf("p="));
    assertThat(key.isIn("k=ed25519;" + p.substring(0, 9) + " " + p.substring(9) + "; t=s"))
        .isTrue();
    assertThat(key.isIn("v=DKIM1; k=ed25519; p=")).isFalse();
  }
}
