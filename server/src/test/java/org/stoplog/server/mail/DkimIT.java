package org.stoplog.server.mail;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.ledger.reader.MailReader;
import org.stoplog.server.mail.DkimVerdict.Outcome;
import org.stoplog.server.mail.DkimVerdict.Why;

/** Signatures of mails, read by the real child, with keys from a resolver on real sockets. */
class DkimIT {
  private static final Instant RECEIVED = Instant.parse("2025-11-24T09:00:00Z");
  private static final String HEADERS =
      "From: Security <security@mapplanet.example>\r\n"
          + "To: us@ours.example\r\n"
          + "Subject: notice\r\n"
          + "Date: Mon, 24 Nov 2025 10:00:00 +0100\r\n";
  private static final String BODY = "We were breached.\r\n";
  private static final String SIGNED = "from:to:subject:date";
  private static final String DOMAIN = "mapplanet.example";
  private static final String NAME = "sel._domainkey.mapplanet.example";

  /** RFC 8463, appendix A.3, of which RFC 6376, appendix A.2, is the body. */
  private static final String RFC_BODY =
      "Hi.\r\n\r\nWe lost the game.  Are you hungry yet?\r\n\r\nJoe.\r\n";

  private static final String RFC_HEADERS =
      "From: Joe SixPack <joe@football.example.com>\r\n"
          + "To: Suzie Q <suzie@shopping.example.net>\r\n"
          + "Subject: Is dinner ready?\r\n"
          + "Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)\r\n"
          + "Message-ID: <20030712040037.46341.5F8J@football.example.com>\r\n\r\n";

  @TempDir static Path home;
  private static FakeResolver resolver;
  private static KeyPair keys;

  @BeforeAll
  static void open() throws IOException {
    resolver = new FakeResolver();
    keys = SignedMail.rsa(1_024);
    resolver.put(NAME, SignedMail.record(keys));
  }

  @AfterAll
  static void close() throws IOException {
    resolver.close();
  }

  private static List<DkimVerdict> check(String mail) throws IOException {
    return check(mail, new DkimCheck(() -> Optional.of(resolver.address()), Duration.ofSeconds(5)));
  }

  private static List<DkimVerdict> check(String mail, DkimCheck check) throws IOException {
    Path file = Files.write(home.resolve("mail.eml"), mail.getBytes(US_ASCII));
    return check.check(new MailReader(home.resolve("work")).outline(file), RECEIVED);
  }

  private static String signed(Map<String, String> tags) {
    return SignedMail.of(keys, DOMAIN, tags, SIGNED, HEADERS, BODY);
  }

  private static void assertFails(String mail, Why why) throws IOException {
    assertThat(check(mail))
        .containsExactly(
            new DkimVerdict(DOMAIN, why == Why.NO_SUCH_KEY ? Outcome.NO_KEY : Outcome.FAILED, why));
  }

  @Test
  void theExamplesOfTheStandardsAreValid() throws IOException {
    resolver.put(
        "brisbane._domainkey.example.com",
        "v=DKIM1; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYt"
            + "IxN2SnFCjxOCKG9v3b4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhi"
            + "tdY9tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB");
    String rsa =
        "DKIM-Signature: v=1; a=rsa-sha256; s=brisbane; d=example.com;\r\n"
            + "      c=simple/simple; q=dns/txt; i=joe@football.example.com;\r\n"
            + "      h=Received : From : To : Subject : Date : Message-ID;\r\n"
            + "      bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n"
            + "      b=AuUoFEfDxTDkHlLXSZEpZj79LICEps6eda7W3deTVFOk4yAUoqOB\r\n"
            + "      4nujc7YopdG5dWLSdNg6xNAZpOPr+kHxt1IrE+NahM6L/LbvaHut\r\n"
            + "      KVdkLLkpVaVVQPzeRDI009SO2Il5Lu7rDNH6mZckBdrIx0orEtZV\r\n"
            + "      4bmp/YzhwvcubU4=;\r\n"
            + "Received: from client1.football.example.com  [192.0.2.1]\r\n"
            + "      by submitserver.example.com with SUBMISSION;\r\n"
            + "      Fri, 11 Jul 2003 21:01:54 -0700 (PDT)\r\n"
            + RFC_HEADERS
            + RFC_BODY.replace("game.  Are", "game. Are");
    assertThat(check(rsa)).containsExactly(new DkimVerdict("example.com", Outcome.VALID, null));

    resolver.put(
        "brisbane._domainkey.football.example.com",
        "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
    resolver.put(
        "test._domainkey.football.example.com",
        "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qh"
            + "dR6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5"
            + "QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB");
    String both =
        "DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;\r\n"
            + " d=football.example.com; i=@football.example.com;\r\n"
            + " q=dns/txt; s=brisbane; t=1528637909; h=from : to :\r\n"
            + " subject : date : message-id : from : subject : date;\r\n"
            + " bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n"
            + " b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus\r\n"
            + " Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==\r\n"
            + "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\r\n"
            + " d=football.example.com; i=@football.example.com;\r\n"
            + " q=dns/txt; s=test; t=1528637909; h=from : to : subject :\r\n"
            + " date : message-id : from : subject : date;\r\n"
            + " bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n"
            + " b=F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3\r\n"
            + " DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz\r\n"
            + " dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8=\r\n"
            + RFC_HEADERS
            + RFC_BODY;
    assertThat(check(both))
        .hasSize(2)
        .containsOnly(new DkimVerdict("football.example.com", Outcome.VALID, null));
    assertThat(check(both.replace("Is dinner", "Is  Dinner")))
        .hasSize(2)
        .containsOnly(new DkimVerdict("football.example.com", Outcome.FAILED, Why.DOES_NOT_FIT));
  }

  @Test
  void aMailThatWasSignedIsValidAndOneThatWasAlteredIsNot() throws IOException {
    String mail = signed(Map.of());
    assertThat(check(mail)).containsExactly(new DkimVerdict(DOMAIN, Outcome.VALID, null));
    // A mail program saves files with its own line ends.
    assertThat(check(mail.replace("\r\n", "\n")).getFirst().outcome()).isEqualTo(Outcome.VALID);
    assertFails(mail.replace("We were", "We were not"), Why.BODY_ALTERED);
    assertFails(mail.replace("Subject: notice", "Subject: all is well"), Why.DOES_NOT_FIT);
    assertFails(
        mail.replace("To: us@", "From: Boss <boss@ours.example>\r\nTo: us@"), Why.HEADER_ADDED);
    String over =
        SignedMail.of(keys, DOMAIN, Map.of(), "from:from:to:subject:subject", HEADERS, BODY);
    assertThat(check(over).getFirst().outcome()).isEqualTo(Outcome.VALID);
    assertFails(over.replace("To: us@", "From: Boss <boss@ours.example>\r\nTo: us@"), Why.SENDERS);
    assertFails(
        signed(Map.of()).replace("<security@", "<a@evil.example>, <security@"), Why.SENDERS);
  }

  /** One mail with many signatures: each is looked at by itself. */
  private static String together(List<String> signed) {
    StringBuilder mail = new StringBuilder();
    signed.forEach(one -> mail.append(one, 0, one.indexOf("\r\n") + 2));
    return mail + HEADERS + "\r\n" + BODY;
  }

  private static List<Why> whys(String mail) throws IOException {
    return check(mail).stream().map(DkimVerdict::why).toList();
  }

  @Test
  void whatIsWeakOrOddIsRefusedWithItsReason() throws IOException {
    String good = signed(Map.of());
    assertThat(
            whys(
                together(
                    List.of(
                        signed(Map.of("a", "rsa-sha1")),
                        signed(Map.of("l", "5")),
                        signed(Map.of("v", "2")),
                        signed(Map.of("i", "@evil.example")),
                        signed(Map.of("c", "loose/loose")),
                        signed(Map.of("x", "1763900000")),
                        signed(Map.of("t", "1795000000")),
                        SignedMail.of(keys, DOMAIN, Map.of(), "to:subject", HEADERS, BODY),
                        signed(Map.of("s", "nobody")),
                        good.replaceFirst("v=1;", "v=1; v=1;"),
                        good))))
        .as("no more than ten are looked at")
        .containsExactly(
            Why.SHA1,
            Why.PART_OF_BODY,
            Why.BROKEN,
            Why.BROKEN,
            Why.UNKNOWN_WAY,
            Why.EXPIRED,
            Why.FUTURE,
            Why.SENDER_NOT_SIGNED,
            Why.NO_SUCH_KEY,
            Why.BROKEN);
    String long1 = "X: " + "y".repeat(2 << 20) + "\r\n";
    assertThat(whys(good.replace("To: us", long1 + "To: us"))).containsExactly(Why.TOO_LONG);
  }

  @Test
  void aKeyIsUsedOnlyForWhatItsRecordSays() throws IOException {
    String key = SignedMail.record(keys);
    Map<String, Why> records = new LinkedHashMap<>();
    records.put(key.replaceFirst("p=.*", "p="), Why.REVOKED);
    records.put(key + "; t=y", Why.KEY_FOR_TESTS);
    records.put(key + "; s=other", Why.KEY_FOR_OTHER_USE);
    records.put(key + "; h=sha1", Why.KEY_FOR_OTHER_USE);
    records.put(key.replace("k=rsa", "k=ed25519"), Why.KEY_FOR_OTHER_USE);
    records.put(key.replaceFirst("p=.", "p=!"), Why.KEY_BROKEN);
    records.put("hello", Why.KEY_BROKEN);
    records.put(SignedMail.record(SignedMail.rsa(1_024)), Why.DOES_NOT_FIT);
    records.put(SignedMail.record(SignedMail.rsa(512)), Why.KEY_SMALL);
    List<String> signed = new ArrayList<>();
    for (String record : records.keySet()) {
      resolver.put("s" + signed.size() + "._domainkey." + DOMAIN, record);
      signed.add(signed(Map.of("s", "s" + signed.size())));
    }
    resolver.put("two._domainkey." + DOMAIN, key, key.replace("k=rsa; ", ""));
    signed.add(signed(Map.of("s", "two")));
    List<Why> expected = new ArrayList<>(records.values());
    expected.add(Why.SEVERAL_KEYS);
    assertThat(whys(together(signed))).isEqualTo(expected);
  }

  @Test
  void withoutAnAnswerNothingIsSaid() throws IOException {
    String mail = signed(Map.of());
    assertThat(check(mail, new DkimCheck(Optional::empty)))
        .containsExactly(new DkimVerdict(DOMAIN, Outcome.NOT_CHECKED, Why.NO_RESOLVER));
    List<DkimVerdict> silent = List.of(new DkimVerdict(DOMAIN, Outcome.NOT_CHECKED, Why.NO_ANSWER));
    resolver.silent(true);
    assertThat(
            check(
                mail, new DkimCheck(() -> Optional.of(resolver.address()), Duration.ofMillis(400))))
        .isEqualTo(silent);
    resolver.silent(false);
  }

  @Test
  void theNetworksTricksCostOneAnswer() throws IOException {
    String key = SignedMail.record(keys);
    resolver.alias("here._domainkey." + DOMAIN, "there.keys.example");
    resolver.put("there.keys.example", key);
    resolver.put("big._domainkey." + DOMAIN, key + "; n=" + "x".repeat(3_000));
    resolver.alias("round._domainkey." + DOMAIN, "a.loop.example");
    resolver.alias("a.loop.example", "b.loop.example");
    resolver.alias("b.loop.example", "a.loop.example");
    resolver.put("huge._domainkey." + DOMAIN, key + "; n=" + "x".repeat(40_000));
    byte[] circle = {(byte) 0xC0, 12, 0, 5, 0, 1, 0, 0, 0, 9, 0, 2, (byte) 0xC0, 60};
    resolver.raw("circle._domainkey." + DOMAIN, circle);
    byte[] outside = {(byte) 0xC0, 12, 0, 16, 0, 1, 0, 0, 0, 9, 127, 127, 5, 'a'};
    resolver.raw("outside._domainkey." + DOMAIN, outside);
    byte[] string = {(byte) 0xC0, 12, 0, 16, 0, 1, 0, 0, 0, 9, 0, 3, 9, 'a', 'b'};
    resolver.raw("string._domainkey." + DOMAIN, string);
    List<String> mails = new ArrayList<>();
    for (String selector : List.of("here", "big", "round", "huge")) {
      mails.add(signed(Map.of("s", selector)));
    }
    assertThat(whys(together(mails))).containsExactly(null, null, Why.NO_ANSWER, Why.NO_ANSWER);
    for (String name : List.of("circle", "outside", "string")) {
      DnsTexts texts = new DnsTexts(resolver.address(), Duration.ofMillis(300));
      assertThat(texts.ask(name + "._domainkey." + DOMAIN)).as(name).isEmpty();
    }
  }
}
