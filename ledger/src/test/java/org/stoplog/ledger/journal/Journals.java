package org.stoplog.ledger.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.stoplog.ledger.identity.Keyset;
import org.stoplog.ledger.identity.SealingKey;

/** A server's keys and journals of one gateway under a folder. */
final class Journals {
  static final UUID GATEWAY = UUID.fromString("6d0f6f0e-2a61-4a7c-9d7a-0d3b1c4f5e6a");
  static final long TIME = 1_764_000_000_000L;
  static final JournalOptions OPTIONS =
      new JournalOptions(
          1 << 20, Duration.ofHours(1), Duration.ofHours(1), 1 << 20, Duration.ofMillis(1), 0);

  final Keyset keys;
  final SealingKey server;
  final AtomicLong nanos = new AtomicLong();

  /** The wall clock, which tests let step back. */
  final AtomicLong millis = new AtomicLong(TIME);

  Journals(Path keysFolder) {
    keys = Keyset.openOrCreate(keysFolder, null);
    server = SealingKey.of(keys.sealingPublicKey());
  }

  /** With a clock that stands still until the test moves it. */
  JournalWriter open(Path folder, JournalOptions options, Consumer<ClosedSegment> listener) {
    return open(folder, options, JournalFolder.REAL, listener);
  }

  JournalWriter open(
      Path folder,
      JournalOptions options,
      JournalFolder.Disk disk,
      Consumer<ClosedSegment> listener) {
    InstantSource clock = () -> java.time.Instant.ofEpochMilli(millis.get());
    return new JournalWriter(
        new JournalFolder(folder, GATEWAY, disk),
        GATEWAY,
        server,
        options,
        clock,
        nanos::get,
        listener);
  }

  /** Moves the clock for ages, and lets the writer look at it. */
  void pass(JournalWriter writer, Duration time) {
    nanos.addAndGet(time.toNanos());
    writer.wake();
  }

  SegmentReport read(Path segment, SegmentHandler handler) {
    return SegmentReader.read(segment, keys, handler);
  }

  /** Reads all segments of a folder in their order. */
  List<SegmentReport> readAll(Path folder, SegmentHandler handler) throws IOException {
    List<SegmentReport> reports = new ArrayList<>();
    for (Path file : segments(folder)) {
      reports.add(read(file, handler));
    }
    return reports;
  }

  static List<Path> segments(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> Format.number(file.getFileName().toString()).isPresent())
          .sorted()
          .toList();
    }
  }

  /** What a crash would leave: the number first, then the segments, as they are at this moment. */
  static void copy(Path folder, Path to) throws IOException {
    Files.createDirectories(to);
    List<Path> files = new ArrayList<>();
    files.add(folder.resolve("journal.state"));
    files.addAll(segments(folder));
    for (Path file : files) {
      try {
        Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      } catch (NoSuchFileException e) {
        // Not there yet.
      }
    }
  }

  static Intent intent(long connection) {
    return new Intent(
        TIME,
        connection,
        Mode.REVERSE,
        Sender.SECRET,
        3,
        1000,
        "api.example.com",
        "/track",
        null,
        "shop/2.1");
  }

  /** A stream that is known by its path. */
  static Intent stream(String id) {
    return new Intent(TIME, 5, Mode.FORWARD, Sender.OPEN, 0, 0, "api.example.com", id, null, null);
  }

  static CompletableFuture<Ticket> send(JournalWriter writer, String id) {
    byte[] bytes = id.getBytes(StandardCharsets.ISO_8859_1);
    return writer.intent(intent(7), bytes, 0, bytes.length);
  }
}
