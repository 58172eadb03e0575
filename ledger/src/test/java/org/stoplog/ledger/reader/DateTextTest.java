package org.stoplog.ledger.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DateTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2025-11-09|dmy|2025-11-09T00:00:00Z",
        "2025-11-09T10:11:12Z||2025-11-09T10:11:12Z",
        "2025-11-09 10:11||2025-11-09T10:11:00Z",
        "2025-11-09T10:11:12.345678+02:00||2025-11-09T08:11:12.345Z",
        "2025-11-09 10:11:12+00||2025-11-09T10:11:12Z",
        "2025-11-09 10:11:12 UTC||2025-11-09T10:11:12Z",
        "2025/11/09||2025-11-09T00:00:00Z",
        "20251109||2025-11-09T00:00:00Z",
        "1762682400||2025-11-09T10:00:00Z",
        "1762682400123||2025-11-09T10:00:00.123Z",
        "1762682400123456||2025-11-09T10:00:00.123Z",
        "1762682400.5||2025-11-09T10:00:00.500Z",
        "9/11/2025|dmy|2025-11-09T00:00:00Z",
        "11/9/2025|mdy|2025-11-09T00:00:00Z",
        "09.11.25|dmy|2025-11-09T00:00:00Z",
        "9.11.2025 7:05|dmy|2025-11-09T07:05:00Z",
        "11/9/2025 7:05:01 PM|mdy|2025-11-09T19:05:01Z",
        "11/9/2025, 12:05 AM|mdy|2025-11-09T00:05:00Z",
        "25/11/09|ymd|2025-11-09T00:00:00Z"
      })
  void readsWhatExportsWrite(String text, String order, Instant expected) {
    assertThat(Instant.ofEpochMilli(parse(text, order))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "2025-13-01",
        "2025-02-30",
        "31/12/2025",
        "12",
        "2025",
        "2025-11-09T",
        "2025-11-09T25:00",
        "2025-11-09T10:00 Berlin",
        "1e9",
        "99999999999999999999",
        "2025-11",
        "2025-11-09x",
        "/",
        "1/2",
        "--"
      })
  void refusesWhatIsNoDate(String text) {
    assertThat(parse(text, null)).isEqualTo(RowBlock.NO_TIME);
  }

  @Test
  void neverFailsOtherwise() {
    Random random = new Random(3);
    String letters = "0123456789-/.: TZ+aApPmM,";
    for (int i = 0; i < 200_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int k = random.nextInt(24); k > 0; k--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      new DateText("dmy").day(bytes, 0, bytes.length);
    }
  }

  private static long parse(String text, String order) {
    byte[] bytes = ("x" + text + "y").getBytes(StandardCharsets.UTF_8);
    return new DateText(order).epochMillis(bytes, 1, bytes.length - 1);
  }
}
