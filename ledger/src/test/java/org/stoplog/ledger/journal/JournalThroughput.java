package org.stoplog.ledger.journal;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Measures a journal on a disk: run its main, with a folder of that disk. Requests of 1 KB of rows
 * are sent by one thread, as an event loop would, with as many unanswered as a proxy has open.
 */
final class JournalThroughput {
  private static final int ROW_BYTES = 1024;

  private JournalThroughput() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(Path.of(args.length > 0 ? args[0] : "."), "journal");
    try {
      for (int open : new int[] {1, 16, 64, 256, 1024}) {
        measure(folder, open, 2);
      }
      for (int open : new int[] {1, 16, 64, 256, 1024}) {
        measure(folder, open, 6);
      }
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static void measure(Path folder, int open, int seconds)
      throws IOException, InterruptedException {
    Journals journals = new Journals(folder.resolve("keys"));
    Path journal = folder.resolve("journal" + UUID.randomUUID());
    byte[] rows = new byte[ROW_BYTES];
    Arrays.fill(rows, (byte) 'x');
    Semaphore free = new Semaphore(open);
    AtomicInteger done = new AtomicInteger();
    long[] latencies = new long[1 << 23];
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    JournalHealth health;
    long start = System.nanoTime();
    long elapsed;
    long cpu;
    long allocated = threads.getTotalThreadAllocatedBytes();
    try (JournalWriter writer =
        JournalWriter.open(
            journal,
            Journals.GATEWAY,
            journals.keys.sealingPublicKey(),
            new JournalOptions(
                64 << 20,
                Duration.ofHours(1),
                Duration.ofHours(1),
                8 << 20,
                Duration.ofMillis(20),
                0),
            InstantSource.system(),
            closed -> {})) {
      long cpuBefore = cpuNanos();
      while (System.nanoTime() - start < seconds * 1_000_000_000L) {
        free.acquire();
        long sent = System.nanoTime();
        writer
            .intent(Journals.intent(7), rows, 0, rows.length)
            .thenAccept(
                ticket -> {
                  latencies[done.getAndIncrement() & (latencies.length - 1)] =
                      System.nanoTime() - sent;
                  writer.outcome(ticket, sent, new Outcome(Result.DELIVERED, 200));
                  free.release();
                });
      }
      free.acquire(open);
      elapsed = System.nanoTime() - start;
      cpu = cpuNanos() - cpuBefore;
      health = writer.health();
    }
    allocated = threads.getTotalThreadAllocatedBytes() - allocated;
    int count = Math.min(done.get(), latencies.length);
    Arrays.sort(latencies, 0, count);
    if (seconds > 2) {
      System.out.printf(
          Locale.ROOT,
          "%4d open: %6.0f requests/s, %5.0f fdatasync/s of %.2f ms, p50 %.2f ms, p99 %.2f ms,"
              + " %.1f us of CPU and %.0f bytes allocated a request%n",
          open,
          health.intents() * 1e9 / elapsed,
          health.forces() * 1e9 / elapsed,
          health.forceNanos() / 1e6 / health.forces(),
          latencies[count / 2] / 1e6,
          latencies[(int) (count * 0.99)] / 1e6,
          cpu / 1e3 / health.intents(),
          (double) allocated / health.intents());
    }
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
