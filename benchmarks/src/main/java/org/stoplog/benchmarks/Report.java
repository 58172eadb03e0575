package org.stoplog.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Times both sides in turn and writes what came out to {@code docs/benchmarks/<name>.md}. */
final class Report {
  static final int RUNS = Integer.getInteger("runs", 3);
  private static final double WARM_SECONDS = 5;

  private final String command;
  private final String file;
  private final List<String> lines = new ArrayList<>();

  Report(String name, String title, String size) {

    this.command = "benchmarks/run.sh " + name + " " + size;
    this.file = name + "-" + size.replace(' ', '-');
    lines.add("# " + title);
    lines.add("");
  }

  /** Work that is timed. */
  interface Work {
    void run();
  }

  void say(String line) {
    System.out.println(line);
    lines.add(line);
    lines.add("");
  }

  void compare(String what, double allowed, Work ours, Work peer) {
    compare(what, allowed, ours, () -> {}, peer);
  }

  /**
   * Runs ours and the peer's in turn; both have run before, which is not counted.
   *
   * @param undo takes back what ours did; its time is not counted
   */
  void compare(String what, double allowed, Work ours, Work undo, Work peer) {
    warm(ours, undo);
    warm(peer, () -> {});
    double[] our = new double[RUNS];
    double[] their = new double[RUNS];
    for (int run = 0; run < RUNS; run++) {
      our[run] = seconds(ours);
      undo.run();
      their[run] = seconds(peer);
    }
    double ratio = median(our) / median(their);
    say(
        String.format(
            Locale.ROOT,
            "- %s: Stoplog %.2f s, DuckDB SQL %.2f s, ratio **%.2f** (allowed %.1f: %s). Runs: %s against %s.",
            what,
            median(our),
            median(their),
            ratio,
            allowed,
            ratio <= allowed ? "met" : "MISSED",
            text(our),
            text(their)));
  }

  /** The same where the peer shall be slower by a factor; 0 when nobody wants one. */
  void faster(String what, double least, Work ours, Work peer) {
    warm(ours, () -> {});
    warm(peer, () -> {});
    double[] our = new double[RUNS];
    double[] their = new double[RUNS];
    for (int run = 0; run < RUNS; run++) {
      our[run] = seconds(ours);
      their[run] = seconds(peer);
    }
    double factor = median(their) / median(our);
    say(
        String.format(
            Locale.ROOT,
            "- %s: Stoplog %.2f s, PostgreSQL %.2f s, **%.1f** times as fast%s. Runs: %s against %s.",
            what,
            median(our),
            median(their),
            factor,
            least == 0
                ? ""
                : String.format(
                    Locale.ROOT, " (wanted %.0f: %s)", least, factor >= least ? "met" : "MISSED"),
            text(our),
            text(their)));
  }

  /** Runs for some seconds, at least once: compilers and caches are to be warm on both sides. */
  static void warm(Work work, Work undo) {
    double spent = 0;
    while (spent < WARM_SECONDS) {
      spent += seconds(work);
      undo.run();
    }
  }

  static double seconds(Work work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e9;
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    java.util.Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  static String text(double[] values) {
    List<String> texts = new ArrayList<>();
    for (double value : values) {
      texts.add(String.format(Locale.ROOT, "%.2f", value));
    }
    return String.join(", ", texts);
  }

  void write() {
    try {
      say("Command: `" + command + "`; commit " + System.getProperty("commit", "unknown"));
      say("Machine: " + machine() + "; load at the end " + first("/proc/loadavg", ""));
      say(
          "JVM heap "
              + (Runtime.getRuntime().maxMemory() >> 20)
              + " MB, DuckDB "
              + Workplace.MEGABYTES
              + " MB on either side; most memory of the process, both sides together: "
              + first("/proc/self/status", "VmHWM:"));
      say(
          "Data: generated, seed "
              + Size.SEED
              + "; medians of "
              + RUNS
              + " runs after "
              + (int) WARM_SECONDS
              + " s, and at least one, that are not counted.");
      Path folder = Files.createDirectories(Path.of("docs/benchmarks"));
      Files.write(folder.resolve(file + ".md"), lines.subList(0, lines.size() - 1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String machine() throws IOException {
    return Runtime.getRuntime().availableProcessors()
        + " x "
        + first("/proc/cpuinfo", "model name").replaceFirst("^\\s*:\\s*", "")
        + ", memory "
        + first("/proc/meminfo", "MemTotal:");
  }

  static String first(String file, String prefix) throws IOException {
    return Files.readAllLines(Path.of(file)).stream()
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(prefix.length()).strip())
        .findFirst()
        .orElse("unknown");
  }
}
