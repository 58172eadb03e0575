package org.stoplog.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway adds to a request's time beside nginx that only sends it on, and how long the
 * disk takes for what it adds to the journal. All three in turn, in one run.
 */
final class AddedLatency {
  private static final Duration UNCOUNTED = Duration.ofSeconds(2);
  private static final int APPENDED = 4 << 10;
  private static final double ALLOWED_MILLIS = 2;
  private static final int NGINX = 9102;
  private static final int GATEWAY = 9105;

  private AddedLatency() {}

  /**
   * @param args file of the body, folder on the journal's disk, requests a second that the gateway
   *     reached, seconds of each run, runs
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    byte[] body = Files.readAllBytes(Path.of(args[0]));
    Path folder = Path.of(args[1]);
    int reached = Integer.parseInt(args[2]);
    Duration counted = Duration.ofSeconds(Integer.parseInt(args[3]));
    int runs = Integer.parseInt(args[4]);
    double rate = reached / 2.0;
    List<ConstantRate.Result> others = new ArrayList<>();
    List<ConstantRate.Result> ours = new ArrayList<>();
    List<Histogram> disk = new ArrayList<>();
    try (ConstantRate nginx = load(NGINX, "/track", body);
        ConstantRate gateway = load(GATEWAY, "/c/mixpanel/track", body)) {
      // Until the code of this process is compiled, it is what is slow.
      for (ConstantRate each : List.of(nginx, gateway, nginx, gateway)) {
        each.run(rate, UNCOUNTED, UNCOUNTED);
      }
      for (int run = 0; run < runs; run++) {
        others.add(nginx.run(rate, UNCOUNTED, counted));
        ours.add(gateway.run(rate, UNCOUNTED, counted));
        disk.add(disk(folder, Duration.ofSeconds(Math.min(5, counted.toSeconds()))));
        System.err.println("run " + (run + 1) + " of " + runs + " is done");
      }
    }
    Figures.page("gateway-latency.md", page(args, rate, others, ours, disk));
  }

  private static ConstantRate load(int port, String path, byte[] body) {
    byte[] head =
        "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(path, port, body.length)
            .getBytes(ISO_8859_1);
    byte[] request = ByteBuffer.allocate(head.length + body.length).put(head).put(body).array();
    return new ConstantRate(new InetSocketAddress("127.0.0.1", port), request);
  }

  /** Appends a little and has it on the disk, one after the other, as the journal does. */
  private static Histogram disk(Path folder, Duration time) throws IOException {
    Histogram taken = new Histogram(Duration.ofSeconds(100).toNanos(), 3);
    Path file = Files.createTempFile(folder, "append", "");
    ByteBuffer bytes = ByteBuffer.allocateDirect(APPENDED);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      long end = System.nanoTime() + time.toNanos();
      while (System.nanoTime() - end < 0) {
        bytes.clear();
        long before = System.nanoTime();
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(false);
        taken.recordValue(System.nanoTime() - before);
      }
    } finally {
      Files.delete(file);
    }
    return taken;
  }

  private static List<String> page(
      String[] args,
      double rate,
      List<ConstantRate.Result> others,
      List<ConstantRate.Result> ours,
      List<Histogram> disk) {
    double added = millis(ours, 99) - millis(others, 99);
    double fsync = median(disk, its -> its.getValueAtPercentile(99) / 1e6);
    double fsync50 = median(disk, its -> its.getValueAtPercentile(50) / 1e6);
    double allowed = ALLOWED_MILLIS + fsync;
    List<String> lines = new ArrayList<>();
    lines.add("# What the gateway adds to the time of a request");
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "A Mixpanel event of 1 KB at %,.0f requests a second, half of the %,d that the gateway reached just before. Each is sent when it is",
            rate,
            Integer.parseInt(args[2])));
    lines.add(
        "due, over 64 connections, and its time counts from then, whatever held it up. Sender, supplier and both sides share the cores.");
    lines.add("");
    lines.add("| What | p50 | p99 | A second | Each run's p99 |");
    lines.add("|---|---|---|---|---|");
    lines.add(row("nginx, which sends it on", others));
    lines.add(row("Gateway, which reads, masks two fields, records, sends on", ours));
    lines.add(
        line(
            "**Added**",
            millis(ours, 50) - millis(others, 50),
            String.format(Locale.ROOT, "**%.2f ms**", added)));
    lines.add(
        line(
            "fdatasync of %d KB appended beside the journal, nothing else running"
                .formatted(APPENDED >> 10),
            fsync50,
            String.format(Locale.ROOT, "%.2f ms", fsync)));
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "Added p99 wanted below 2 ms and the disk's own p99, %.2f ms together: **%s**.",
            allowed,
            added < allowed ? "met" : "MISSED"));
    lines.add("");
    lines.add(
        Figures.from(
            "benchmarks/gateway-latency.sh " + args[3] + " " + args[4],
            "medians of " + args[4] + " runs of " + args[3] + " s, each after 2 s not counted"));
    String bad = bad(others, ours);
    if (bad != null) {
      lines.add(bad);
    }
    return lines;
  }

  private static @Nullable String bad(
      List<ConstantRate.Result> others, List<ConstantRate.Result> ours) {
    long theirs = others.stream().mapToLong(ConstantRate.Result::others).sum();
    long its = ours.stream().mapToLong(ConstantRate.Result::others).sum();
    return theirs + its == 0
        ? null
        : "Answers with another status than 200: nginx %d, gateway %d.".formatted(theirs, its);
  }

  private static String row(String what, List<ConstantRate.Result> runs) {
    List<String> each = new ArrayList<>();
    runs.forEach(run -> each.add(String.format(Locale.ROOT, "%.2f", run.millis(99))));
    return String.format(
        Locale.ROOT,
        "| %s | %.2f ms | %.2f ms | %,.0f | %s |",
        what,
        millis(runs, 50),
        millis(runs, 99),
        median(runs, ConstantRate.Result::perSecond),
        String.join(", ", each));
  }

  private static String line(String what, double p50, String p99) {
    return String.format(Locale.ROOT, "| %s | %.2f ms | %s | | |", what, p50, p99);
  }

  private static double millis(List<ConstantRate.Result> runs, double percentile) {
    return median(runs, run -> run.millis(percentile));
  }

  private static <T> double median(List<T> runs, ToDoubleFunction<T> of) {
    return Report.median(runs.stream().mapToDouble(of).toArray());
  }
}
