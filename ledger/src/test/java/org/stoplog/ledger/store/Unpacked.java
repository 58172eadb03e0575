package org.stoplog.ledger.store;

import java.io.IOException;
import java.nio.file.Path;
import org.stoplog.testing.Prepared;

/**
 * A data folder whose first opening came as far as PostgreSQL's own programs, for tests of what
 * comes after.
 */
final class Unpacked {
  private static final Prepared PROGRAMS =
      new Prepared(
          home -> {
            try (DataFolder folder = DataFolder.open(home.resolve("data"))) {
              PostgresBinaries.unpack(folder.postgres());
            }
          });

  private Unpacked() {}

  /** Makes {@code data} in it. */
  static void into(Path home) throws IOException {
    PROGRAMS.into(home);
  }
}
