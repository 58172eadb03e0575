package org.stoplog.gateway.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stoplog.catalog.Element;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

class PolicyFileTest {
  private static final String GOOD =
      """
      {
        "version" : 7,
        "connections" : [ {
          "id" : "mixpanel-web",
          "number" : 12,
          "supplier" : "Mixpanel",
          "language" : "mixpanel",
          "mode" : "reverse",
          "upstream" : "https://api.mixpanel.com",
          "allows-private" : false,
          "sender" : {
            "secret-sha256" : "0123456789012345678901234567890123456789012345678901234567890123"
          },
          "state" : "open",
          "when-cut" : "sink",
          "unreadable" : "pass",
          "undeclared" : "drop",
          "on-failure" : "open",
          "sends-address" : true,
          "sends-user-agent" : false,
          "declared" : [ "contact.email", "behaviour.site_activity" ],
          "rules" : {
            "contact.email" : "hash",
            "device.ip_address" : "truncate"
          },
          "hash-key" : {
            "id" : "key-1",
            "key" : "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0"
          }
        } ]
      }
      """;

  @Test
  void writesWhatItReads() {
    Policy policy = PolicyFile.parse(GOOD.getBytes(UTF_8));
    assertThat(policy.version()).isEqualTo(7);
    assertThat(policy.find("mixpanel-web")).isPresent();
    assertThat(new String(PolicyFile.write(policy), UTF_8)).isEqualTo(GOOD);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"undeclared\" : | \"undeclare\" : | connection mixpanel-web: \"undeclare\" is not a key here; did you mean \"undeclared\"?",
        "\"version\" : | \"versio\" : | the policy: \"versio\" is not a key here; did you mean \"version\"?",
        "\"secret-sha256\" | \"secret-sha\" | did you mean \"secret-sha256\"?",
        "\"hash\", | \"hsh\", | did you mean \"hash\"?",
        "\"mixpanel\", | \"mixpane\", | did you mean \"mixpanel\"?",
        "\"id\" : \"key-1\" | \"id\" : \"KEY 1\" | the id of a hash-key",
        "\"version\" : 7 | \"version\" : 0 | versions begin at 1",
        "\"version\" : 7 | \"version\" : \"7\" | is a whole number",
        "\"version\" : 7 | \"version\" : 7.5 | is a whole number",
        "\"device.ip_address\" : | \"properties.token\" : | no rule may reach it",
        "\"https://api.mixpanel.com\" | \"https://u:p@api.mixpanel.com\" | plain http or https",
        "\"https://api.mixpanel.com\" | \"file:///etc/passwd\" | plain http or https",
        "\"on-failure\" : \"open\" | \"on-failure\" : \"maybe\" | \"open\" or \"closed\"",
        "\"sends-address\" : true | \"sends-address\" : 1 | is true or false",
        "0123456789012345678901234567890123456789012345678901234567890123 | abc | 64 hex digits",
        "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0 | c2VjcmV0 | 16 to 64 bytes",
        "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0 | ?? | not base64",
        "\"behaviour.site_activity\" ] | \"contact.email\" ] | is declared twice",
        "\"state\" : \"open\", | | \"state\" is missing",
        "\"contact.email\" : \"hash\" | \"contact.email\" : \"mask\", \"contact.email\" : \"hash\" | not valid JSON in line",
      })
  void refusesWhatIsWrongAndSaysWhere(String right, String wrong, String message) {
    String broken = GOOD.replace(right, wrong == null ? "" : wrong);
    assertThat(broken).isNotEqualTo(GOOD);
    StoplogException refused = refused(broken);
    assertThat(refused.problem()).isEqualTo(Problem.POLICY_INVALID);
    assertThat(refused).hasMessageContaining(message);
  }

  @Test
  void refusesUnknownElementsWithTheNearestKnownOne() {
    StoplogException refused =
        refused(GOOD.replace("\"device.ip_address\"", "\"device.ip_adress\""));
    assertThat(refused.problem()).isEqualTo(Problem.ELEMENT_UNKNOWN);
    assertThat(refused).hasMessageContaining("did you mean \"device.ip_address\"?");
    assertThat(refused(GOOD.replace("\"contact.email\", ", "\"contact.mail\", ")).problem())
        .isEqualTo(Problem.ELEMENT_UNKNOWN);
  }

  @Test
  void refusesTwoConnectionsOfOneIdAndWhatIsMissingForARule() {
    Policy policy = PolicyFile.parse(GOOD.getBytes(UTF_8));
    String two =
        GOOD.replace(
            "} ]",
            "}, " + GOOD.substring(GOOD.indexOf("[ {") + 2, GOOD.lastIndexOf("} ]")) + "} ]");
    assertThat(refused(two)).hasMessageContaining("mixpanel-web is given twice");
    int key = GOOD.indexOf(",\n    \"hash-key\"");
    String keyless = GOOD.substring(0, key) + "} ] }";
    assertThat(refused(keyless)).hasMessageContaining("needs a hash-key");
    assertThat(refused(GOOD.replace("\"upstream\" : \"https://api.mixpanel.com\",", "")))
        .hasMessageContaining("needs an upstream");
    assertThat(policy.connections()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"''", "null", "[]", "{} {}", "{", "7", "{}", "\"x\""})
  void refusesWhatIsNoPolicy(String text) {
    assertThat(refused(text).problem()).isEqualTo(Problem.POLICY_INVALID);
  }

  @Test
  void refusesWhatIsTooLargeOrDeepAndQuotesNothingOfIt() {
    assertThat(refused(" ".repeat(PolicyFile.MOST_BYTES + 1))).hasMessageContaining("longer than");
    assertThat(refused("[".repeat(1000))).hasMessageContaining("not valid JSON");
    String secret = "canary-anna@example.com";
    String[] places = {
      GOOD.replace("\"reverse\"", "\"" + secret + "\""),
      GOOD.replace("\"sink\"", secret),
      GOOD.replace("\"state\"", "\"" + secret + "\""),
      GOOD.replace("\"truncate\"", "\"" + secret + "\""),
      GOOD.replace("c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0", secret),
      GOOD.replace("https://api.mixpanel.com", secret + " x"),
    };
    for (String place : places) {
      StoplogException refused = refused(place);
      for (Throwable t = refused; t != null; t = t.getCause()) {
        assertThat(String.valueOf(t.getMessage())).doesNotContain("canary");
      }
    }
  }

  @Test
  void showsNoKeyInItsTexts() {
    String text = PolicyFile.parse(GOOD.getBytes(UTF_8)).toString();
    assertThat(text).contains("HashKey[key-1]").doesNotContain("c2Vj", "secretsecret");
  }

  @Test
  void bringsBackAnyPolicy() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      Policy policy = any(random);
      assertThat(PolicyFile.parse(PolicyFile.write(policy))).as("seed " + seed).isEqualTo(policy);
    }
  }

  static Policy any(Random random) {
    List<ConnectionPolicy> connections = new ArrayList<>();
    for (int n = random.nextInt(5); n > 0; n--) {
      connections.add(connection(random, "c-" + n));
    }
    return new Policy(1 + random.nextInt(1000), connections);
  }

  private static ConnectionPolicy connection(Random random, String id) {
    ElementSet declared = ElementSet.NONE;
    Map<String, Action> rules = new HashMap<>();
    for (Element element : Elements.catalogue().all()) {
      if (random.nextInt(5) == 0) {
        declared = declared.plus(element.asSet());
      }
      if (random.nextInt(5) == 0) {
        rules.put(element.id(), pick(random, Action.values()));
      }
    }
    byte[] key = new byte[16 + random.nextInt(49)];
    random.nextBytes(key);
    ConnectionMode mode = pick(random, ConnectionMode.values());
    return new ConnectionPolicy(
        id,
        1 + random.nextInt(99),
        "Süpplier \"" + random.nextInt(9) + "\" \\ \u2028",
        pick(random, Language.values()),
        mode,
        mode == ConnectionMode.RECORD_ONLY ? null : URI.create("http://localhost:8080/base/"),
        random.nextBoolean(),
        pick(
            random,
            new SenderRule[] {
              new SenderRule.Open(),
              new SenderRule.SecretPath("ab".repeat(32)),
              new SenderRule.Certificate("spiffe://mesh.example/shop")
            }),
        pick(random, ConnectionState.values()),
        pick(random, CutReply.values()),
        pick(random, Refusal.values()),
        pick(random, Refusal.values()),
        random.nextBoolean(),
        random.nextBoolean(),
        random.nextBoolean(),
        declared,
        rules,
        new HashKey("k-" + random.nextInt(9), key),
        random.nextBoolean() ? null : "to-" + id + ".gateway.example");
  }

  private static <E> E pick(Random random, E[] values) {
    return values[random.nextInt(values.length)];
  }

  @Test
  void letsInWhoKnowsTheSecret() {
    SenderRule rule =
        new SenderRule.SecretPath(
            "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b");
    assertThat(rule.allows("secret", Set::of)).isTrue();
    assertThat(rule.allows("Secret", Set::of)).isFalse();
    assertThat(rule.allows("", Set::of)).isFalse();
    assertThat(new SenderRule.Open().allows("", Set::of)).isTrue();
  }

  private static StoplogException refused(String json) {
    return catchThrowableOfType(
        StoplogException.class, () -> PolicyFile.parse(json.getBytes(UTF_8)));
  }
}
