package org.stoplog.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.intake.ImportRequest;
import org.stoplog.ledger.reader.Purpose;
import org.stoplog.ledger.store.AuditLog;

/** Entries of the audit log a second, each committed by itself, alone and beside an import. */
final class AuditBenchmark {
  private static final int WRITERS = 8;
  private static final int RUNS = 3;
  private static final long SECONDS = 10;
  private static final double WANTED = 1_000;

  private AuditBenchmark() {}

  static void run(Workplace place, String size) {
    Report report = new Report("audit", "Entries of the audit log", size);
    try (Ledger ledger = place.open("audit");
        Peer peer = new Peer(place.file("peer-temp"))) {
      Path file = place.file("mixpanel-" + place.size().rows() + ".json");
      if (!Files.exists(file)) {
        peer.run(
            "make-mixpanel",
            Map.of(
                "rows",
                String.valueOf(place.size().rows()),
                "seed",
                String.valueOf(Size.SEED),
                "out",
                file.toString()));
      }
      rate(ledger, SECONDS); // warm
      double[] alone = new double[RUNS];
      double[] beside = new double[RUNS];
      for (int i = 0; i < RUNS; i++) {
        alone[i] = rate(ledger, SECONDS);
        beside[i] = besideImports(ledger, file);
      }
      say(report, "alone", alone);
      say(report, "beside imports of " + place.size().rows() + " events", beside);
    }
    report.write();
  }

  private static void say(Report report, String when, double[] rates) {
    double median = Report.median(rates);
    report.say(
        String.format(
            Locale.ROOT,
            "- %d writers, %s: **%.0f** a second (wanted %.0f: %s). Runs: %s.",
            WRITERS,
            when,
            median,
            WANTED,
            median >= WANTED ? "met" : "MISSED",
            Arrays.toString(Arrays.stream(rates).mapToLong(Math::round).toArray())));
  }

  /** Imports the file and takes it back, again and again, while entries are written. */
  private static double besideImports(Ledger ledger, Path file) {
    AtomicBoolean ends = new AtomicBoolean();
    try (ExecutorService importer = Executors.newSingleThreadExecutor()) {
      Future<?> importing =
          importer.submit(
              () -> {
                while (!ends.get()) {
                  ImportRequest request =
                      new ImportRequest(file, Purpose.DISCLOSURES, null, 1, 1, null, null, null);
                  ledger.undo(ledger.importFile(request, Progress.NONE).batch(), Progress.NONE);
                }
              });
      double rate = rate(ledger, SECONDS);
      ends.set(true);
      importing.get();
      return rate;
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static double rate(Ledger ledger, long seconds) {
    LongAdder entries = new LongAdder();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
      for (int i = 0; i < WRITERS; i++) {
        writers.execute(
            () -> {
              while (System.nanoTime() < end) {
                ledger.inTransaction(
                    db ->
                        AuditLog.append(
                            db, ledger.stores().clock(), "benchmark.entry", Map.of("count", 1)));
                entries.increment();
              }
            });
      }
    }
    return entries.sum() / (double) seconds;
  }
}
