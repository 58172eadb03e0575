package org.stoplog.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether what a process holds stayed the same under load: its first minute and its last one. */
final class SoakReport {
  /** What may come on top without being growth: pieces by which memory is taken, and a share. */
  private static final double SHARE = 0.05;

  private static final int KILOBYTES = 8 << 10;
  private static final int PIECES = 4;

  private SoakReport() {}

  /** What is watched: a column of the samples, its name, its colour. */
  private record Series(int column, String name, String colour, boolean isMemory) {
    double slack(double first) {
      return Math.max(first * SHARE, isMemory ? KILOBYTES : PIECES);
    }

    String show(double value) {
      return isMemory
          ? String.format(Locale.ROOT, "%.1f MB", value / 1024)
          : String.format(Locale.ROOT, "%.0f", value);
    }
  }

  private static final List<Series> ALL =
      List.of(
          new Series(1, "resident memory", "#1f5c8b", true),
          new Series(2, "heap after collection", "#b5541c", true),
          new Series(3, "direct buffers of Java", "#3c7a3c", true),
          new Series(4, "direct buffers of Netty", "#7a3c7a", true),
          new Series(5, "open files", "#555555", false),
          new Series(6, "threads", "#a08000", false));

  /**
   * @param args samples, seconds of the load, requests and bytes of bodies that were sent, requests
   *     that were not recorded
   */
  public static void main(String[] args) throws IOException {
    List<double[]> rows = read(Path.of(args[0]));
    double minute = Integer.parseInt(args[1]) / 10.0;
    long bytes = Long.parseLong(args[3]);
    List<String> lines = new ArrayList<>();
    lines.add("# What the gateway holds while it works");
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "%,d requests with %.1f GB of bodies in %s s, as many as wrk got through with 64 connections: Mixpanel events of 1 KB, each",
            Long.parseLong(args[2]),
            bytes / 1e9,
            args[1]));
    lines.add(
        "twentieth a Segment batch of 16 KB, each fortieth a copy that is recorded only. Heap of 512 MB,");
    lines.add("all of it touched at the start: what resident memory grows by is outside of it.");
    lines.add("");
    lines.add(
        "| What | After %.0f to %.0f s | Last %.0f s | |".formatted(minute, 2 * minute, minute));
    lines.add("|---|---|---|---|");
    boolean isFlat = true;
    for (Series series : ALL) {
      double first = mean(rows, series.column(), minute, 2 * minute);
      double end = rows.getLast()[0];
      double last = mean(rows, series.column(), end - minute, end);
      boolean stays = last <= first + series.slack(first);
      isFlat &= stays;
      lines.add(
          "| %s | %s | %s | %s |"
              .formatted(
                  series.name(),
                  series.show(first),
                  series.show(last),
                  stays ? "flat" : "**GROWS**"));
    }
    lines.add("");
    lines.add(
        "Flat means at most 5 %, 8 MB or 4 pieces more. All together, and 1 GB or more sent: **"
            + (isFlat && bytes >= 1_000_000_000 ? "met" : "MISSED")
            + "**. "
            + args[4]
            + " requests were not recorded.");
    lines.add("");
    lines.add("![What it holds, against the first minute](gateway-soak.svg)");
    lines.add("");
    lines.add(
        Figures.from(
            "benchmarks/gateway-soak.sh " + args[1],
            "one run, samples in [gateway-soak.csv](gateway-soak.csv)"));
    Figures.write("gateway-soak.csv", Files.readAllLines(Path.of(args[0])));
    Figures.write("gateway-soak.svg", List.of(plot(rows, minute)));
    Figures.page("gateway-soak.md", lines);
  }

  private static String plot(List<double[]> rows, double minute) {
    TimePlot plot =
        new TimePlot(
            "What the gateway holds, against its first minute after the warm-up",
            rows.getLast()[0],
            2);
    for (Series series : ALL) {
      double first = mean(rows, series.column(), minute, 2 * minute);
      if (first > 0) {
        plot.line(
            series.name(),
            series.colour(),
            rows.stream().map(row -> new double[] {row[0], row[series.column()] / first}).toList());
      }
    }
    return plot.svg();
  }

  private static List<double[]> read(Path file) throws IOException {
    List<double[]> rows = new ArrayList<>();
    List<String> lines = Files.readAllLines(file);
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",");
      double[] row = new double[cells.length];
      for (int i = 0; i < cells.length; i++) {
        row[i] = Double.parseDouble(cells[i]);
      }
      rows.add(row);
    }
    return rows;
  }

  /** Of the samples after one time up to another. */
  private static double mean(List<double[]> rows, int column, double from, double to) {
    return rows.stream()
        .filter(row -> row[0] > from && row[0] <= to)
        .mapToDouble(row -> row[column])
        .average()
        .orElseThrow(() -> new IllegalStateException("no sample between " + from + " and " + to));
  }
}
