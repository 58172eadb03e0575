package org.stoplog.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** A data folder and its keyset belong together. */
class LedgerKeysetIT {
  @TempDir Path temp;

  @Test
  void refusesADataFolderWhoseKeysetIsGoneAndMakesNoOther() throws Exception {
    Path keys = temp.resolve("keys");
    Ledger.Options options =
        new Ledger.Options(temp.resolve("data"), keys, null, 256, InstantSource.system());
    Ledger.open(options).close();
    Files.move(keys, temp.resolve("elsewhere"));
    assertThatThrownBy(() -> Ledger.open(options))
        .isInstanceOfSatisfying(
            StoplogException.class, e -> assertThat(e.problem()).isEqualTo(Problem.KEYSET_MISSING));
    assertThat(keys).doesNotExist();
  }
}
