package org.stoplog.ledger.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Disks that fail, and come back. */
@Timeout(60)
class JournalFailureTest {
  private static final Outcome DELIVERED = new Outcome(Result.DELIVERED, 200);
  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir Path temp;
  Journals journals;
  Path folder;
  final FaultyDisk disk = new FaultyDisk();
  final BlockingQueue<ClosedSegment> closed = new LinkedBlockingQueue<>();

  @BeforeEach
  void makeKeys() {
    journals = new Journals(temp.resolve("keys"));
    folder = temp.resolve("journal");
  }

  private JournalWriter open() {
    return journals.open(folder, Journals.OPTIONS, disk, closed::add);
  }

  @Test
  void aFullDiskIsSaidAndNothingThatWasAnsweredIsLost() throws Exception {
    try (JournalWriter writer = open()) {
      Ticket kept = Journals.send(writer, "kept").join();
      disk.room = 20; // the next block is torn
      assertThat(JournalWriterTest.reason(Journals.send(writer, "torn")))
          .isEqualTo(NotRecorded.Reason.DISK_FAILS);
      assertThat(closed.take().number()).isEqualTo(1);
      assertThat(JournalWriterTest.reason(Journals.send(writer, "refused")))
          .isEqualTo(NotRecorded.Reason.DISK_FAILS);
      JournalHealth sick = writer.health();
      assertThat(sick.failure()).contains("No space left");
      assertThat(sick.failingSince()).isNotNull();
      assertThat(sick.broken()).isEqualTo(1);
      assertThat(sick.refused()).isEqualTo(2);
      writer.outcome(kept, 0, DELIVERED); // its segment cannot take it
      writer.gap(new Gap(1, 2, 7, 2));
      journals.pass(writer, LONG); // tries, in vain
      disk.room = Long.MAX_VALUE;
      again(writer, "again");
      JournalHealth well = writer.health();
      assertThat(well.failure()).isNull();
      assertThat(well.failingSince()).isNull();
      assertThat(well.lostOutcomes()).isEqualTo(1);
    }
    Seen seen = new Seen();
    List<SegmentReport> reports = journals.readAll(folder, seen);
    assertThat(reports).hasSize(2);
    assertThat(reports.getFirst().closed()).isFalse();
    assertThat(reports.getFirst().tail()).isEqualTo(SegmentReport.Tail.CUT_OFF);
    assertThat(reports.getFirst().tailBytes()).isEqualTo(20);
    assertThat(reports.getLast().complete()).isTrue();
    assertThat(seen.ids()).containsExactly("kept", "again");
    assertThat(seen.gaps).containsExactly(new Gap(1, 2, 7, 2));
  }

  /** Sends until the writer has seen that the disk works again. */
  private void again(JournalWriter writer, String id) {
    CompletableFuture<Ticket> sent = Journals.send(writer, id);
    while (sent.isCompletedExceptionally()) {
      journals.pass(writer, LONG);
      sent = Journals.send(writer, id);
    }
    sent.join();
  }

  @Test
  void whatAFailedForceCoveredIsNeverCalledDurable() throws Exception {
    try (JournalWriter writer = open()) {
      Ticket first = Journals.send(writer, "first").join();
      disk.failsToForce = true;
      assertThat(JournalWriterTest.reason(Journals.send(writer, "second")))
          .isEqualTo(NotRecorded.Reason.DISK_FAILS);
      writer.end(
          writer.open(Journals.stream("/s")).exceptionally(e -> streamOf(first)).join(), 5, 6);
      disk.failsToForce = false;
      again(writer, "third");
    }
    Seen seen = new Seen();
    List<SegmentReport> reports = journals.readAll(folder, seen);
    assertThat(reports).extracting(report -> report.header().number()).containsExactly(1L, 2L);
    // It is in the file and was refused: possibly received, which is the safe side.
    assertThat(seen.ids()).containsExactly("first", "second", "third");
    assertThat(seen.requests.get(1).outcome()).isNull();
  }

  private static Ticket streamOf(Ticket ticket) {
    return new Ticket(ticket.file(), ticket.request(), true, false);
  }

  @Test
  void aFolderThatIsTakenAwayIsNoticedAtTheNextRecord() throws Exception {
    Path away = temp.resolve("away");
    try (JournalWriter writer = open()) {
      Journals.send(writer, "one").join();
      Files.move(folder, away);
      assertThat(JournalWriterTest.reason(Journals.send(writer, "two")))
          .isEqualTo(NotRecorded.Reason.DISK_FAILS);
      journals.pass(writer, LONG);
      assertThat(JournalWriterTest.reason(Journals.send(writer, "three")))
          .isEqualTo(NotRecorded.Reason.DISK_FAILS);
      Files.move(away, folder);
      again(writer, "four");
      assertThat(closed.take().number()).isEqualTo(1);
    }
    Seen seen = new Seen();
    journals.readAll(folder, seen);
    assertThat(seen.ids()).contains("one", "four").doesNotContain("three");
  }

  @Test
  void startsOnAFullDiskAndWorksOnceThereIsRoom() throws Exception {
    disk.room = 0;
    try (JournalWriter writer = open()) {
      assertThat(writer.health().failure()).contains("No space left");
      assertThat(JournalWriterTest.reason(Journals.send(writer, "one")))
          .isEqualTo(NotRecorded.Reason.DISK_FAILS);
      disk.room = Long.MAX_VALUE;
      again(writer, "two");
    }
    assertThat(Journals.segments(folder)).hasSize(1);
    disk.room = 0;
    JournalWriter full = open();
    full.gap(new Gap(0, 1, 2, 3));
    full.close();
    assertThat(full.health().lostNotes()).isEqualTo(1);
    assertThat(Journals.segments(folder)).hasSize(1);
  }

  @Test
  void keepsSomeOfTheDiskFree() {
    JournalOptions all = new JournalOptions(1, LONG, LONG, 1, Duration.ZERO, Long.MAX_VALUE);
    try (JournalWriter writer = journals.open(folder, all, closed::add)) {
      assertThat(writer.health().failure()).contains("bytes of the disk are free");
      assertThat(writer.health().open()).isZero();
    }
  }

  @Test
  void aListenerThatFailsStopsNothing() throws Exception {
    try (JournalWriter writer =
        journals.open(
            folder,
            Journals.OPTIONS,
            segment -> {
              throw new IllegalStateException("not now");
            })) {
      Journals.send(writer, "one").join();
    }
    try (JournalWriter writer = open()) {
      assertThat(closed.take().number()).isEqualTo(1);
      assertThat(writer.closed()).hasSize(1);
    }
  }
}
