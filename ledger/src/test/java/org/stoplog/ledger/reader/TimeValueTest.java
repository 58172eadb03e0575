package org.stoplog.ledger.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeValueTest {
  private static long parse(String text) {
    byte[] bytes = ("9" + text + "9").getBytes(StandardCharsets.UTF_8);
    return TimeValue.parse(bytes, 1, bytes.length - 2);
  }

  @ParameterizedTest
  @CsvSource({
    "0,1970-01-01T00:00:00Z",
    "1762646400,2025-11-09T00:00:00Z",
    "1762646400000,2025-11-09T00:00:00Z",
    "1.7626464e9,2025-11-09T00:00:00Z",
    "1762646400.5,2025-11-09T00:00:00.500Z",
    "2025-11-09T00:00:00Z,2025-11-09T00:00:00Z",
    "2025-11-09T00:00Z,2025-11-09T00:00:00Z",
    "2025-11-09 01:30:00+01:30,2025-11-09T00:00:00Z",
    "2025-11-08T18:00:00-0600,2025-11-09T00:00:00Z",
    "2025-11-09T02:00:00+02,2025-11-09T00:00:00Z",
    "2025-11-09T00:00:00.123456789Z,2025-11-09T00:00:00.123Z",
    "2024-02-29T00:00:00Z,2024-02-29T00:00:00Z"
  })
  void readsTimes(String text, Instant expected) {
    assertThat(parse(text)).isEqualTo(expected.toEpochMilli());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "-",
        "-1",
        "1e999",
        "0x12",
        "1762646400 ",
        "1762646400000000",
        "2025-11-09",
        "2025-11-09T00:00:00",
        "2025-02-29T00:00:00Z",
        "2025-13-01T00:00:00Z",
        "2025-11-09T24:00:00Z",
        "2025-11-09T00:60:00Z",
        "2025-11-09T00:00:00.Z",
        "2025-11-09T00:00:00+19:00",
        "2025-11-09T00:00:00Zx",
        "2025-11-09T00:00:00+01:",
        "2025-",
        "99999-01-01T00:00:00Z",
        "1e5d",
        "0x1p3",
        "1.5f"
      })
  void refusesWhatIsNoTime(String text) {
    assertThat(parse(text)).isEqualTo(RowBlock.NO_TIME);
  }
}
