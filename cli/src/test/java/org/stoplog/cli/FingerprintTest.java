package org.stoplog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FingerprintTest {
  @Test
  void isTheSameForTheSameFault() {
    List<String> codes =
        IntStream.range(0, 3)
            .mapToObj(i -> Fingerprint.of(broken("value " + i)).toString())
            .toList();
    assertThat(codes).containsOnly(codes.getFirst());
  }

  @Test
  void holdsNothingOfTheMessage() {
    assertThat(Fingerprint.of(at("f", 1, "ann"))).isEqualTo(Fingerprint.of(at("f", 1, "bob")));
  }

  @Test
  void survivesMovedLines() {
    assertThat(Fingerprint.of(at("f", 1, ""))).isEqualTo(Fingerprint.of(at("f", 99, "")));
  }

  @Test
  void tellsFaultsApart() {
    Fingerprint one = Fingerprint.of(at("f", 1, ""));
    Fingerprint other = Fingerprint.of(at("g", 1, ""));
    assertThat(one.what()).isNotEqualTo(other.what());
    assertThat(one.way()).isNotEqualTo(other.way());
  }

  @Test
  void looksAtTheRootCause() {
    RuntimeException root = at("f", 1, "");
    assertThat(Fingerprint.of(new IllegalArgumentException(root))).isEqualTo(Fingerprint.of(root));
  }

  @Test
  void isRecordedSoThatItCannotDriftUnseen() {
    assertThat(Fingerprint.of(at("f", 1, ""))).hasToString("85AQ-TZPT-NNFD");
  }

  @Test
  void standsACauseThatBitesItsTail() {
    RuntimeException one = new RuntimeException("one");
    one.initCause(new RuntimeException("two", one));
    assertThat(Fingerprint.of(one).toString()).matches("\\w{4}-\\w{4}-\\w{4}");
  }

  private static RuntimeException broken(String value) {
    Supplier<RuntimeException> fault = () -> new IllegalStateException(value);
    return fault.get();
  }

  private static RuntimeException at(String method, int line, String message) {
    RuntimeException fault = new IllegalStateException(message);
    fault.setStackTrace(
        new StackTraceElement[] {
          new StackTraceElement("java.util.List", method, "List.java", line),
          new StackTraceElement("org.stoplog.ledger.Thing$$Lambda/0x00f1", "run", null, line),
          new StackTraceElement("org.stoplog.cli.Main", "lambda$run$" + line, "Main.java", line)
        });
    return fault;
  }
}
