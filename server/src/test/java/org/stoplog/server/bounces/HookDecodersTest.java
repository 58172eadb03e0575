package org.stoplog.server.bounces;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.server.notices.CameBack.Kind;
import org.stoplog.server.notices.Severity;
import org.stoplog.server.platform.Tokens;
import tools.jackson.databind.json.JsonMapper;

/** Calls in the forms that providers publish, checked as they say; addresses are made up. */
class HookDecodersTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Instant NOW = Instant.parse("2026-11-25T09:00:00Z");
  private static final String MARK = "k7qf9xm2pd3rabcdefgh";
  private static final String ID = "<k7qf9xm2pd3r0123456789abcdef@ours.example>";
  private static final String TOPIC = "arn:aws:sns:eu-west-1:123456789012:bounces";

  @TempDir static Path folder;
  private static PrivateKey sns;
  private static X509Certificate certificate;
  private static KeyPair sendGrid;

  @BeforeAll
  static void makeKeys() throws Exception {
    Path store = folder.resolve("sns.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-alias",
                "sns",
                "-dname",
                "CN=sns.example",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                "not a secret")
            .redirectErrorStream(true)
            .start();
    keytool.getInputStream().readAllBytes();
    assertThat(keytool.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, "not a secret".toCharArray());
    }
    sns = (PrivateKey) keys.getKey("sns", "not a secret".toCharArray());
    certificate = (X509Certificate) keys.getCertificate("sns");
    KeyPairGenerator curve = KeyPairGenerator.getInstance("EC");
    curve.initialize(new ECGenParameterSpec("secp256r1"));
    sendGrid = curve.generateKeyPair();
  }

  private static String pem() throws GeneralSecurityException {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
        + "\n-----END CERTIFICATE-----\n";
  }

  private static Instant snsNow() {
    return certificate.getNotBefore().toInstant().plus(Duration.ofHours(1));
  }

  private static Map<String, String> message(String type, String text) {
    Map<String, String> sns = new LinkedHashMap<>();
    sns.put("Type", type);
    sns.put("MessageId", "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324");
    sns.put("TopicArn", TOPIC);
    sns.put("Message", text);
    sns.put("Timestamp", snsNow().minusSeconds(60).toString());
    sns.put("SignatureVersion", "2");
    return sns;
  }

  private static void sign(Map<String, String> message, List<String> fields)
      throws GeneralSecurityException {
    StringBuilder text = new StringBuilder();
    fields.stream()
        .filter(message::containsKey)
        .forEach(field -> text.append(field).append('\n').append(message.get(field)).append('\n'));
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(sns);
    signature.update(text.toString().getBytes(UTF_8));
    message.put("Signature", Base64.getEncoder().encodeToString(signature.sign()));
  }

  private static final List<String> SIGNED =
      List.of("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type");

  private static HookDecoder.Verdict ses(Map<String, String> message)
      throws GeneralSecurityException {
    return new SesDecoder()
        .read(
            new HookDecoder.Call(JSON.writeValueAsBytes(message), Map.of(), snsNow()),
            new HookSecret(pem(), TOPIC));
  }

  private static final String BOUNCE =
      """
      {"eventType":"Bounce","bounce":{"bounceType":"Permanent","bounceSubType":"General",
       "bouncedRecipients":[{"emailAddress":"jo.doe@there.example","action":"failed","status":"5.1.1",
         "diagnosticCode":"smtp; 550 5.1.1 <jo.doe@there.example> jo.doe is unknown"}],
       "timestamp":"2026-11-24T09:41:02.669Z","feedbackId":"01000157c44f053b-000000",
       "reportingMTA":"dns; mta.example.com"},
       "mail":{"timestamp":"2026-11-24T09:40:02.012Z","source":"bounce+%s@ours.example",
         "destination":["jo.doe@there.example"],"headersTruncated":false,
         "headers":[{"name":"From","value":"notice@ours.example"}],
         "commonHeaders":{"messageId":"%s"},"tags":{"ses:configuration-set":["x"]}}}
      """
          .formatted(MARK, ID);

  @Test
  void readsWhatSesSaysAndBelievesOnlyThePinnedCertificate() throws Exception {
    Map<String, String> message = message("Notification", BOUNCE);
    sign(message, SIGNED);
    HookDecoder.Verdict.Events events = (HookDecoder.Verdict.Events) ses(message);
    assertThat(events.events()).hasSize(1);
    HookEvent event = events.events().getFirst();
    assertThat(event.mark()).isEqualTo(MARK);
    assertThat(event.messageId()).isEqualTo(ID);
    assertThat(event.kind()).isEqualTo(Kind.BOUNCED);
    assertThat(event.severity()).isEqualTo(Severity.HARD);
    assertThat(event.status()).isEqualTo("5.1.1");
    assertThat(event.said()).doesNotContain("jo.doe").contains("is unknown");
    assertThat(event.at()).isEqualTo(Instant.parse("2026-11-24T09:41:02.669Z"));
    assertThat(events.token()).isNotEmpty();

    for (Map.Entry<String, String> wrong :
        Map.of(
                "Message",
                BOUNCE.replace("Permanent", "Transient"),
                "TopicArn",
                TOPIC + "x",
                "SignatureVersion",
                "1",
                "Timestamp",
                snsNow().minus(Duration.ofDays(2)).toString(),
                "Signature",
                "AAAA",
                "Type",
                "Other")
            .entrySet()) {
      Map<String, String> altered = new LinkedHashMap<>(message);
      altered.put(wrong.getKey(), wrong.getValue());
      assertThat(ses(altered)).as(wrong.getKey()).isInstanceOf(HookDecoder.Verdict.Forged.class);
    }
    assertThat(
            new SesDecoder()
                .read(
                    new HookDecoder.Call(
                        JSON.writeValueAsBytes(message),
                        Map.of(),
                        certificate.getNotAfter().toInstant().plusSeconds(1)),
                    new HookSecret(pem(), TOPIC)))
        .as("a certificate that is over")
        .isInstanceOf(HookDecoder.Verdict.Forged.class);
  }

  @Test
  void asksSomebodyToConfirmATopicAndNeverGoesWhereTheCallSays() throws Exception {
    Map<String, String> message = message("SubscriptionConfirmation", "You have chosen …");
    message.put("Token", "t0ken");
    message.put(
        "SubscribeURL",
        "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=t0ken");
    List<String> fields =
        List.of("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type");
    sign(message, fields);
    assertThat(ses(message))
        .isEqualTo(new HookDecoder.Verdict.Confirm(message.get("SubscribeURL")));
    message.put("SubscribeURL", "https://evil.example/?Action=ConfirmSubscription");
    assertThat(ses(message)).isInstanceOf(HookDecoder.Verdict.Forged.class);
    sign(message, fields);
    assertThat(ses(message)).isInstanceOf(HookDecoder.Verdict.Unreadable.class);
  }

  private static HookDecoder.Call sendGrid(String body, Instant at) throws Exception {
    String timestamp = String.valueOf(at.getEpochSecond());
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(sendGrid.getPrivate());
    signature.update((timestamp + body).getBytes(UTF_8));
    return new HookDecoder.Call(
        body.getBytes(UTF_8),
        Map.of(
            "x-twilio-email-event-webhook-signature",
            Base64.getEncoder().encodeToString(signature.sign()),
            "x-twilio-email-event-webhook-timestamp",
            timestamp),
        NOW);
  }

  private static HookSecret sendGridKey() {
    return new HookSecret(
        Base64.getEncoder().encodeToString(sendGrid.getPublic().getEncoded()), "");
  }

  @Test
  void checksSendGridsSignatureAsItsPublishedExampleIsSigned() throws Exception {
    byte[] key =
        Base64.getDecoder()
            .decode(
                "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEEDr2LjtURuePQzplybdC+u4CwrqDqBaWjcMMsTbhdbcwHB"
                    + "cepxo7yAQGhHPTnlvFYPAZFceEu/1FwCM/QmGUhA==");
    String signature =
        "MEUCIQCtIHJeH93Y+qpYeWrySphQgpNGNr/U+UyUlBkU6n7RAwIgJTz2C+8a8xonZGi6BpSzoQsbVRamr2nlxFDW"
            + "YNH2j/0=";
    byte[] body =
        "{\"category\":\"example_payload\",\"event\":\"test_event\",\"message_id\":\"message_id\"}"
            .getBytes(UTF_8);
    var published = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(key));
    assertThat(SendGridDecoder.isSigned(published, "1588788367", body, signature)).isTrue();
    assertThat(SendGridDecoder.isSigned(published, "1588788368", body, signature)).isFalse();
  }

  @Test
  void readsWhatSendGridSays() throws Exception {
    String body =
        """
        [{"email":"jo@there.example","timestamp":1764000000,"smtp-id":"%s","event":"bounce",
          "type":"bounce","reason":"550 5.1.1 jo@there.example unknown","status":"5.1.1","sg_event_id":"a"},
         {"email":"jo@there.example","timestamp":1764000000,"stoplog":"%s","event":"bounce",
          "type":"blocked","reason":"554 5.7.1 listed","status":"5.7.1","sg_event_id":"b"},
         {"email":"jo@there.example","timestamp":1764000000,"event":"open","sg_event_id":"c"},
         {"email":"jo@there.example","timestamp":1764000000,"event":"deferred","response":"400 later",
          "sg_event_id":"d"},
         {"email":"jo@there.example","timestamp":1764000000,"event":"spamreport","sg_event_id":"e"},
         {"email":7,"timestamp":"x","event":"delivered","response":{"a":[1]},"sg_event_id":"f"}]
        """
            .formatted(ID, MARK);
    HookDecoder.Call call = sendGrid(body, NOW.minusSeconds(5));
    HookDecoder.Verdict.Events events =
        (HookDecoder.Verdict.Events) new SendGridDecoder().read(call, sendGridKey());
    assertThat(events.events())
        .extracting(HookEvent::kind)
        .containsExactly(Kind.BOUNCED, Kind.BOUNCED, Kind.DELAYED, Kind.COMPLAINED, Kind.DELIVERED);
    assertThat(events.events().get(0).messageId()).isEqualTo(ID);
    assertThat(events.events().get(0).severity()).isEqualTo(Severity.HARD);
    assertThat(events.events().get(0).said()).isEqualTo("550 5.1.1 ••• unknown");
    assertThat(events.events().get(1).mark()).isEqualTo(MARK);
    assertThat(events.events().get(1).severity()).isEqualTo(Severity.SOFT);
    assertThat(
            new SendGridDecoder()
                .read(sendGrid(body, NOW.minus(Duration.ofDays(2))), sendGridKey()))
        .isInstanceOf(HookDecoder.Verdict.Forged.class);
    assertThat(
            new SendGridDecoder()
                .read(
                    new HookDecoder.Call((body + " ").getBytes(UTF_8), call.headers(), call.now()),
                    sendGridKey()))
        .isInstanceOf(HookDecoder.Verdict.Forged.class);
  }

  private static String mailgun(String key, String event) {
    String timestamp = String.valueOf(NOW.getEpochSecond() - 60);
    String token = "a8ce0edb2dd8301dee6c2405235584e45aa91d1e9f979f3de0";
    String signature =
        HexFormat.of()
            .formatHex(
                Tokens.hmac(
                    "HmacSHA256", key.getBytes(UTF_8), (timestamp + token).getBytes(UTF_8)));
    return "{\"signature\":{\"timestamp\":\"%s\",\"token\":\"%s\",\"signature\":\"%s\"},\"event-data\":%s}"
        .formatted(timestamp, token, signature, event);
  }

  private static HookDecoder.Verdict mailgun(String body) {
    return new MailgunDecoder()
        .read(
            new HookDecoder.Call(body.getBytes(UTF_8), Map.of(), NOW),
            new HookSecret("made-up-signing-key", ""));
  }

  @Test
  void readsWhatMailgunSays() {
    String failed =
        """
        {"event":"failed","severity":"permanent","id":"G9Bn5sl1TC6nu79C8C0bwg","timestamp":1764000000.26,
         "recipient":"jo@there.example","user-variables":{},
         "message":{"headers":{"message-id":"%s","from":"notice@ours.example"}},
         "delivery-status":{"code":605,"message":"","description":"Not delivering to previously bounced address"}}
        """
            .formatted(ID.substring(1, ID.length() - 1));
    HookDecoder.Verdict.Events events =
        (HookDecoder.Verdict.Events) mailgun(mailgun("made-up-signing-key", failed));
    HookEvent event = events.events().getFirst();
    assertThat(event.kind()).isEqualTo(Kind.BOUNCED);
    assertThat(event.messageId()).isEqualTo(ID);
    assertThat(event.said()).startsWith("Not delivering");
    assertThat(events.token()).startsWith("a8ce");
    HookDecoder.Verdict.Events later =
        (HookDecoder.Verdict.Events)
            mailgun(mailgun("made-up-signing-key", failed.replace("permanent", "temporary")));
    assertThat(later.events().getFirst().kind()).isEqualTo(Kind.DELAYED);
    assertThat(mailgun(mailgun("another-signing-key", failed)))
        .isInstanceOf(HookDecoder.Verdict.Forged.class);
    assertThat(mailgun("{}")).isInstanceOf(HookDecoder.Verdict.Forged.class);
  }

  @Test
  void readsWhatPostmarkSaysToWhoeverKnowsUserAndPassword() {
    String body =
        """
        {"RecordType":"Bounce","ID":42,"Type":"HardBounce","TypeCode":1,"MessageID":"00000000-0000",
         "Metadata":{"stoplog":"%s"},"Details":"smtp;550 5.1.1 john@there.example unknown",
         "Email":"john@there.example","BouncedAt":"2026-11-24T16:33:54.9070259Z","Content":"<dump>"}
        """
            .formatted(MARK.toUpperCase(java.util.Locale.ROOT));
    HookSecret secret = new HookSecret("stoplog:made up, and long", "");
    HookDecoder.Call call =
        new HookDecoder.Call(
            body.getBytes(UTF_8),
            Map.of(
                "authorization",
                "Basic "
                    + Base64.getEncoder()
                        .encodeToString("stoplog:made up, and long".getBytes(UTF_8))),
            NOW);
    HookDecoder.Verdict.Events events =
        (HookDecoder.Verdict.Events) new PostmarkDecoder().read(call, secret);
    assertThat(events.events().getFirst().mark()).isEqualTo(MARK);
    assertThat(events.events().getFirst().severity()).isEqualTo(Severity.HARD);
    assertThat(events.events().getFirst().said()).doesNotContain("john");
    assertThat(
            new PostmarkDecoder()
                .read(new HookDecoder.Call(body.getBytes(UTF_8), Map.of(), NOW), secret))
        .isInstanceOf(HookDecoder.Verdict.Forged.class);
  }

  @Test
  void hostileCallsAreBounded() {
    HookSecret postmark = new HookSecret("stoplog:made up, and long", "");
    Map<String, String> known =
        Map.of(
            "authorization",
            "Basic "
                + Base64.getEncoder().encodeToString("stoplog:made up, and long".getBytes(UTF_8)));
    for (String body :
        List.of(
            "",
            "[".repeat(5_000),
            "{\"a\":".repeat(5_000),
            "{\"RecordType\":\"Bounce\",\"RecordType\":\"Delivery\"}",
            "{\"a\":\"" + "x".repeat(2 << 20) + "\"}",
            "\u0000\u0001",
            "{\"RecordType\":\"Delivery\",\"DeliveredAt\":1e400,\"Metadata\":[[]]}",
            "{\"RecordType\":\"Delivery\",\"DeliveredAt\":\"+999999999-12-31T00:00:00Z\"}")) {
      HookDecoder.Call call = new HookDecoder.Call(body.getBytes(UTF_8), known, NOW);
      try {
        assertThat(new PostmarkDecoder().read(call, postmark))
            .isInstanceOf(HookDecoder.Verdict.Events.class);
      } catch (HookDecoder.NotReadable e) {
        assertThat(e).hasNoCause();
      }
    }
  }

  @Test
  void refusesToKeepWhatNoCallCanBeCheckedBy() throws IOException, GeneralSecurityException {
    assertThat(new SesDecoder().wrong(new HookSecret(pem(), TOPIC))).isNull();
    assertThat(new SesDecoder().wrong(new HookSecret("nothing", TOPIC))).contains("PEM");
    assertThat(new SesDecoder().wrong(new HookSecret(pem(), "topic"))).contains("A topic");
    assertThat(new SendGridDecoder().wrong(sendGridKey())).isNull();
    assertThat(new SendGridDecoder().wrong(new HookSecret("AAAA", ""))).contains("verification");
    assertThat(new MailgunDecoder().wrong(new HookSecret("short", ""))).contains("16");
    assertThat(new PostmarkDecoder().wrong(new HookSecret("no colon but long enough", "")))
        .contains("colon");
  }
}
