package org.stoplog.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.exposure.Exposure;
import org.stoplog.ledger.identity.Scheme;

/**
 * How the figures grow: one size at a time goes into {@code growth.csv}, and all sizes so far into
 * the plot.
 */
final class GrowthBenchmark {
  private static final Path CSV = Path.of("docs/benchmarks/growth.csv");
  private static final String HEADER =
      "disclosures,people,one_supplier_s,all_suppliers_s,one_person_s,megabytes,peak_memory_kb,commit";
  private static final int LOOK_UPS = 11;

  private GrowthBenchmark() {}

  static void run(Workplace place, String size) {
    try (Ledger ledger = place.ledger()) {
      List<Integer> all = IntStream.rangeClosed(1, Size.SUPPLIERS).boxed().toList();
      double one = median(ledger, List.of(7));
      double every = median(ledger, all);
      double[] persons = new double[LOOK_UPS];
      for (int i = 0; i < LOOK_UPS; i++) {
        String email = Generate.email(31L * i);
        persons[i] = Report.seconds(() -> ledger.person(Scheme.EMAIL, email, 0, Progress.NONE));
      }
      String line =
          String.format(
              Locale.ROOT,
              "%d,%d,%.3f,%.3f,%.3f,%d,%s,%s",
              place.size().disclosures(),
              place.size().people(),
              one,
              every,
              Report.median(persons),
              megabytes(place.ledgerFolder().resolve("warehouse")),
              Report.first("/proc/self/status", "VmHWM:").replaceAll("\\D", ""),
              System.getProperty("commit", "unknown"));
      System.out.println(HEADER);
      System.out.println(line);
      plot(keep(line));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double median(Ledger ledger, List<Integer> suppliers) {
    int runs = Integer.getInteger("runs", 3);
    double[] seconds = new double[runs];
    for (int i = 0; i < runs; i++) {
      seconds[i] =
          Report.seconds(
              () -> {
                Exposure done = ledger.expose(ExposureBenchmark.question(suppliers), Progress.NONE);
                System.err.println(done.summary());
              });
    }
    return Report.median(seconds);
  }

  private static long megabytes(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum()
          >> 20;
    }
  }

  /** A size that was measured before is replaced. */
  private static Map<Long, String[]> keep(String line) throws IOException {
    Map<Long, String[]> bySize = new TreeMap<>();
    List<String> lines = new ArrayList<>(Files.exists(CSV) ? Files.readAllLines(CSV) : List.of());
    lines.add(line);
    for (String known : lines) {
      if (!known.equals(HEADER) && !known.isBlank()) {
        String[] cells = known.split(",");
        bySize.put(Long.parseLong(cells[0]), cells);
      }
    }
    List<String> out = new ArrayList<>(List.of(HEADER));
    bySize.values().forEach(cells -> out.add(String.join(",", cells)));
    Files.write(CSV, out);
    return bySize;
  }

  private static void plot(Map<Long, String[]> bySize) throws IOException {
    LogPlot plot =
        new LogPlot("Time of an answer as the record grows", "disclosures", "seconds", 6, 9, -2, 4);
    plot.line("all 20 suppliers", "#1f5c8b", bySize, 0, 3);
    plot.line("one supplier", "#b5541c", bySize, 0, 2);
    plot.line("one person", "#3c7a3c", bySize, 0, 4);
    Files.writeString(Path.of("docs/benchmarks/growth.svg"), plot.svg());
  }
}
