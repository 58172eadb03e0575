package org.stoplog.server.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** What became of a message is known, or known to be in doubt, whatever the server does. */
@Timeout(60)
class SmtpSessionIT {
  private static final Limits SHORT =
      new Limits(Duration.ofSeconds(5), Duration.ofMillis(700), Duration.ofMillis(700));
  private static final Limits LONG =
      new Limits(Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofSeconds(20));
  private static final Envelope TO_ANN = new Envelope("notice@example.org", "ann@example.com");
  private static final byte[] MESSAGE =
      "Subject: a\r\n\r\nDear Ann\r\n".getBytes(StandardCharsets.US_ASCII);

  @TempDir static Path temp;
  private static SSLContext localhost;
  private static SSLContext elsewhere;
  private static SSLContext trusting;

  @BeforeAll
  static void makeCertificates() throws Exception {
    localhost = certificate("localhost", "dns:localhost");
    elsewhere = certificate("elsewhere", "dns:mail.elsewhere.example");
    trusting = trust("localhost", "elsewhere");
  }

  private static SSLContext certificate(String name, String subject) throws Exception {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "SAN=" + subject,
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-keystore",
                temp.resolve(name).toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store(name), "changeit".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private static KeyStore store(String name) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(temp.resolve(name))) {
      store.load(in, "changeit".toCharArray());
    }
    return store;
  }

  private static SSLContext trust(String... names) throws Exception {
    KeyStore all = KeyStore.getInstance("PKCS12");
    all.load(null, null);
    for (String name : names) {
      all.setCertificateEntry(name, store(name).getCertificate(name));
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(all);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  private static MailRoute route(FakeMailServer server, Security security, String user) {
    return new MailRoute(
        1,
        "office",
        false,
        "localhost",
        server.port(),
        security,
        user,
        "notice@example.org",
        null,
        null,
        null);
  }

  private static SmtpSession open(FakeMailServer server, Limits limits) {
    return SmtpSession.open(route(server, Security.NONE, null), null, trusting, limits);
  }

  private static String refusal(FakeMailServer server, Security security, String user) {
    return refusal(server, security, user, trusting);
  }

  private static String refusal(
      FakeMailServer server, Security security, String user, SSLContext trust) {
    StoplogException refused =
        catchThrowableOfType(
            StoplogException.class,
            () ->
                SmtpSession.open(
                        route(server, security, user), user == null ? null : "s3cret", trust, SHORT)
                    .close());
    assertThat(refused.problem()).isEqualTo(Problem.MAIL_ROUTE_FAILED);
    assertThat(refused.getMessage()).doesNotContain("s3cret");
    return refused.getMessage();
  }

  @Test
  void manyMessagesGoThroughOneConnection() throws Exception {
    try (FakeMailServer server = new FakeMailServer("PIPELINING", "8BITMIME")) {
      try (SmtpSession session = open(server, LONG)) {
        for (int i = 1; i <= 200; i++) {
          Reply reply = session.send(new Envelope("", "p" + i + "@example.com"), MESSAGE);
          assertThat(reply).isEqualTo(new Reply(250, "2.0.0", "queued as " + i));
          assertThat(reply.accepted()).isTrue();
        }
      }
      assertThat(server.connections()).isOne();
      assertThat(server.messages()).hasSize(200).containsOnly("Subject: a\r\n\r\nDear Ann\r\n");
      assertThat(server.commands()).contains("MAIL FROM:<>", "RCPT TO:<p200@example.com>");
      assertThat(server.commands()).last().isEqualTo("QUIT");
      assertThat(server.commands().getFirst()).isEqualTo("EHLO [127.0.0.1]");
      assertThat(server.faults()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "MAIL, 451 4.7.1 greylisted, true",
    "MAIL, 550 5.7.1 sender not allowed, true",
    "RCPT, 450 4.2.1 mailbox busy, true",
    "RCPT, 550 5.1.1 no such user, true",
    "DATA, 554 5.7.1 no, true",
    "., 452 4.2.2 full, false",
    "., 554 5.6.0 refused after all, false",
    "., 550-5.7.1 two lines"
  })
  void whatIsRefusedIsSaidAndTheNextMessageGoes(String command, String said) throws Exception {
    String reply = said.startsWith("550-") ? "550-5.7.1 two\r\n550 5.7.1 lines" : said;
    for (String offer : List.of("PIPELINING", "SIZE 1000")) {
      try (FakeMailServer server = new FakeMailServer(offer).answer(command, reply);
          SmtpSession session = open(server, LONG)) {
        Reply first = session.send(TO_ANN, MESSAGE);
        assertThat(first.code()).isEqualTo(Integer.parseInt(said.substring(0, 3)));
        assertThat(first.status()).isEqualTo(said.substring(4, 9));
        assertThat(first.text()).isEqualTo(said.substring(10));
        assertThat(first.deferred()).isEqualTo(said.startsWith("4"));
        assertThat(first.refused()).isEqualTo(said.startsWith("5"));
        assertThat(session.send(TO_ANN, MESSAGE).accepted()).isTrue();
        assertThat(server.commands().contains("RSET")).isEqualTo(!command.equals("."));
      }
    }
  }

  /** A server that waits for a message although it takes none (RFC 2920, 3.1). */
  @ParameterizedTest
  @ValueSource(strings = {"554 5.5.1 to nobody", "250 2.0.0 taken", "421 4.3.2 closing"})
  void aMessageToNobodyIsEmpty(String end) throws Exception {
    try (FakeMailServer server =
            new FakeMailServer("PIPELINING")
                .answer("RCPT", "550 5.1.1 no such user")
                .answer("DATA to nobody", "354 go on")
                .answer("end to nobody", end);
        SmtpSession session = open(server, LONG)) {
      assertThat(session.send(TO_ANN, MESSAGE)).isEqualTo(new Reply(550, "5.1.1", "no such user"));
      assertThat(server.commands()).contains("message to nobody: .");
      assertThat(server.messages()).isEmpty();
      if (!end.startsWith("421")) {
        assertThat(session.send(TO_ANN, MESSAGE).accepted()).isTrue();
      }
    }
  }

  @Test
  void reportsOfDeliveryAreAskedForWhereTheyAreOffered() throws Exception {
    Envelope envelope = new Envelope("b+k7@example.org", "ann+x=y@example.com", "c0de");
    for (String offer : List.of("DSN", "SIZE 1000")) {
      try (FakeMailServer server = new FakeMailServer(offer);
          SmtpSession session = open(server, LONG)) {
        assertThat(session.send(envelope, MESSAGE).accepted()).isTrue();
        assertThat(server.commands())
            .contains(
                offer.equals("DSN")
                    ? "MAIL FROM:<b+k7@example.org> RET=HDRS ENVID=c0de"
                    : "MAIL FROM:<b+k7@example.org>",
                offer.equals("DSN")
                    ? "RCPT TO:<ann+x=y@example.com> NOTIFY=FAILURE,DELAY"
                        + " ORCPT=rfc822;ann+2Bx+3Dy@example.com"
                    : "RCPT TO:<ann+x=y@example.com>");
      }
    }
  }

  /** Nobody has the message: the same may be sent again. */
  @ParameterizedTest
  @ValueSource(strings = {"MAIL", "RCPT", "DATA", "within"})
  void aConnectionThatIsLostBeforeTheEndLeavesNoDoubt(String command) throws Exception {
    try (FakeMailServer server = new FakeMailServer().answer(command, FakeMailServer.DROP);
        SmtpSession session = open(server, LONG)) {
      // More than the buffers on the way hold, so that the end cannot be sent to nobody.
      byte[] large = new byte[32 << 20];
      java.util.Arrays.fill(large, (byte) 'x');
      ConnectionLost lost =
          catchThrowableOfType(ConnectionLost.class, () -> session.send(TO_ANN, large));
      assertThat(lost.inDoubt()).isFalse();
      assertThat(session.isUsable()).isFalse();
      assertThat(server.messages()).isEmpty();
      assertThatThrownBy(() -> session.send(TO_ANN, MESSAGE))
          .isInstanceOfSatisfying(ConnectionLost.class, e -> assertThat(e.inDoubt()).isFalse());
    }
  }

  /** The server may have it, and here it has. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        FakeMailServer.DROP,
        FakeMailServer.SILENCE,
        FakeMailServer.HALF,
        "hello",
        "354 go on"
      })
  void aConnectionThatIsLostAfterTheEndIsInDoubt(String end) throws Exception {
    try (FakeMailServer server = new FakeMailServer("PIPELINING").answer(".", end);
        SmtpSession session = open(server, end.equals(FakeMailServer.SILENCE) ? SHORT : LONG)) {
      ConnectionLost lost =
          catchThrowableOfType(ConnectionLost.class, () -> session.send(TO_ANN, MESSAGE));
      assertThat(lost.inDoubt()).isTrue();
      assertThat(server.messages()).hasSize(1);
      assertThat(session.isUsable()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"MAIL", "RCPT", "DATA", "."})
  void a421IsAnAnswerAndTheEndOfTheSession(String command) throws Exception {
    for (String offer : List.of("PIPELINING", "SIZE 1000")) {
      try (FakeMailServer server = new FakeMailServer(offer).answer(command, "421 4.3.2 closing");
          SmtpSession session = open(server, LONG)) {
        Reply reply = session.send(TO_ANN, MESSAGE);
        assertThat(reply.code()).isEqualTo(421);
        assertThat(reply.deferred()).isTrue();
        assertThat(session.isUsable()).isFalse();
        assertThatThrownBy(() -> session.send(TO_ANN, MESSAGE))
            .isInstanceOfSatisfying(ConnectionLost.class, e -> assertThat(e.inDoubt()).isFalse());
      }
    }
  }

  @Test
  void aServerThatTakesLeaveBetweenTwoMessagesIsNoAnswerToTheNext() throws Exception {
    try (FakeMailServer server =
            new FakeMailServer().answer(".", "250 2.0.0 taken\r\n421 4.4.2 idle too long");
        SmtpSession session = open(server, LONG)) {
      assertThat(session.send(TO_ANN, MESSAGE).accepted()).isTrue();
      assertThatThrownBy(() -> session.send(TO_ANN, MESSAGE))
          .isInstanceOfSatisfying(ConnectionLost.class, e -> assertThat(e.inDoubt()).isFalse());
      assertThat(server.messages()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"connect", "EHLO", "MAIL", "DATA"})
  void aSilentServerHoldsNobodyForEver(String command) throws Exception {
    try (FakeMailServer server = new FakeMailServer().answer(command, FakeMailServer.SILENCE)) {
      if (command.equals("connect") || command.equals("EHLO")) {
        assertThat(refusal(server, Security.NONE, null)).contains("did not answer in time");
      } else {
        try (SmtpSession session = open(server, SHORT)) {
          assertThatThrownBy(() -> session.send(TO_ANN, MESSAGE))
              .hasMessageContaining("did not answer in time")
              .isInstanceOfSatisfying(ConnectionLost.class, e -> assertThat(e.inDoubt()).isFalse());
        }
      }
    }
  }

  @Test
  void anAnswerByteByByteMustBeWholeInTime() throws Exception {
    try (FakeMailServer server = new FakeMailServer().answer("connect", FakeMailServer.DRIP)) {
      assertThat(refusal(server, Security.NONE, null)).contains("did not answer in time");
    }
    try (FakeMailServer server = new FakeMailServer().answer(".", FakeMailServer.DRIP);
        SmtpSession session = open(server, SHORT)) {
      assertThatThrownBy(() -> session.send(TO_ANN, MESSAGE))
          .isInstanceOfSatisfying(ConnectionLost.class, e -> assertThat(e.inDoubt()).isTrue());
    }
  }

  @Test
  void aServerThatReadsNothingHoldsNobodyForEver() throws Exception {
    try (FakeMailServer server =
            new FakeMailServer()
                .answer("DATA", "354 go on")
                .answer("within", FakeMailServer.SILENCE);
        SmtpSession session = open(server, SHORT)) {
      byte[] large = new byte[64 << 20];
      java.util.Arrays.fill(large, (byte) 'x');
      assertThatThrownBy(() -> session.send(TO_ANN, large))
          .isInstanceOfSatisfying(ConnectionLost.class, e -> assertThat(e.inDoubt()).isFalse());
    }
  }

  @Test
  void aLongReplyIsCutAndAnEndlessOneIsNone() throws Exception {
    String longText = "x".repeat(20_000);
    try (FakeMailServer server = new FakeMailServer().answer(".", "250 2.0.0 " + longText);
        SmtpSession session = open(server, LONG)) {
      Reply reply = session.send(TO_ANN, MESSAGE);
      assertThat(reply.accepted()).isTrue();
      assertThat(reply.text()).hasSizeBetween(900, 1_000);
    }
    String endless = "250-more\r\n".repeat(50_000) + "250 end";
    try (FakeMailServer server = new FakeMailServer().answer(".", endless);
        SmtpSession session = open(server, LONG)) {
      assertThatThrownBy(() -> session.send(TO_ANN, MESSAGE))
          .isInstanceOfSatisfying(ConnectionLost.class, e -> assertThat(e.inDoubt()).isTrue());
    }
    try (FakeMailServer server = new FakeMailServer().answer("connect", "x".repeat(1 << 20))) {
      assertThat(refusal(server, Security.NONE, null)).contains("too long");
    }
  }

  @Test
  void aReplyIsTextWhateverTheServerPutsIntoIt() throws Exception {
    try (FakeMailServer server =
            new FakeMailServer()
                .answer("RCPT", "550 5.1.1 <Ann@Example.com>: \u001b[31m\u0000 gone\u0007");
        SmtpSession session = open(server, LONG)) {
      Reply reply = session.send(TO_ANN, MESSAGE);
      assertThat(reply.text()).isEqualTo("<Ann@Example.com>:  [31m  gone");
      assertThat(reply.textWithout("ann@example.com")).isEqualTo("<•••>:  [31m  gone");
      assertThat(reply).hasToString("Reply[550 5.1.1]");
      Reply other = Reply.of(550, "user ann in annex, ann@xn--bcher-kva.example, is gone");
      assertThat(other.textWithout("Ann@bücher.example"))
          .isEqualTo("user ••• in annex, •••, is gone");
    }
  }

  @Test
  void nothingInAMessageEndsIt() throws Exception {
    try (FakeMailServer server = new FakeMailServer();
        SmtpSession session = open(server, LONG)) {
      String evil = "a: b\n\n.\nMAIL FROM:<x@y>\r.\rRCPT TO:<z@y>\r\n.\r\nDATA\n..\nend";
      assertThat(session.send(TO_ANN, evil.getBytes(StandardCharsets.US_ASCII)).accepted())
          .isTrue();
      assertThat(server.messages())
          .containsExactly(
              "a: b\r\n\r\n..\r\nMAIL FROM:<x@y>\r\n..\r\nRCPT TO:<z@y>\r\n..\r\nDATA\r\n...\r\nend\r\n");
      assertThat(server.commands()).filteredOn(line -> line.startsWith("MAIL")).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a@b\r\nRCPT TO:<c@d>",
        "a@b>\u0000",
        "a b@c",
        "<a@b>",
        "a@b> SIZE=1",
        "a@",
        "@b",
        "ab",
        "a@b..c",
        "a@-b",
        "a\u0085@b",
        "a@b\u2028"
      })
  void noAddressBecomesACommand(String address) {
    assertThatThrownBy(() -> new Envelope("n@example.org", address))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("c@d");
    assertThatThrownBy(() -> new Envelope(address, "n@example.org"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void addressesOfOtherScriptsNeedAServerThatTakesThem() throws Exception {
    Envelope domain = new Envelope("", "ann@bücher.example");
    Envelope local = new Envelope("", "用户@example.com");
    Envelope dots = new Envelope("", "a..b@example.com");
    try (FakeMailServer server = new FakeMailServer();
        SmtpSession session = open(server, LONG)) {
      assertThat(session.send(domain, MESSAGE).accepted()).isTrue();
      assertThat(session.send(dots, MESSAGE).accepted()).isTrue();
      assertThat(session.send(local, MESSAGE).status()).isEqualTo("5.6.7");
      assertThat(server.commands())
          .contains("RCPT TO:<ann@xn--bcher-kva.example>", "RCPT TO:<\"a..b\"@example.com>");
      assertThat(server.messages()).hasSize(2);
    }
    try (FakeMailServer server = new FakeMailServer("SMTPUTF8");
        SmtpSession session = open(server, LONG)) {
      assertThat(session.send(local, MESSAGE).accepted()).isTrue();
      assertThat(server.commands()).contains("MAIL FROM:<> SMTPUTF8");
    }
  }

  @Test
  void startTlsIsUsedAndWhatWasOfferedInTheClearIsForgotten() throws Exception {
    try (FakeMailServer server =
        new FakeMailServer(localhost, false, "STARTTLS", "AUTH PLAIN LOGIN")) {
      MailRoute route = route(server, Security.STARTTLS, "post");
      try (SmtpSession session = SmtpSession.open(route, "s3cret", trusting, LONG)) {
        assertThat(session.send(TO_ANN, MESSAGE).accepted()).isTrue();
      }
      assertThat(server.commands().subList(0, 4))
          .containsExactly(
              "EHLO [127.0.0.1]", "STARTTLS", "EHLO [127.0.0.1]", "AUTH PLAIN AHBvc3QAczNjcmV0");
    }
  }

  @Test
  void startTlsIsNeverLeftOut() throws Exception {
    try (FakeMailServer server = new FakeMailServer("AUTH PLAIN")) {
      assertThat(refusal(server, Security.STARTTLS, "post")).contains("does not offer STARTTLS");
      assertThat(server.commands()).noneMatch(line -> line.startsWith("AUTH"));
    }
    try (FakeMailServer server =
        new FakeMailServer("STARTTLS", "AUTH PLAIN").answer("STARTTLS", "454 4.7.0 not now")) {
      assertThat(refusal(server, Security.STARTTLS, "post")).contains("454 not now");
      assertThat(server.commands()).noneMatch(line -> line.startsWith("AUTH"));
    }
    try (FakeMailServer server =
        new FakeMailServer(localhost, false, "STARTTLS")
            .answer("STARTTLS", "220 go ahead\r\n250-injected\r\n250 AUTH PLAIN")) {
      assertThat(refusal(server, Security.STARTTLS, "post")).contains("before the connection");
    }
  }

  @Test
  void aServerThatCannotProveWhoItIsGetsNothing() throws Exception {
    for (Security security : List.of(Security.STARTTLS, Security.TLS)) {
      boolean atOnce = security == Security.TLS;
      try (FakeMailServer server =
          new FakeMailServer(elsewhere, atOnce, "STARTTLS", "AUTH PLAIN")) {
        assertThat(refusal(server, security, "post")).contains("prove");
        assertThat(server.commands()).noneMatch(line -> line.startsWith("AUTH"));
      }
      try (FakeMailServer server =
          new FakeMailServer(localhost, atOnce, "STARTTLS", "AUTH PLAIN")) {
        assertThat(refusal(server, security, "post", SSLContext.getDefault())).contains("prove");
        assertThat(server.commands()).noneMatch(line -> line.startsWith("AUTH"));
      }
    }
    try (FakeMailServer server = new FakeMailServer(localhost, true, "AUTH LOGIN")) {
      MailRoute route = route(server, Security.TLS, "post");
      try (SmtpSession session = SmtpSession.open(route, "s3cret", trusting, LONG)) {
        assertThat(session.send(TO_ANN, MESSAGE).accepted()).isTrue();
      }
      assertThat(server.commands()).contains("AUTH LOGIN", "cG9zdA==", "czNjcmV0");
    }
  }

  @Test
  void aWrongPasswordOrAnUnknownWayToSignInIsSaid() throws Exception {
    try (FakeMailServer server =
        new FakeMailServer("AUTH PLAIN").answer("AUTH", "535 5.7.8 wrong")) {
      assertThat(refusal(server, Security.NONE, "post")).contains("signing in: 535 wrong");
    }
    try (FakeMailServer server = new FakeMailServer("AUTH CRAM-MD5")) {
      assertThat(refusal(server, Security.NONE, "post")).contains("no way to sign in");
    }
  }

  @Test
  void onlyThisMachineIsCalledInTheClear() {
    MailRoute away =
        new MailRoute(
            1,
            "away",
            false,
            "192.0.2.1",
            25,
            Security.NONE,
            null,
            "n@example.org",
            null,
            null,
            null);
    assertThatThrownBy(() -> SmtpSession.open(away, null, trusting, SHORT))
        .isInstanceOf(StoplogException.class)
        .hasMessageContaining("only this machine may be called");
  }

  @Test
  void aHostThatTakesNoCallsIsSaid() throws IOException {
    int port;
    try (FakeMailServer gone = new FakeMailServer()) {
      port = gone.port();
    }
    MailRoute route =
        new MailRoute(
            1,
            "gone",
            false,
            "localhost",
            port,
            Security.NONE,
            null,
            "n@example.org",
            null,
            null,
            null);
    assertThatThrownBy(() -> SmtpSession.open(route, null, trusting, SHORT))
        .isInstanceOf(StoplogException.class)
        .hasMessageContaining("takes no calls");
  }
}
