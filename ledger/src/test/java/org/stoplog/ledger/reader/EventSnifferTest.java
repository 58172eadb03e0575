package org.stoplog.ledger.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventSnifferTest {
  private static Optional<Format> sniff(String line) {
    return EventSniffer.sniff(line.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void knowsMixpanel() {
    assertThat(sniff("{\"event\":\"x\",\"properties\":{\"time\":1}}")).contains(Format.MIXPANEL);
    assertThat(sniff("{\"properties\":{\"a\":[{}]},\"event\":\"x\"}")).contains(Format.MIXPANEL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"track\",\"event\":\"x\",\"properties\":{},\"userId\":\"u\"}",
        "{\"anonymousId\":\"a\",\"context\":{\"x\":[1]},\"type\":\"page\"}",
        "{\"batch\":[{\"type\":\"track\",\"userId\":\"u\"},{\"x\":[[]]}],\"sentAt\":\"x\"}",
        "[{\"type\":\"identify\",\"userId\":\"u\"}]"
      })
  void knowsSegment(String line) {
    assertThat(sniff(line)).contains(Format.SEGMENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "email,name",
        "1",
        "{\"email\":\"a@b.example\"}",
        "{\"type\":\"track\"}",
        "{\"event\":\"x\",\"properties\":1}",
        "{\"event\":\"x\",\"properties\":{}",
        "{\"batch\":[]}",
        "{\"batch\":[1,[2],{\"userId\":1}]}",
        "[1]"
      })
  void takesOtherLinesForNoEvents(String line) {
    assertThat(sniff(line)).isEmpty();
  }
}
