package org.stoplog.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SendingAppTest {
  @ParameterizedTest
  @CsvSource({
    "analytics-java/3.5.1, analytics-java/3.5.1",
    "python-requests/2.31.0 CPython/3.12, python-requests/2.31.0",
    "Mozilla/5.0 (X11; Linux) of Ida, Mozilla/5.0",
    "curl, curl"
  })
  void isTheFirstProduct(String userAgent, String app) {
    assertThat(SendingApp.of(userAgent)).isEqualTo(app);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " curl/8",
        "ida@example.com",
        "<script>/1",
        "Größe/1",
        "a12345678901234567890123456789012345678901234567890123456789012345"
      })
  void isNothingElse(String userAgent) {
    assertThat(SendingApp.of(userAgent)).isNull();
    assertThat(SendingApp.of(null)).isNull();
  }
}
