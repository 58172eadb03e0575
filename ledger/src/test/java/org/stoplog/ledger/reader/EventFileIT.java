package org.stoplog.ledger.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Event exports through the child, with the mapping that is known for them. */
class EventFileIT extends ReaderFixture {
  private static final String MIXPANEL =
      """
      {"event":"Signed up","properties":{"time":1762682400,"distinct_id":"u1","$email":"ann@example.org"}}
      {"event":"Looked","properties":{"time":1762682401,"distinct_id":"u2","$city":"Berlin"}}
      """;

  private static final String SEGMENT =
      """
      {"type":"identify","messageId":"m1","userId":"u1","timestamp":"2025-11-09T10:00:00Z","traits":{"email":"ann@example.org"}}
      """;

  @Test
  void knowsMixpanelPlainAndGzipped() throws IOException {
    read(file("export.json", MIXPANEL), Purpose.DISCLOSURES);
    assertThat(got.mapping).isEqualTo(MixpanelDecoder.defaultMapping());
    assertThat(got.rows).hasSize(2);
    assertThat(got.rows.getFirst())
        .startsWith("1 ")
        .contains("=ann@example.org")
        .contains("@2025-11-09T10:00:00Z")
        .contains("contact.email");
    read(file("export.json.gz", gzip(MIXPANEL)), Purpose.DISCLOSURES);
    assertThat(got.rows.subList(2, 4)).isEqualTo(got.rows.subList(0, 2));
  }

  @Test
  void knowsSegment() throws IOException {
    read(file("archive.gz", gzip(SEGMENT)), Purpose.DISCLOSURES);
    assertThat(got.mapping.format()).isEqualTo(Format.SEGMENT);
    assertThat(got.rows).hasSize(1);
  }

  @Test
  void readsAgainWithTheMappingItShowed() throws IOException {
    read(file("export.json", MIXPANEL), Purpose.DISCLOSURES);
    Mapping saved = MappingFile.parse("m.yaml", MappingFile.toYaml(got.mapping));
    read(Collected.request(file("again.json", MIXPANEL.getBytes(StandardCharsets.UTF_8)), saved));
    assertThat(got.rows).hasSize(4);
  }
}
