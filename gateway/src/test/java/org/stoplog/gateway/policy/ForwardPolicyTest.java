package org.stoplog.gateway.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

class ForwardPolicyTest {
  private static final String HASH = "0123456789abcdef".repeat(4);
  private static final String GOOD =
      """
      {
        "version" : 7,
        "connections" : [ ],
        "forward" : {
          "senders" : [ {
            "id" : "crm",
            "sha256" : "%s"
          } ],
          "rules" : [ {
            "hosts" : [ "api.mixpanel.com", "*.mixpanel.com", "2001:db8::1" ],
            "connection" : 12,
            "state" : "open",
            "ports" : [ 443, 8443 ],
            "allows-private" : false
          } ]
        }
      }
      """
          .formatted(HASH);

  @Test
  void writesWhatItReads() {
    Policy policy = PolicyFile.parse(GOOD.getBytes(UTF_8));
    assertThat(new String(PolicyFile.write(policy), UTF_8)).isEqualTo(GOOD);
    assertThat(policy.toString()).doesNotContain(HASH);
  }

  @Test
  void readsPoliciesFromBefore() {
    Policy policy = PolicyFile.parse("{\"version\":3,\"connections\":[]}".getBytes(UTF_8));
    assertThat(policy.forward()).isNull();
    assertThat(new String(PolicyFile.write(policy), UTF_8)).doesNotContain("forward");
  }

  @Test
  void takesTheUsualPortsWhereNoneIsNamed() {
    String text = GOOD.replace("\"ports\" : [ 443, 8443 ],", "");
    ForwardPolicy forward = PolicyFile.parse(text.getBytes(UTF_8)).forward();
    assertThat(forward).isNotNull();
    assertThat(forward.rules().getFirst().ports()).isEqualTo(ForwardRule.USUAL_PORTS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"sha256\" | \"sha25\" | forward sender number 1",
        "0123456789abcdef01 | xyz | 64 hex digits",
        "\"crm\" | \"CRM\" | the id of a sender",
        "api.mixpanel.com | API.mixpanel.com | a name in lower case",
        "api.mixpanel.com | api.*.com | a name in lower case",
        "api.mixpanel.com | *.mixpanel.com | given twice",
        "443, 8443 | 0 | 1 to 65535",
        "443, 8443 | 443, 443 | each once",
        "\"open\" | \"opened\" | allowed: open, paused",
        "\"connection\" : 12 | \"connection\" : 0 | above 0",
        "\"allows-private\" | \"allow-private\" | forward rule number 1",
      })
  void refusesWhatIsWrongAndSaysWhere(String right, String wrong, String message) {
    String broken = GOOD.replace(right, wrong);
    assertThat(broken).isNotEqualTo(GOOD);
    assertThatThrownBy(() -> PolicyFile.parse(broken.getBytes(UTF_8)))
        .isInstanceOfSatisfying(
            StoplogException.class, e -> assertThat(e.problem()).isEqualTo(Problem.POLICY_INVALID))
        .hasMessageContaining(message);
  }

  private static ForwardRule rule(long connection, String... hosts) {
    return new ForwardRule(List.of(hosts), connection, ConnectionState.OPEN, Set.of(443), false);
  }

  @ParameterizedTest
  @CsvSource({
    "api.mixpanel.com, 1",
    "API.Mixpanel.COM., 1",
    "eu.mixpanel.com, 2",
    "a.eu.mixpanel.com, 3",
    "b.a.eu.mixpanel.com, 3",
    "mixpanel.com, 9",
    "xmixpanel.com, 9",
    "mixpanel.com.attacker.example, 9",
    "10.0.0.1, 9"
  })
  void findsTheNearestRule(String host, long connection) {
    ForwardPolicy policy =
        new ForwardPolicy(
            List.of(),
            List.of(
                rule(9, "*"),
                rule(2, "*.mixpanel.com"),
                rule(3, "*.eu.mixpanel.com"),
                rule(1, "api.mixpanel.com")));
    assertThat(new ForwardPolicy.Finder(policy).find(host).orElseThrow().connection())
        .isEqualTo(connection);
    assertThat(new ForwardPolicy.Finder(new ForwardPolicy(List.of(), List.of())).find(host))
        .isEmpty();
  }
}
