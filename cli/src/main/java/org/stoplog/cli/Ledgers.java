package org.stoplog.cli;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.exposure.ClaimQuestion;
import org.stoplog.ledger.exposure.Question;
import org.stoplog.ledger.exposure.Windows;
import org.stoplog.ledger.register.Predicate;
import org.stoplog.ledger.register.Supplier;

/** What several commands do with a ledger: open it, look suppliers up, put a question together. */
final class Ledgers {
  /** Of the RAM, when the user names no other. */
  private static final int DEFAULT_SHARE = 4;

  private static final int MEGABYTE = 20;

  private Ledgers() {}

  static Ledger open(Session session) {
    return open(session, session.dataFolder(), session.keysFolder());
  }

  static Ledger open(Session session, Path data, Path keys) {
    try {
      return Secrets.withPassphrase(
          session,
          passphrase ->
              Ledger.open(
                  new Ledger.Options(
                      data.toAbsolutePath(),
                      keys.toAbsolutePath(),
                      passphrase,
                      duckMegabytes(session),
                      InstantSource.system())));
    } catch (StoplogException e) {
      if (session.stopped()) {
        // Ctrl-C also ends programs that we had just started, before they are on their own.
        throw new StoplogException(
            Problem.INTERRUPTED, "stopped while the record was being opened", e);
      }
      throw e;
    }
  }

  /** Memory for queries. */
  static int duckMegabytes(Session session) {
    return Math.toIntExact(session.memory().orElseGet(Ledgers::ownShare) >> MEGABYTE);
  }

  private static long ownShare() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? system.getTotalMemorySize() / DEFAULT_SHARE
        : 1L << 31;
  }

  /**
   * Looks before long work begins whether its files are there.
   *
   * @throws StoplogException FILE_NOT_FOUND
   */
  static void mustExist(List<Path> files) {
    for (Path file : files) {
      if (!Files.exists(file)) {
        throw new StoplogException(Problem.FILE_NOT_FOUND, file + " does not exist");
      }
    }
  }

  /** A password from a file: its first line. Null when no file is named. */
  static char @Nullable [] password(@Nullable Path file) {
    return Secrets.fromFile(file);
  }

  /** A grant as it is written on the command line: {@code elements: population}. */
  static Question.Declared declared(String text) {
    int colon = text.indexOf(':');
    String ids = colon < 0 ? text : text.substring(0, colon);
    String population = colon < 0 ? "*" : text.substring(colon + 1).strip();
    return new Question.Declared(
        Predicate.parse(population),
        Elements.catalogue().setOf(List.of(ids.strip().split("\\s*[,;]\\s*"))));
  }

  /**
   * A question about a supplier and its sub-processors: what grants allow and when deletion was
   * proven come from the register.
   */
  static Question about(
      Connection connection,
      Supplier supplier,
      Windows windows,
      ElementSet elements,
      @Nullable Predicate cohort,
      List<Question.Declared> more,
      List<Question.Dataset> files)
      throws SQLException {
    return ClaimQuestion.about(connection, supplier, windows, elements, cohort, more, files);
  }

  /** Makes the folder and writes lines; used for reports. */
  static void write(Path file, List<String> lines) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
