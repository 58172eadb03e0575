package org.stoplog.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.stoplog.ledger.Ledger;

/**
 * The folder that a benchmark works in: a data folder for each size, files for both sides, results.
 *
 * @param root holds everything and may be deleted at any time
 * @param size what all is derived from
 */
record Workplace(Path root, Size size) {
  /** Memory of DuckDB on either side. */
  static final int MEGABYTES = 4096;

  Workplace {
    try {
      Files.createDirectories(root);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The ledger with the people and disclosures of this size; filled when it is new. */
  Ledger ledger() {
    Ledger ledger = open(ledgerFolder().getFileName().toString());
    try {
      new Generate(ledger, size).fillOnce();
    } catch (RuntimeException e) {
      ledger.close();
      throw e;
    }
    return ledger;
  }

  Path ledgerFolder() {
    return root.resolve("ledger-" + size.people() + "-" + size.disclosures());
  }

  /** Another ledger, empty at first. */
  Ledger open(String name) {
    return Ledger.open(
        new Ledger.Options(
            root.resolve(name),
            root.resolve(name + ".keys"),
            null,
            MEGABYTES,
            InstantSource.system()));
  }

  Path file(String name) {
    return root.resolve(name);
  }
}
