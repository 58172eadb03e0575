package org.stoplog.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.exposure.Delta;
import org.stoplog.ledger.exposure.Exposure;
import org.stoplog.ledger.exposure.ExposureRun;
import org.stoplog.ledger.exposure.FrozenExposure;
import org.stoplog.ledger.exposure.Question;
import picocli.CommandLine.Option;

/** With which earlier exposure a new one is compared. */
final class DeltaOptions {
  @Option(
      names = "--since-exposure",
      paramLabel = "N",
      description =
          "Compare with this one (stoplog exposures lists them); default: the last that asked the same.")
  @Nullable Long since;

  @Option(names = "--no-delta", description = "Compare with none.")
  boolean none;

  /** A delta and what it is taken from. */
  record Compared(FrozenExposure earlier, Delta delta) {}

  /** The earlier exposure, looked up before the new one is made; empty when there is none. */
  Optional<FrozenExposure> earlier(Ledger ledger, Question question) {
    Long chosen = since;
    if (chosen != null && none) {
      throw new StoplogException(
          Problem.USAGE, "--since-exposure and --no-delta exclude each other");
    }
    if (none) {
      return Optional.empty();
    }
    return ledger.inTransaction(
        db ->
            chosen == null
                ? FrozenExposure.newestLike(db, question)
                : Optional.of(FrozenExposure.get(db, chosen)));
  }

  static @Nullable Compared compare(
      Ledger ledger, Optional<FrozenExposure> earlier, Exposure later, Progress progress) {
    return earlier
        .map(
            one ->
                new Compared(
                    one,
                    ledger.delta(
                        ExposureRun.fileOf(ledger.stores().folder(), one.sha256()),
                        later.file(),
                        progress)))
        .orElse(null);
  }
}
