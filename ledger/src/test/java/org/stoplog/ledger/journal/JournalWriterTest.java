package org.stoplog.ledger.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

@Timeout(60)
class JournalWriterTest {
  private static final Outcome DELIVERED = new Outcome(Result.DELIVERED, 200);
  private static final Outcome NOT_SENT = new Outcome(Result.NOT_SENT, 0);

  @TempDir Path temp;
  Journals journals;
  Path folder;
  final BlockingQueue<ClosedSegment> closed = new LinkedBlockingQueue<>();

  @BeforeEach
  void makeKeys() {
    journals = new Journals(temp.resolve("keys"));
    folder = temp.resolve("journal");
  }

  private JournalWriter open(JournalOptions options) {
    return journals.open(folder, options, closed::add);
  }

  private static JournalOptions options(long segmentBytes, Duration age, Duration drain) {
    return new JournalOptions(segmentBytes, age, drain, 1 << 20, Duration.ofMillis(1), 0);
  }

  @Test
  void keepsAllThatItSays() throws Exception {
    try (JournalWriter writer = open(Journals.OPTIONS)) {
      Intent intent =
          new Intent(
              -5,
              1L << 40,
              Mode.RECORD,
              Sender.CERTIFICATE,
              12,
              10L << 30,
              null,
              "/Ä/{id}",
              "",
              "Ü/1");
      byte[] bytes = "..rows..".getBytes(StandardCharsets.US_ASCII);
      Ticket first = writer.intent(intent, bytes, 2, 4).join();
      Ticket stream = writer.open(Journals.stream("/chat")).join();
      Ticket second = Journals.send(writer, "second").join();
      assertThat(List.of(first.request(), stream.request(), second.request()))
          .containsExactly(0, 1, 2);
      assertThat(first.segment()).isEqualTo(1);
      writer.outcome(first, 77, DELIVERED);
      writer.outcome(first, 78, NOT_SENT); // too late: the first counts
      writer.end(stream, 79, 4096);
      writer.end(stream, 80, 1);
      writer.gap(new Gap(1, 2, 3, 4));
      assertThatThrownBy(() -> writer.outcome(stream, 0, NOT_SENT))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> writer.end(first, 0, 0))
          .isInstanceOf(IllegalArgumentException.class);
    }
    ClosedSegment segment = closed.remove();
    byte[] file = Files.readAllBytes(segment.file());
    assertThat(segment.sha256())
        .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file)));
    assertThat(segment.bytes()).isEqualTo(file.length);
    assertThat(segment.file()).hasFileName("0000000001.seg");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(segment.file())))
        .isEqualTo("rw-------");
    Seen seen = new Seen();
    SegmentReport report = journals.read(segment.file(), seen);
    assertThat(report.complete()).isTrue();
    assertThat(report.unanswered()).isEqualTo(1);
    assertThat(report.repeated() + report.stray()).isZero();
    assertThat(report.header().created()).isEqualTo(Journals.TIME);
    assertThat(seen.ids()).containsExactly("rows", "second");
    assertThat(seen.requests.getFirst().intent())
        .isEqualTo(
            new Intent(
                -5,
                1L << 40,
                Mode.RECORD,
                Sender.CERTIFICATE,
                12,
                10L << 30,
                null,
                "/Ä/{id}",
                "",
                "Ü/1"));
    assertThat(seen.requests.getFirst().outcome()).isEqualTo(DELIVERED);
    assertThat(seen.requests.getLast().outcome()).isNull();
    assertThat(seen.ends).containsExactly(new StreamEnd(1, 1, 79, 4096));
    assertThat(seen.gaps).containsExactly(new Gap(1, 2, 3, 4));
  }

  @Test
  void aFullSegmentWaitsForItsOutcomesAlone() throws Exception {
    try (JournalWriter writer = open(options(1, Duration.ofDays(1), Duration.ofDays(1)))) {
      Ticket first = Journals.send(writer, "first").join();
      Ticket stream = writer.open(Journals.stream("/long")).join();
      Ticket third = Journals.send(writer, "third").join();
      assertThat(List.of(first.segment(), stream.segment(), third.segment()))
          .containsExactly(1L, 2L, 3L);
      // A stream does not hold its segment open.
      assertThat(closed.take().number()).isEqualTo(2);
      writer.outcome(third, 0, NOT_SENT);
      assertThat(closed.take().number()).isEqualTo(3);
      writer.outcome(first, 0, DELIVERED);
      assertThat(closed.take().number()).isEqualTo(1);
      assertThat(writer.closed()).extracting(ClosedSegment::number).containsExactly(1L, 2L, 3L);
      assertThatThrownBy(() -> writer.delete(4)).isInstanceOf(IllegalArgumentException.class);
      writer.delete(2);
      assertThat(folder.resolve("0000000002.seg")).doesNotExist();
      assertThat(writer.closed()).extracting(ClosedSegment::number).containsExactly(1L, 3L);
      writer.end(stream, 9, 10);
    }
    Seen seen = new Seen();
    List<SegmentReport> reports = journals.readAll(folder, seen);
    assertThat(reports).allMatch(SegmentReport::complete);
    assertThat(seen.ids()).containsExactly("first", "third");
    assertThat(seen.requests)
        .extracting(Seen.Request::outcome)
        .containsExactly(DELIVERED, NOT_SENT);
    assertThat(seen.ends).containsExactly(new StreamEnd(2, 0, 9, 10));
  }

  @Test
  void agesAreMeasuredByAClockThatDoesNotStepBack() throws Exception {
    Duration age = Duration.ofMinutes(1);
    Duration drain = Duration.ofMinutes(5);
    try (JournalWriter writer = open(options(1 << 20, age, drain))) {
      Ticket late = Journals.send(writer, "late").join();
      journals.millis.addAndGet(-Duration.ofDays(400).toMillis());
      assertThat(Journals.send(writer, "same").join().segment()).isEqualTo(1);
      journals.pass(writer, age);
      while (Journals.send(writer, "x").join().segment() == 1) {
        // The writer looks at the clock after each block at the latest.
      }
      assertThat(closed).isEmpty();
      journals.pass(writer, drain);
      assertThat(closed.take().number()).isEqualTo(1);
      writer.outcome(late, 0, DELIVERED);
      assertThat(writer.health().lostOutcomes()).isEqualTo(1);
    }
    SegmentReport report = journals.read(Journals.segments(folder).getFirst(), new Seen());
    assertThat(report.complete()).isTrue();
    assertThat(report.unanswered()).isEqualTo(report.intents());
  }

  @Test
  void anIdleSegmentIsNotEnded() {
    try (JournalWriter writer = open(options(1, Duration.ofSeconds(1), Duration.ofSeconds(1)))) {
      for (int i = 0; i < 10; i++) {
        journals.pass(writer, Duration.ofHours(1));
      }
      assertThat(Journals.send(writer, "x").join().segment()).isEqualTo(1);
    }
  }

  @Test
  void refusesAtOnceWhatWouldWaitTooLong() throws Exception {
    FaultyDisk disk = new FaultyDisk();
    CountDownLatch goOn = new CountDownLatch(1);
    JournalOptions options =
        new JournalOptions(
            1 << 20, Duration.ofHours(1), Duration.ofHours(1), 1000, Duration.ofMillis(1), 0);
    List<CompletableFuture<Ticket>> sent = new ArrayList<>();
    try (JournalWriter writer = journals.open(folder, options, disk, closed::add)) {
      disk.held = goOn;
      CompletableFuture<Ticket> first = Journals.send(writer, "first");
      disk.waits.await();
      for (int i = 0; i < 50; i++) {
        sent.add(Journals.send(writer, "x".repeat(100)));
      }
      byte[] large = new byte[Format.MOST_FRAMES_BYTES + 1];
      assertThat(reason(writer.intent(Journals.intent(1), large, 0, large.length)))
          .isEqualTo(NotRecorded.Reason.TOO_LARGE);
      assertThat(first).isNotDone();
      assertThat(sent)
          .filteredOn(CompletableFuture::isCompletedExceptionally)
          .hasSizeBetween(40, 48)
          .allMatch(future -> reason(future) == NotRecorded.Reason.TOO_MUCH_WAITS);
      assertThat(writer.health().refused()).isBetween(41L, 49L);
      assertThat(writer.health().waitingBytes()).isBetween(500, 1200);
      goOn.countDown();
      first.join();
    }
    Seen seen = new Seen();
    journals.readAll(folder, seen);
    assertThat(seen.requests)
        .hasSize(1 + (int) sent.stream().filter(f -> !f.isCompletedExceptionally()).count());
  }

  static NotRecorded.Reason reason(CompletableFuture<Ticket> future) {
    CompletionException e = catchThrowableOfType(CompletionException.class, future::join);
    return ((NotRecorded) e.getCause()).reason();
  }

  @Test
  void whatWaitsAtTheEndIsWritten() throws Exception {
    JournalWriter writer = open(Journals.OPTIONS);
    List<CompletableFuture<Ticket>> sent = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      sent.add(Journals.send(writer, "r" + i));
    }
    writer.close();
    writer.close();
    assertThat(sent).allMatch(future -> !future.isCompletedExceptionally());
    assertThat(reason(Journals.send(writer, "late"))).isEqualTo(NotRecorded.Reason.CLOSED);
    writer.outcome(sent.getFirst().join(), 0, DELIVERED);
    writer.gap(new Gap(0, 0, 0, 1));
    assertThat(writer.health().lostOutcomes()).isEqualTo(1);
    assertThat(writer.health().lostNotes()).isEqualTo(1);
    Seen seen = new Seen();
    assertThat(journals.readAll(folder, seen)).allMatch(SegmentReport::complete);
    assertThat(seen.requests).hasSize(200);
  }

  @Test
  void handsOverWhatAnEarlierProcessLeftAndCountsOn() throws Exception {
    Path crashed = temp.resolve("crashed");
    try (JournalWriter writer = open(options(1, Duration.ofDays(1), Duration.ofDays(1)))) {
      Journals.send(writer, "one").join();
      Journals.send(writer, "two").join();
      Journals.copy(folder, crashed);
    }
    // The last block is torn, and a segment was about to be begun.
    Path last = Journals.segments(crashed).getLast();
    Files.write(last, new byte[] {0, 0, 1}, java.nio.file.StandardOpenOption.APPEND);
    Files.writeString(crashed.resolve("99.new"), "half");
    byte[] before = Files.readAllBytes(last);
    closed.clear();
    folder = crashed;
    long next;
    try (JournalWriter writer = open(Journals.OPTIONS)) {
      ClosedSegment first = closed.take();
      assertThat(first.number()).isEqualTo(1);
      ClosedSegment second = closed.take();
      assertThat(second.number()).isEqualTo(2);
      next = Journals.send(writer, "three").join().segment();
      assertThat(next).isGreaterThan(2).isLessThan(5);
      assertThat(crashed.resolve("99.new")).doesNotExist();
      assertThat(Files.readAllBytes(last)).isEqualTo(before);
      for (ClosedSegment segment : writer.closed()) {
        writer.delete(segment.number());
      }
    }
    for (Path file : Journals.segments(crashed)) {
      Files.delete(file);
    }
    try (JournalWriter writer = open(Journals.OPTIONS)) {
      assertThat(Journals.send(writer, "four").join().segment()).isEqualTo(next + 1);
    }
  }

  @Test
  void aFolderHasOneWriterAndOneGateway() throws Exception {
    open(Journals.OPTIONS).close();
    try (JournalWriter writer = open(Journals.OPTIONS)) {
      assertThat(writer.health().failure()).isNull();
      assertThat(problem(() -> open(Journals.OPTIONS))).isEqualTo(Problem.DATA_FOLDER_IN_USE);
    }
    assertThat(
            problem(() -> new JournalFolder(folder, UUID.randomUUID(), JournalFolder.REAL).close()))
        .isEqualTo(Problem.DATA_FOLDER_UNUSABLE);
    Files.writeString(folder.resolve("journal.state"), "stoplog journal 1\nhalf");
    assertThat(problem(() -> open(Journals.OPTIONS))).isEqualTo(Problem.DATA_FOLDER_UNUSABLE);
    assertThatThrownBy(
            () ->
                JournalWriter.open(
                    folder,
                    Journals.GATEWAY,
                    new byte[31],
                    Journals.OPTIONS,
                    java.time.InstantSource.system(),
                    closed::add))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Problem problem(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowableOfType(StoplogException.class, call).problem();
  }

  @Test
  void whatWasAnsweredIsInTheFilesAtThatInstant() throws Exception {
    Set<String> answered = ConcurrentHashMap.newKeySet();
    Path copies = temp.resolve("copies");
    Set<String> before;
    try (JournalWriter writer = open(options(20_000, Duration.ofDays(1), Duration.ofDays(1)))) {
      List<Thread> threads = new ArrayList<>();
      CountDownLatch halfway = new CountDownLatch(600);
      for (int t = 0; t < 4; t++) {
        String prefix = "t" + t + "-";
        threads.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      for (int i = 0; i < 300; i++) {
                        String id = prefix + i;
                        Ticket ticket = Journals.send(writer, id).join();
                        answered.add(id);
                        halfway.countDown();
                        writer.outcome(ticket, i, DELIVERED);
                      }
                    }));
      }
      halfway.await();
      before = Set.copyOf(answered);
      Journals.copy(folder, copies);
      for (Thread thread : threads) {
        thread.join();
      }
    }
    Seen copied = new Seen();
    journals.readAll(copies, copied);
    assertThat(before).hasSizeGreaterThanOrEqualTo(600);
    assertThat(copied.ids()).doesNotHaveDuplicates().containsAll(before);
    Seen seen = new Seen();
    assertThat(journals.readAll(folder, seen))
        .hasSizeGreaterThan(3)
        .allMatch(SegmentReport::complete);
    assertThat(seen.ids()).hasSize(1200).doesNotHaveDuplicates();
    assertThat(seen.requests).allMatch(request -> DELIVERED.equals(request.outcome()));
  }

  @Test
  void aStolenFolderTellsNobodyAnything() throws Exception {
    String canary = "canary.7f3a@example.org";
    try (JournalWriter writer = open(options(400, Duration.ofDays(1), Duration.ofDays(1)))) {
      for (int i = 0; i < 20; i++) {
        Intent intent =
            new Intent(0, 1, Mode.REVERSE, Sender.OPEN, 1, 9, canary, canary, canary, canary);
        byte[] bytes = canary.repeat(3).getBytes(StandardCharsets.US_ASCII);
        writer.outcome(writer.intent(intent, bytes, 0, bytes.length).join(), 0, DELIVERED);
      }
    }
    Seen seen = new Seen();
    journals.readAll(folder, seen);
    assertThat(seen.ids()).hasSize(20).allMatch(id -> id.equals(canary.repeat(3)));
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(content).doesNotContain("canary", "7f3a", "example.org");
        if (file.toString().endsWith(".seg")) {
          byte[] bytes = Files.readAllBytes(file);
          byte[] key =
              journals.keys.openSealed(
                  SegmentHeader.sealedKey(bytes),
                  BlockCipher.context(Journals.GATEWAY, SegmentReader.header(file).number()));
          assertThat(content).doesNotContain(new String(key, StandardCharsets.ISO_8859_1));
        }
      }
    }
  }
}
