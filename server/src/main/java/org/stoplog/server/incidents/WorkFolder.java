package org.stoplog.server.incidents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.stoplog.ledger.Ledger;

/** A folder of the ledger for files that lie open while they are worked on, and no longer. */
final class WorkFolder {
  private WorkFolder() {}

  /** Work on a file or folder, which may fail as files do. */
  interface Work<T> {
    T in(Path path) throws IOException;
  }

  static <T> T use(Ledger ledger, Work<T> work) {
    try {
      Path folder = Files.createTempDirectory(ledger.stores().folder().temp(), "incident");
      try {
        return work.in(folder);
      } finally {
        remove(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
