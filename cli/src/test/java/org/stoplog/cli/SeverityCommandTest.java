package org.stoplog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.stoplog.catalog.problem.Problem;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How bad a breach is, as somebody asks who has no incident. */
class SeverityCommandTest {
  private final CommandRun run = new CommandRun();

  @Test
  void scoresBothAndSaysWhatIsNotVerified() {
    assertThat(
            run.of(
                "severity",
                "person.full_name",
                "contact.email",
                "location.coarse",
                "device.user_agent",
                "id.organisation_id",
                "--threat",
                "theft"))
        .isZero();
    assertThat(run.out())
        .contains("ENISA: 3.00, high (behavioural data, 2 points; 0.00 to the next edge)")
        .contains("Deception: 10 of 16, high (rules 1)");
    assertThat(run.err()).contains("one choice decides it", "not verified", "validated by nobody");
  }

  @Test
  void pointsAreMovedWithAReasonOnly() {
    assertThat(run.of("severity", "contact.email", "--points", "simple=2"))
        .isEqualTo(Problem.USAGE.exitCode());
    assertThat(run.err()).contains("moved points need a reason; --because gives one");
    assertThat(
            run.of(
                "severity",
                "contact.email",
                "--points",
                "simple=4",
                "--because",
                "customers of a refuge",
                "--by-mistake",
                "--got-by",
                "not-seen",
                "--json"))
        .isZero();
    JsonNode json = JsonMapper.shared().readTree(run.out());
    assertThat(json.at("/enisa/score").asDouble()).isEqualTo(4.0);
    assertThat(json.at("/enisa/band").asString()).isEqualTo("very-high");
    assertThat(json.at("/enisa/reason").asString()).isEqualTo("customers of a refuge");
    assertThat(json.at("/enisa/verified").asBoolean()).isFalse();
    assertThat(json.at("/deception/parts/reach").asInt()).isEqualTo(2);
  }

  @Test
  void whatIsWrongIsSaid() {
    String[][] wrong = {
      {"contact.emial", "--target", "0", "did you mean \"contact.email\"?"},
      {"contact.email", "--target", "3", "0, 1 or 2"},
      {"contact.email", "--threat", "stolen", "--threat: there is no stolen"},
      {"contact.email", "--points", "simple=9", "1 to 4 points"},
      {"contact.email", "--points", "sensitive=4", "none of the elements is sensitive data"},
    };
    for (String[] one : wrong) {
      assertThat(run.of("severity", one[0], one[1], one[2]))
          .as(one[3])
          .isEqualTo(Problem.USAGE.exitCode());
      assertThat(run.err()).contains(one[3]);
    }
  }
}
