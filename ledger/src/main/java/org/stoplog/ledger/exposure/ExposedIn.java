package org.stoplog.ledger.exposure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.table.DuckSession;
import org.stoplog.ledger.table.Sql;
import org.stoplog.ledger.table.Stores;

/** In which frozen exposures somebody is. */
public final class ExposedIn {
  private ExposedIn() {}

  /**
   * @param people ids of all accounts of the person; none for a subject that is nobody's
   * @return the oldest first
   */
  public static List<FrozenExposure> of(
      Stores stores, List<Long> people, UUID subject, Progress progress) {
    List<FrozenExposure> all = stores.database().transaction(FrozenExposure::all);
    List<FrozenExposure> found = new ArrayList<>();
    if (all.isEmpty()) {
      return found;
    }
    String ids = people.stream().map(String::valueOf).collect(Collectors.joining(", "));
    String who =
        " WHERE subject = '"
            + subject
            + "'::UUID"
            + (ids.isEmpty() ? "" : " OR person IN (" + ids + ")");
    try (DuckSession duck = stores.duck().open(progress)) {
      for (FrozenExposure one : all) {
        Path file = ExposureRun.fileOf(stores.folder(), one.sha256());
        if (Files.exists(file) && duck.any(Sql.parquet(List.of(file)) + who)) {
          found.add(one);
        }
      }
    }
    return found;
  }
}
