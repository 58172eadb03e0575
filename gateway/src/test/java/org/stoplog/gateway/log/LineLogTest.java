package org.stoplog.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineLogTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-03-01T10:00:00Z"));

  @TempDir Path folder;
  private final List<String> said = new ArrayList<>();

  @Test
  void writesALineForEachRequestBehindWhatIsThere() throws IOException {
    Path file = Files.writeString(folder.resolve("access.log"), "before\n");
    try (LineLog log = LineLog.to(file, CLOCK, said::add)) {
      log.said("mixpanel-web-12", "POST", 200, 512, 12_045, "delivered");
    }
    assertThat(Files.readAllLines(file))
        .containsExactly(
            "before",
            "{\"time\":\"2026-03-01T10:00:00Z\",\"connection\":\"mixpanel-web-12\","
                + "\"method\":\"POST\",\"status\":200,\"bytes\":512,\"millis\":12.045,"
                + "\"verdict\":\"delivered\"}");
    assertThat(said).isEmpty();
  }

  /** What a stranger chose cannot make a line look like another. */
  @Test
  void writesNothingThatSendersChose() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (LineLog log = LineLog.to(out, CLOCK, said::add)) {
      log.said("a\"}\n{", "ada@example.org", 0, 0, 0, "x\n");
    }
    assertThat(out.toString(StandardCharsets.UTF_8))
        .hasLineCount(1)
        .contains("\"connection\":\"other\",\"method\":\"other\"", "\"verdict\":\"other\"")
        .doesNotContain("ada");
  }

  @Test
  void dropsAndCountsWhatTheDiskIsTooSlowFor() throws Exception {
    CountDownLatch writing = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    ByteArrayOutputStream got = new ByteArrayOutputStream();
    OutputStream slow =
        new OutputStream() {
          @Override
          public void write(int one) {
            got.write(one);
          }

          @Override
          public void write(byte[] bytes, int from, int length) throws IOException {
            writing.countDown();
            try {
              goOn.await();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            got.write(bytes, from, length);
          }
        };
    LineLog log = LineLog.started(new LineLog(slow, 3, CLOCK, said::add));
    log.said("a", "GET", 200, 0, 0, "delivered");
    writing.await();
    for (int i = 0; i < 10; i++) {
      log.said("b", "GET", 200, 0, 0, "delivered");
    }
    assertThat(log.dropped()).isEqualTo(7);
    goOn.countDown();
    log.close();
    assertThat(got.toString(StandardCharsets.UTF_8)).hasLineCount(4);
    assertThat(said).containsExactly("7 lines of the access log were dropped");
  }

  @Test
  void saysOnceThatItCannotBeWritten() {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int one) throws IOException {
            throw new IOException("full");
          }
        };
    LineLog log = LineLog.started(new LineLog(broken, 8, CLOCK, said::add));
    log.said("a", "GET", 200, 0, 0, "delivered");
    log.said("a", "GET", 200, 0, 0, "delivered");
    log.close();
    assertThat(log.dropped()).isEqualTo(2);
    assertThat(said).hasSize(2).first().asString().contains("cannot be written");
  }
}
