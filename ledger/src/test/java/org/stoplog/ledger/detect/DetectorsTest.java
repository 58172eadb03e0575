package org.stoplog.ledger.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoplog.catalog.Elements;

/**
 * What each detector finds, and what it leaves alone. Tokens are put together here, so that nobody
 * who searches these sources for secrets finds one.
 */
class DetectorsTest {
  private static final String MIXED = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0";
  private static final String HEX = "0123456789abcdef".repeat(12);

  /** Published by others as an example of the checksum, and never valid. */
  private static final String GITHUB = "gh" + "p_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17";

  private record Sample(Detector detector, String text) {}

  private static String mixed(int length) {
    return MIXED.repeat(8).substring(0, length);
  }

  static Stream<Sample> samples() {
    return Stream.of(
        new Sample(Detector.PRIVATE_KEY, "-----BEGIN RSA " + "PRIVATE KEY-----\nMIIEow"),
        new Sample(Detector.PRIVATE_KEY, "-----BEGIN OPENSSH " + "PRIVATE KEY-----\nb3Blbn"),
        new Sample(Detector.PRIVATE_KEY, "-----BEGIN ENCRYPTED " + "PRIVATE KEY-----\\nMIIFL"),
        new Sample(
            Detector.JSON_WEB_TOKEN,
            "Authorization: Bearer "
                + Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString("{\"alg\":\"HS256\"}".getBytes(StandardCharsets.UTF_8))
                + "."
                + Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString("{\"sub\":\"1\",\"n\":2}".getBytes(StandardCharsets.UTF_8))
                + "."
                + mixed(43)),
        new Sample(Detector.AWS_ACCESS_KEY, "our id is AK" + "IAIOSFODNN7EXAMPLE, they said"),
        new Sample(Detector.AWS_ACCESS_KEY, "-AS" + "IAIOSFODNN7EXAMPLE"),
        new Sample(Detector.GITHUB_TOKEN, "git clone with " + GITHUB + "."),
        new Sample(Detector.GITHUB_FINE_GRAINED, "github" + "_pat_" + mixed(22) + "_" + mixed(59)),
        new Sample(Detector.GITLAB_TOKEN, "gl" + "pat-" + mixed(20)),
        new Sample(Detector.NPM_TOKEN, "np" + "m_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17"),
        new Sample(Detector.PYPI_TOKEN, "py" + "pi-AgEIcHlwaS5vcmc" + mixed(60)),
        new Sample(Detector.SLACK_TOKEN, "xo" + "xb-123456789012-" + mixed(24)),
        new Sample(
            Detector.SLACK_WEBHOOK,
            "https://hooks.slack.com/" + "services/T00000000/B00000000/" + mixed(24)),
        new Sample(Detector.STRIPE_KEY, "sk_" + "live_" + mixed(24)),
        new Sample(Detector.STRIPE_KEY, "wh" + "sec_" + mixed(32)),
        new Sample(Detector.GOOGLE_API_KEY, "AI" + "za" + mixed(35)),
        new Sample(Detector.GOOGLE_CLIENT_SECRET, "GO" + "CSPX-" + mixed(28)),
        new Sample(Detector.SENDGRID_KEY, "S" + "G." + mixed(22) + "." + mixed(43)),
        new Sample(Detector.OPENAI_KEY, "sk" + "-proj-" + mixed(40) + "T3BlbkFJ" + mixed(40)),
        new Sample(Detector.ANTHROPIC_KEY, "sk" + "-ant-api03-" + mixed(93)),
        new Sample(Detector.HUGGING_FACE_TOKEN, "h" + "f_" + "abcdefghijKLMNOPQRSTuvwxyzABCDEFGH"),
        new Sample(Detector.DIGITALOCEAN_TOKEN, "do" + "p_v1_" + HEX.substring(0, 64)),
        new Sample(Detector.SHOPIFY_TOKEN, "shp" + "at_" + HEX.substring(0, 32)),
        new Sample(
            Detector.CLOUDFLARE_ORIGIN_KEY,
            "v1" + ".0-" + HEX.substring(0, 24) + "-" + HEX.substring(0, 146)),
        new Sample(Detector.CLOUDFLARE_CREDENTIAL, "cf" + "ut_" + mixed(40) + "0a1b2c3d"),
        new Sample(
            Detector.CLOUDFLARE_TOKEN,
            "the Cloudflare one: " + "a1B2c3D4e5F6g7H8i9J0klmnopqrstuvWXYZ-_12"),
        new Sample(Detector.BROKEN_TOKEN, GITHUB.substring(0, GITHUB.length() - 1) + "8"),
        new Sample(Detector.URL_PASSWORD, "postgres://app:Tr0ub4dor@db.example.org:5432/app"),
        new Sample(Detector.PASSWORD_BY_WORD, "user ada\nPassword: hunter2!"),
        new Sample(Detector.PASSWORD_BY_WORD, "Passwort: geheim123"),
        new Sample(Detector.PASSWORD_BY_WORD, "{\"db_password\": \"Tr0ub4dor&3\"}"),
        new Sample(Detector.SECRET_BY_WORD, "api_key=" + mixed(32)),
        new Sample(Detector.EMAIL, "write to Ada.Lovelace+shop@mail.example.org, please"),
        new Sample(Detector.PHONE, "call +49 30 901820 today"),
        new Sample(Detector.PHONE_BY_WORD, "Tel.: 030 / 90 18 20"),
        new Sample(Detector.CARD_NUMBER, "it was 4111 1111 1111 1111 until 12/27"),
        new Sample(Detector.CARD_NUMBER, "378282246310005"),
        new Sample(Detector.IBAN, "to DE89 3704 0044 0532 0130 00 today"),
        new Sample(Detector.IBAN, "GB82WEST12345698765432"),
        new Sample(Detector.US_SSN, "mine is 536-22-1234."),
        new Sample(Detector.UK_NINO, "NI number AB 12 34 56 C"),
        new Sample(Detector.DE_TAX_ID, "Steuer-ID 86 095 742 719"),
        new Sample(Detector.ES_DNI, "DNI 12345678Z"),
        new Sample(Detector.ES_DNI, "NIE X1234567L"),
        new Sample(Detector.IT_FISCAL_CODE, "RSSMRA85T10A562S"),
        new Sample(Detector.PL_PESEL, "PESEL 44051401359"),
        new Sample(Detector.NL_BSN, "BSN: 111222333"),
        new Sample(Detector.FR_NIR, "2 55 08 14 168 025 38"),
        new Sample(Detector.SE_PERSONNUMMER, "811218-9876"),
        new Sample(Detector.PASSPORT_BY_WORD, "passport no. C01X00T47"),
        new Sample(Detector.BIRTH_BY_WORD, "born on 10.12.1975"),
        new Sample(Detector.IP_ADDRESS, "from 8.8.4.4:443"),
        new Sample(Detector.IP_ADDRESS, "from 2a02:8109:9440:1c2:8d1:33ff:fe21:7"),
        new Sample(Detector.HEALTH_BY_WORD, "since my diagnosis in May"));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void findsWhatItIsFor(Sample sample) {
    assertThat(Finds.in(sample.text()).detectors()).containsExactly(sample.detector());
  }

  @Test
  void eachDetectorHasASample() {
    assertThat(samples().map(Sample::detector).collect(java.util.stream.Collectors.toSet()))
        .isEqualTo(EnumSet.allOf(Detector.class));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Tickets as people write them.
        "Hello, I cannot sign in since yesterday. Please reset my password: thanks a lot!",
        "Order 2025-11-24-00017 has not come. Parcel 00340434161094042557, and no mail.",
        "Version 2.4.1 works, 2.5.0 does not; build 20251124.3, commit 9f3c2d1e8b7a.",
        "It took 12 s at 09:30, on 24.11.2025, and cost 1,299.00 EUR or 4111 points.",
        "Invoice 4711-0815, customer no. 1234567890, 3 of 16.",
        // Programs and their papers.
        "String password = request.getParameter(\"password\");",
        "password: ${DB_PASSWORD}, token: <your token>, secret: [redacted]",
        "private final Token token = tokens.next(); secret = null;",
        "https://user@example.org/path?token and https://example.org:8443/a@b",
        "ssh-rsa is a kind of -----BEGIN PUBLIC KEY-----",
        "id 550e8400-e29b-41d4-a716-446655440000, sha256 e3b0c44298fc1c149afbf4c8996fb924",
        "listens on 127.0.0.1:8080, 10.0.0.12, 192.168.1.7, 203.0.113.9 and fe80::1",
        "logo@2x.png, @ada, a@b, ada@localhost, 5 @ 3.20",
        "eyJhbGciOi is how it begins; AKIA is a prefix; ghp_short too",
        // One digit off.
        "4111 1111 1111 1112, DE88 3704 0044 0532 0130 00, 86095742718, 12345678A, X1234567M",
        "RSSMRA85T10A562T, 44051401358, 2 55 08 14 168 025 39, 811218-9875, 111222333",
        "000-12-3456, 666-12-3456, 900-12-3456, 123-00-4567 and GB 12 34 56 C",
        "numbers +0049 30 and +12345 and 1234567"
      })
  void leavesAloneWhatIsNone(String text) {
    assertThat(Finds.in(text).all).isEmpty();
  }

  @Test
  void looksIntoWhatIsEncodedOneLevelDeep() {
    String plain = "please use " + GITHUB + " for ada@example.org";
    String once = base64(plain);
    assertThat(Finds.in("see " + once).detectors())
        .containsExactly(Detector.GITHUB_TOKEN, Detector.EMAIL);
    assertThat(Finds.in("see " + base64(once)).all).isEmpty();
    assertThat(Finds.in("q=ada%40example.org&x=%31").detectors()).containsExactly(Detector.EMAIL);
    assertThat(Finds.in("q=ada%2540example.org").all).isEmpty();
  }

  @Test
  void saysWhereAndAsItIsCompared() {
    Finds finds = Finds.in("IBAN: DE89 3704 0044 0532 0130 00");
    assertThat(finds.all)
        .containsExactly(new Finds.Find(Detector.IBAN, "DE89370400440532013000", 6));
    assertThat(Finds.in("A@EXAMPLE.ORG").all)
        .containsExactly(new Finds.Find(Detector.EMAIL, "a@example.org", 0));
  }

  @Test
  void twoKeysOfAKindAreTwo() {
    String begin = "-----BEGIN " + "PRIVATE KEY-----\n";
    String same = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQ";
    String text = begin + same + "AAAA\n" + "-".repeat(300) + begin + same + "BBBB\n";
    assertThat(Finds.in(text).all.stream().map(Finds.Find::value).distinct()).hasSize(2);
  }

  @Test
  void aLongLineOfOneLetterIsNoPicture() {
    assertThat(Finds.in("x".repeat(9000)).unreadable).isZero();
  }

  @Test
  void saysThatAPictureInTheTextIsNotRead() {
    byte[] picture = new byte[3000];
    new java.util.Random(7).nextBytes(picture);
    String text = "data:image/png;base64," + Base64.getEncoder().encodeToString(picture);
    assertThat(Finds.in(text).unreadable).isEqualTo(1);
  }

  @Test
  void eachNamesAnElementOfTheCatalogueAndItsSource() {
    Set<String> elements =
        Elements.catalogue().all().stream()
            .map(org.stoplog.catalog.Element::id)
            .collect(java.util.stream.Collectors.toSet());
    assertThat(List.of(Detector.values()))
        .allSatisfy(
            detector -> {
              assertThat(elements).contains(detector.element());
              assertThat(detector.source()).isNotBlank();
              assertThat(Detector.of(detector.slug())).contains(detector);
            });
  }

  private static String base64(String plain) {
    return Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }
}
