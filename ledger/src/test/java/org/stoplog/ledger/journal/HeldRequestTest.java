package org.stoplog.ledger.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.ledger.Seeded;
import org.stoplog.ledger.journal.SegmentReport.Tail;

/** Requests that are kept instead of being sent. */
@Timeout(60)
class HeldRequestTest {
  private static final byte[] ROWS = "rows".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path temp;
  private Journals journals;
  private final BlockingQueue<ClosedSegment> closed = new LinkedBlockingQueue<>();

  /** What came of a segment, the kept ones with the number and rows of their intents. */
  private static final class Kept implements SegmentHandler {
    final List<String> said = new ArrayList<>();
    final List<HeldRequest> held = new ArrayList<>();

    @Override
    public void intent(
        int request, Intent intent, Outcome outcome, byte[] bytes, int from, int length) {
      said.add(request + " " + (outcome == null ? "none" : outcome.result().toString()));
    }

    @Override
    public void held(
        int request, Intent intent, byte[] bytes, int from, int length, HeldRequest its) {
      String rows = new String(bytes, from, length, StandardCharsets.US_ASCII);
      said.add(request + " kept " + rows + " of " + intent.connection());
      held.add(its);
    }

    @Override
    public void opened(int request, Intent stream) {
      said.add(request + " stream");
    }

    @Override
    public void ended(StreamEnd end) {}

    @Override
    public void gap(Gap gap) {}
  }

  @BeforeEach
  void makeKeys() {
    journals = new Journals(temp.resolve("keys"));
  }

  private static HeldRequest any(RandomGenerator random, int bytes) {
    byte[] body = new byte[bytes];
    random.nextBytes(body);
    List<HeldRequest.Header> headers = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      headers.add(new HeldRequest.Header("X-" + i, "Ä€ " + random.nextLong()));
    }
    return new HeldRequest(
        "POST", "/track/ä", random.nextBoolean() ? null : "verbose=1", headers, body);
  }

  @Test
  void comesBackWholeAndWaitsForNoOutcome() throws Exception {
    HeldRequest small = any(RandomGenerator.getDefault(), 0);
    HeldRequest large = any(RandomGenerator.getDefault(), HeldRequest.MOST_BODY_BYTES);
    JournalOptions options =
        new JournalOptions(
            1, Duration.ofDays(1), Duration.ofDays(1), 8 << 20, Duration.ofMillis(1), 0);
    try (JournalWriter writer = journals.open(temp.resolve("journal"), options, closed::add)) {
      Ticket first = writer.hold(Journals.intent(7), ROWS, small).join();
      // A full segment that waits for nothing more is closed.
      assertThat(closed.take().number()).isEqualTo(first.segment());
      writer.outcome(first, 0, new Outcome(Result.DELIVERED, 200));
      assertThat(writer.health().lostOutcomes()).as("it had none to lose").isZero();
      writer.hold(Journals.intent(8), new byte[0], large).join();
      assertThat(closed.take().number()).isEqualTo(2);
    }
    Kept kept = new Kept();
    for (SegmentReport report : read(kept)) {
      assertThat(report.complete()).isTrue();
      assertThat(report.unanswered() + report.repeated() + report.stray()).isZero();
    }
    assertThat(kept.held).containsExactly(small, large);
    assertThat(kept.said)
        .containsExactly("0 REFUSED", "0 kept rows of 7", "0 REFUSED", "0 kept  of 8");
    assertThat(small.toString()).doesNotContain("track", "Ä€");
  }

  private List<SegmentReport> read(Kept kept) throws IOException {
    return journals.readAll(temp.resolve("journal"), kept);
  }

  @Test
  void isRefusedWhereTheDiskFailsOrTooMuchWaits() {
    JournalOptions full =
        new JournalOptions(
            1 << 20,
            Duration.ofDays(1),
            Duration.ofDays(1),
            1 << 20,
            Duration.ofMillis(1),
            Long.MAX_VALUE / 4);
    try (JournalWriter writer = journals.open(temp.resolve("journal"), full, closed::add)) {
      assertThatThrownBy(
              () ->
                  writer
                      .hold(Journals.intent(7), ROWS, any(RandomGenerator.getDefault(), 9))
                      .join())
          .isInstanceOf(CompletionException.class)
          .cause()
          .extracting(cause -> ((NotRecorded) cause).reason())
          .isEqualTo(NotRecorded.Reason.DISK_FAILS);
    }
  }

  @Test
  void isNotMadeOfWhatIsTooLong() {
    byte[] body = new byte[HeldRequest.MOST_BODY_BYTES + 1];
    String longPath = "/" + "x".repeat(70_000);
    assertThatThrownBy(() -> new HeldRequest("POST", "/", null, List.of(), body))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new HeldRequest("POST", longPath, null, List.of(), new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new HeldRequest("POST", "track", null, List.of(), new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new HeldRequest("", "/", null, List.of(), new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void isKeptOnceRightBehindItsIntentOrItsBlockIsNone() throws IOException {
    Consumer<Buffer> good =
        held(text -> new HeldRequest("GET", "/", null, List.of(), ROWS).write(text));
    malformed(good);
    malformed(Forged.outcome(0, Result.UNKNOWN, 0).andThen(good));
    malformed(Forged.intent("a").andThen(good).andThen(good));
    malformed(Forged.record(Format.OPEN, text -> Journals.stream("s").write(text)).andThen(good));
    malformed(Forged.intent("a").andThen(held(text -> {})));
    malformed(Forged.intent("a").andThen(held(text -> text.putText("x".repeat(33)))));
    malformed(Forged.intent("a").andThen(held(text -> head(text, "track", 0, 0))));
    malformed(Forged.intent("a").andThen(held(text -> head(text, "/track", 2, 0))));
    malformed(Forged.intent("a").andThen(held(text -> head(text, "/track", 0, 257))));
    malformed(Forged.intent("a").andThen(held(text -> head(text, "/track", 0, 1))));
    malformed(
        Forged.intent("a")
            .andThen(
                held(
                    text -> {
                      head(text, "/track", 0, 0);
                      int most = HeldRequest.MOST_BODY_BYTES + 1;
                      text.put(new byte[most], 0, most);
                    })));
  }

  private static Consumer<Buffer> held(Consumer<Buffer> content) {
    return Forged.record(Format.HELD, content);
  }

  private static void head(Buffer text, String path, int flag, int headers) {
    text.putText("POST");
    text.putText(path);
    text.putByte(flag);
    text.putNumber(headers);
  }

  private void malformed(Consumer<Buffer> content) throws IOException {
    Path file =
        new Forged(journals, 1)
            .block(
                Forged.intent("good")
                    .andThen(
                        held(
                            text ->
                                new HeldRequest("GET", "/", null, List.of(), ROWS).write(text))))
            .block(content)
            .write(temp.resolve("forged.seg"));
    Kept kept = new Kept();
    assertThat(journals.read(file, kept).tail()).isEqualTo(Tail.MALFORMED);
    assertThat(kept.held).as("of the block before alone").hasSize(1);
    assertThat(kept.said).containsExactly("0 REFUSED", "0 kept good of 7");
  }

  @Test
  void saidToBeSentTooItIsADisclosure() throws IOException {
    Path file =
        new Forged(journals, 1)
            .block(
                Forged.intent("both")
                    .andThen(
                        held(
                            text -> new HeldRequest("GET", "/", null, List.of(), ROWS).write(text)))
                    .andThen(Forged.outcome(0, Result.DELIVERED, 200)))
            .write(temp.resolve("forged.seg"));
    Kept kept = new Kept();
    assertThat(journals.read(file, kept).repeated()).isEqualTo(1);
    assertThat(kept.said).startsWith("0 DELIVERED");
  }

  @Test
  void anyContentEndsInAReport() {
    Seeded.check(
        60,
        random -> {
          Buffer one = new Buffer(256);
          any(random, random.nextInt(50)).write(one);
          byte[] content = Arrays.copyOf(one.array(), one.size() - random.nextInt(4));
          for (int i = random.nextInt(4); i > 0; i--) {
            content[random.nextInt(content.length)] = (byte) random.nextInt();
          }
          Path file =
              new Forged(journals, 1)
                  .block(
                      Forged.intent("a")
                          .andThen(held(text -> text.put(content, 0, content.length))))
                  .write(temp.resolve("forged.seg"));
          SegmentReport report = journals.read(file, new Kept());
          assertThat(report.tail()).isIn(null, Tail.MALFORMED);
        });
  }

  @Test
  void isHandedOnWithItsRows() {
    Seeded.check(
        100,
        random -> {
          Released released =
              new Released(
                  random.nextInt(99),
                  Seeded.pick(random, Sender.values()),
                  random.nextBoolean() ? null : "app/1",
                  random.nextBoolean() ? null : "image/png",
                  ROWS,
                  any(random, random.nextInt(99)));
          byte[] bytes = released.toBytes();
          Released again = Released.of(bytes);
          assertThat(again.request()).isEqualTo(released.request());
          assertThat(again.frames()).isEqualTo(ROWS);
          assertThat(again.mapping()).isEqualTo(released.mapping());
          assertThat(again.opaque()).isEqualTo(released.opaque());
          assertThat(again.app()).isEqualTo(released.app());
          assertThat(again.sender()).isEqualTo(released.sender());
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
          byte[] damaged = Arrays.copyOf(bytes, random.nextInt(bytes.length));
          try {
            assertThat(Released.of(damaged).toString()).startsWith("Released[");
          } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("kept request");
          }
        });
  }
}
