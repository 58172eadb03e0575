package org.stoplog.ledger.exposure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.stoplog.ledger.table.Stores;

/** The files of frozen exposures in the data folder. */
public final class ExposureFiles {
  /**
   * Folders in which a freezing ended without an answer from the database: it may be there or not.
   */
  private static final Set<Path> UNSURE = ConcurrentHashMap.newKeySet();

  private ExposureFiles() {}

  /** Says that nobody knows whether the last file has its row. */
  static void unsure(Stores stores) {
    UNSURE.add(stores.folder().evidence());
  }

  /** Sweeps after such an end; only called in the turn of whoever freezes next. */
  static void sweepIfUnsure(Stores stores) {
    if (UNSURE.contains(stores.folder().evidence())) {
      sweep(stores);
      UNSURE.remove(stores.folder().evidence());
    }
  }

  /**
   * Deletes what no exposure names: the work on it was killed before its commit. Only called while
   * nobody freezes one.
   */
  public static void sweep(Stores stores) {
    Path folder = stores.folder().evidence().resolve("exposures");
    if (!Files.isDirectory(folder)) {
      return;
    }
    Set<Path> named =
        stores
            .database()
            .transaction(
                connection -> {
                  Set<Path> files = new HashSet<>();
                  try (PreparedStatement find =
                          connection.prepareStatement("select file_sha256 from exposure");
                      ResultSet row = find.executeQuery()) {
                    while (row.next()) {
                      files.add(ExposureRun.fileOf(stores.folder(), row.getString(1)));
                    }
                  }
                  return files;
                });
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(file -> !named.contains(file)).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
