package org.stoplog.server.clocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A company's own duties beside ours. */
class RulesTest {
  private static final String CONTRACT =
      """
      jurisdiction: IE
      obligations:
      - id: %s
        law: Framework agreement with Example Bank
        citation: section 12
        recipient: Example Bank
        tells: customers
        duty-of: [controller]
        says: any breach of their data
        when:
          data: any
        clock:
          within: %s
          from: awareness
        content: [what happened]
        exemptions: []
        in-force-from: '2024-01-01'
        status: in-force
        binding: mandatory
        source: [the agreement]
        confidence: high
        checked: '2026-11-22'
      """;

  @TempDir Path folder;

  @Test
  void whatIsOwnSaysSoAndTakesThePlaceOfOurs() throws IOException {
    Files.writeString(folder.resolve("bank.yaml"), CONTRACT.formatted("own-bank", "24 hours"));
    Files.writeString(
        folder.resolve("stricter.yaml"), CONTRACT.formatted("eu-gdpr-authority", "24 hours"));
    Rules rules = new Rules(folder);
    assertThat(rules.all().all()).hasSize(476);
    assertThat(rules.whose("own-bank")).isEqualTo("your own");
    assertThat(rules.whose("eu-gdpr-authority")).contains("takes the place of");
    assertThat(rules.whose("eu-gdpr-individuals")).isNull();
    assertThat(new Rules(null).whose("eu-gdpr-authority")).isNull();
  }

  @Test
  void aFaultStopsTheStartWithItsFileAndLine() throws IOException {
    Files.writeString(folder.resolve("bank.yaml"), CONTRACT.formatted("own-bank", "24 moons"));
    assertThatThrownBy(() -> new Rules(folder)).hasMessageContaining("bank.yaml");
  }
}
