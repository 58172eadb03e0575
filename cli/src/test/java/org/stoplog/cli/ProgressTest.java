package org.stoplog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.stoplog.ledger.Progress;

class ProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private final AtomicLong nanos = new AtomicLong(5);
  private final Interrupts interrupts = new Interrupts();

  @Test
  void tellsRateAndTimeLeftEveryFewSeconds() {
    try (CommandProgress progress = lines()) {
      progress.step("reading people.csv", 4_000, "rows");
      progress.at(10);
      seconds(10);
      progress.at(1_000);
      progress.at(1_001);
    }
    assertThat(told())
        .isEqualTo(
            "reading people.csv: 1\u2009000 rows of 4\u2009000 rows (25 %), 100 rows/s, 30 s left\n"
                + "reading people.csv: over after 10 s\n");
  }

  @Test
  void tellsNoTimeLeftWhenTheEndIsUnknown() {
    try (CommandProgress progress = lines()) {
      progress.step("reading", Progress.UNKNOWN, "bytes");
      seconds(5);
      progress.at(5_000_000);
    }
    assertThat(told()).startsWith("reading: 5 MB, 1 MB/s\n");
  }

  @Test
  void keepsQuietAboutShortSteps() {
    try (CommandProgress progress = lines()) {
      progress.step("one", 10, "rows");
      progress.at(10);
      progress.step("two", 10, "rows");
      seconds(1);
      progress.at(10);
    }
    assertThat(told()).isEmpty();
  }

  @Test
  void drawsABarOnATerminal() {
    try (CommandProgress progress = new CommandProgress(new BarView(err, 100), () -> false)) {
      progress.step("reading", 200, "rows");
      progress.at(100);
    }
    assertThat(told()).contains("reading").contains("50%").contains("100/200 rows");
  }

  @Test
  void isStoppedByAnInterrupt() {
    try (CommandProgress progress = lines()) {
      assertThat(progress.stopped()).isFalse();
      assertThat(interrupts.stop()).isTrue();
      assertThat(progress.stopped()).isTrue();
      assertThat(interrupts.stop()).as("a second Ctrl-C").isFalse();
    }
  }

  private CommandProgress lines() {
    return new CommandProgress(new LineView(err, nanos::get), interrupts::stopped);
  }

  private void seconds(long seconds) {
    nanos.addAndGet(seconds * 1_000_000_000);
  }

  private String told() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
