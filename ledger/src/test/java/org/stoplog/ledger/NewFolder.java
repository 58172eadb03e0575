package org.stoplog.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.stoplog.testing.Prepared;

/** A new data folder and its keyset, for tests that do not ask how those are made. */
public final class NewFolder {
  private static final Prepared NEW =
      new Prepared(
          home ->
              Ledger.open(
                      new Ledger.Options(
                          home.resolve("data"),
                          home.resolve("keys"),
                          null,
                          256,
                          InstantSource.system()))
                  .close());

  private NewFolder() {}

  /** Makes {@code data} and {@code keys} in it. */
  public static void into(Path home) throws IOException {
    NEW.into(home);
  }
}
