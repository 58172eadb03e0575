package org.stoplog.ledger.traffic;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;

/**
 * A program of its own that takes all segments of a folder in and records them, and ends like one
 * that is killed after so many looks at the clock, steps and mappings.
 */
final class TrafficWorker {
  private static final AtomicLong LEFT = new AtomicLong();

  private TrafficWorker() {}

  /** Data folder, keys, folder of segments, gateway, time, steps that it may live, seed. */
  public static void main(String[] arguments) throws IOException {
    LEFT.set(Long.parseLong(arguments[5]));
    Instant now = Instant.parse(arguments[4]);
    UUID gateway = UUID.fromString(arguments[3]);
    try (Ledger ledger =
        Ledger.open(
            new Ledger.Options(
                Path.of(arguments[0]),
                Path.of(arguments[1]),
                null,
                256,
                () -> {
                  live();
                  return now;
                }))) {
      List<Path> all = segments(Path.of(arguments[2]));
      Collections.shuffle(all, new Random(Long.parseLong(arguments[6])));
      for (Path file : all) {
        keep(ledger, gateway, file);
        ledger.traffic().recorder().record(gateway, TrafficWorker::mapping, new Alive());
      }
      recordAll(ledger, gateway);
    }
  }

  static List<Path> segments(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return new ArrayList<>(
          files.filter(file -> file.toString().endsWith(".seg")).sorted().toList());
    }
  }

  static void keep(Ledger ledger, UUID gateway, Path file) throws IOException {
    long number = Long.parseLong(file.getFileName().toString().replace(".seg", ""));
    try (InputStream in = Files.newInputStream(file)) {
      Receipt receipt =
          ledger.traffic().segments().keep(gateway, number, SegmentFiles.sha256(file), in);
      if (!(receipt instanceof Receipt.Kept)) {
        throw new AssertionError(receipt);
      }
    }
  }

  static void recordAll(Ledger ledger, UUID gateway) {
    while (ledger
        .traffic()
        .recorder()
        .record(gateway, TrafficWorker::mapping, new Alive())
        .more()) {}
  }

  private static org.stoplog.ledger.reader.Mapping mapping(int number) {
    live();
    return Sending.MAPPINGS.of(number);
  }

  private static void live() {
    if (LEFT.getAndDecrement() == 1) {
      Runtime.getRuntime().halt(137);
    }
  }

  /** Counts what the work says of itself. */
  private static final class Alive implements Progress {
    @Override
    public void step(String name, long total, String unit) {
      live();
    }

    @Override
    public void at(long done) {
      live();
    }

    @Override
    public boolean stopped() {
      live();
      return false;
    }
  }
}
