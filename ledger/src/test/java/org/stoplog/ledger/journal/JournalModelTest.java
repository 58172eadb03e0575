package org.stoplog.ledger.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.ledger.Seeded;

/** Random work on a journal, its server and a crash now and then, against lists in memory. */
class JournalModelTest {
  private static final Duration AGE = Duration.ofSeconds(30);
  private static final Duration DRAIN = Duration.ofMinutes(5);
  private static final JournalOptions OPTIONS =
      new JournalOptions(1500, AGE, DRAIN, 1 << 20, Duration.ofMillis(20), 0);

  @TempDir Path temp;

  @Test
  void theServerGetsWhatWasSaid() {
    check(3);
  }

  @Test
  @Tag("long")
  void theServerGetsWhatWasSaidInManyHistories() {
    check(500);
  }

  private void check(int histories) {
    Journals journals = new Journals(temp.resolve("keys"));
    Seeded.check(histories, random -> new History(journals, random).run());
  }

  /** What was said of a request. */
  private static final class Said {
    Ticket ticket;
    Outcome outcome;

    /** Whether the outcome may be missing: the journal had ended the segment, or crashed. */
    boolean outcomeMayMiss;

    boolean settled;

    boolean answered;
  }

  private final class History {
    private final Journals journals;
    private final RandomGenerator random;
    private final Map<String, Said> requests = new HashMap<>();
    private final Map<String, Said> streams = new HashMap<>();
    private final Set<StreamEnd> ends = new HashSet<>();
    private final List<Gap> gaps = new ArrayList<>();
    private final Seen server = new Seen();
    private final Set<Long> numbers = new HashSet<>();
    private boolean crashed;
    private Path folder;
    private JournalWriter writer;
    private int count;

    History(Journals journals, RandomGenerator random) throws IOException {
      this.journals = journals;
      this.random = random;
      folder = Files.createTempDirectory(temp, "journal");
    }

    void run() throws Exception {
      writer = journals.open(folder, OPTIONS, closed -> {});
      for (int step = 0; step < 150; step++) {
        switch (random.nextInt(20)) {
          case 0, 1, 2, 3, 4, 5 -> send(1);
          case 6 -> send(random.nextInt(2, 30));
          case 7, 8, 9, 10, 11, 12 -> outcome();
          case 13 -> stream();
          case 14 -> endStream();
          case 15 -> gap();
          case 16 -> journals.pass(writer, Duration.ofMillis(random.nextInt(60_000)));
          case 17 -> ship();
          case 18 -> reopen();
          default -> crash();
        }
      }
      writer.close();
      ship();
      for (Path file : Journals.segments(folder)) {
        take(file);
      }
      compare();
      delete(folder);
    }

    private void send(int many) {
      List<String> ids = new ArrayList<>();
      List<Said> all = new ArrayList<>();
      List<CompletableFuture<Ticket>> sent = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        String id = "r" + count++ + "-" + "x".repeat(random.nextInt(80));
        ids.add(id);
        Said said = new Said();
        all.add(said);
        said.settled = random.nextInt(4) == 0;
        sent.add(said.settled ? settled(id, said) : Journals.send(writer, id));
      }
      for (int i = 0; i < many; i++) {
        Said said = all.get(i);
        said.ticket = sent.get(i).join();
        said.answered = true;
        requests.put(ids.get(i), said);
      }
    }

    private CompletableFuture<Ticket> settled(String id, Said said) {
      said.outcome = new Outcome(Seeded.pick(random, Result.values()), random.nextInt(9));
      byte[] bytes = id.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
      return writer.settled(Journals.intent(7), bytes, 0, bytes.length, 0, said.outcome);
    }

    private void outcome() {
      List<Said> open =
          requests.values().stream()
              .filter(said -> said.ticket != null && said.outcome == null)
              .sorted(
                  Comparator.comparingLong((Said said) -> said.ticket.segment())
                      .thenComparing(said -> said.ticket.request()))
              .toList();
      if (open.isEmpty()) {
        return;
      }
      Said said = open.get(random.nextInt(open.size()));
      said.outcome =
          new Outcome(Seeded.pick(random, Result.values()), random.nextInt(Format.MOST_STATUS + 1));
      long lost = writer.health().lostOutcomes();
      writer.outcome(said.ticket, 0, said.outcome);
      if (writer.health().lostOutcomes() > lost) {
        said.outcomeMayMiss = true;
      }
    }

    private void stream() {
      String id = "s" + count++;
      Said said = new Said();
      said.ticket = writer.open(Journals.stream(id)).join();
      streams.put(id, said);
    }

    private void endStream() {
      for (Said said : streams.values()) {
        if (said.ticket != null) {
          StreamEnd end =
              new StreamEnd(said.ticket.segment(), said.ticket.request(), 8, random.nextInt(9999));
          writer.end(said.ticket, end.time(), end.bytes());
          ends.add(end);
          said.ticket = null;
          return;
        }
      }
    }

    private void gap() {
      Gap gap = new Gap(count++, count, random.nextInt(99), random.nextInt(1000));
      writer.gap(gap);
      gaps.add(gap);
    }

    /** The server takes what is closed, and the gateway deletes it. */
    private void ship() throws IOException {
      for (ClosedSegment segment : writer.closed()) {
        if (Files.exists(segment.file())) {
          take(segment.file());
          writer.delete(segment.number());
        }
      }
    }

    private void take(Path file) {
      SegmentReport report = journals.read(file, server);
      assertThat(numbers.add(report.header().number())).as("a number comes once").isTrue();
      assertThat(report.repeated() + report.stray()).isZero();
      assertThat(report.complete()).isEqualTo(report.closed());
      if (!crashed) {
        assertThat(report.complete()).isTrue();
      }
    }

    private void reopen() {
      writer.close();
      requests.values().forEach(said -> said.ticket = null);
      streams.values().forEach(said -> said.ticket = null);
      writer = journals.open(folder, OPTIONS, closed -> {});
    }

    /** Goes on with what was on the disk at this moment. */
    private void crash() throws IOException {
      crashed = true;
      Path copy = Files.createTempDirectory(temp, "journal");
      Journals.copy(folder, copy);
      writer.close();
      delete(folder);
      folder = copy;
      requests.values().forEach(said -> said.outcomeMayMiss = !said.settled);
      requests.values().forEach(said -> said.ticket = null);
      streams.values().forEach(said -> said.ticket = null);
      writer = journals.open(folder, OPTIONS, closed -> {});
    }

    private void compare() {
      assertThat(server.ids()).containsExactlyInAnyOrderElementsOf(requests.keySet());
      for (Seen.Request request : server.requests) {
        Said said = requests.get(request.id());
        assertThat(request.intent()).isEqualTo(Journals.intent(7));
        if (request.outcome() != null || !said.outcomeMayMiss) {
          assertThat(request.outcome()).as(request.id()).isEqualTo(said.outcome);
        }
      }
      assertThat(server.streams)
          .extracting(Seen.Request::id)
          .containsExactlyInAnyOrderElementsOf(streams.keySet());
      assertThat(ends).containsAll(server.ends);
      assertThat(gaps).containsAll(server.gaps);
      if (!crashed) {
        assertThat(server.ends).hasSameSizeAs(ends);
        assertThat(server.gaps).hasSameSizeAs(gaps);
        for (long number = 1; number <= numbers.size(); number++) {
          assertThat(numbers).contains(number);
        }
      }
    }

    private void delete(Path folder) throws IOException {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
