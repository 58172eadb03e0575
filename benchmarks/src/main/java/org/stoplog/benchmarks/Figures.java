package org.stoplog.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where figures are written, and what is said of where they are from. */
final class Figures {
  private static final Path FOLDER = Path.of(System.getProperty("results", "docs/benchmarks"));

  private Figures() {}

  /**
   * @param how medians of what, as a half sentence
   */
  static String from(String command, String how) {
    try {
      return "Command: `%s`; commit %s; %s. Machine: %d x %s; load at the end %s."
          .formatted(
              command,
              System.getProperty("commit", "unknown"),
              how,
              Runtime.getRuntime().availableProcessors(),
              Report.first("/proc/cpuinfo", "model name").replaceFirst("^\\s*:\\s*", ""),
              Report.first("/proc/loadavg", "").replaceFirst("( \\S+){2}$", ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void write(String file, List<String> lines) {
    try {
      Files.write(Files.createDirectories(FOLDER).resolve(file), lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a page, and shows it. */
  static void page(String file, List<String> lines) {
    write(file, lines);
    lines.forEach(System.out::println);
  }
}
