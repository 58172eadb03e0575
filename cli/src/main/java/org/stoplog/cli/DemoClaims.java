package org.stoplog.cli;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.exposure.Claim;
import org.stoplog.ledger.exposure.Claim.Certainty;
import org.stoplog.ledger.exposure.Claim.Origin;
import org.stoplog.ledger.exposure.Claim.Polarity;
import org.stoplog.ledger.exposure.Claim.Source;
import org.stoplog.ledger.exposure.Claim.Verified;
import org.stoplog.ledger.exposure.ClaimQuestion;
import org.stoplog.ledger.exposure.Claims;
import org.stoplog.ledger.exposure.ClaimsFile;
import org.stoplog.ledger.exposure.Taken;
import org.stoplog.ledger.exposure.Taken.Dataset;
import org.stoplog.ledger.exposure.Taken.DatasetKind;
import org.stoplog.ledger.exposure.Window;
import org.stoplog.ledger.exposure.WindowText;
import org.stoplog.sample.Story;

/**
 * What the made-up supplier says, written down day by day in one claims file, and put to the ledger
 * as a user does.
 */
final class DemoClaims {
  private final Story story;
  private final Path files;
  private final Path root;
  private final List<Claim> claims = new ArrayList<>();

  /**
   * @param files where the supplier's files are
   * @param root where claims and lists go
   */
  DemoClaims(Story story, Path files, Path root) {
    this.story = story;
    this.files = files;
    this.root = root;
  }

  /** The first letter: a period, nobody by name. Its sender is not verified yet. */
  ClaimsReport letter(Ledger ledger, Progress progress) {
    Window window = WindowText.parse(story.dataFrom() + ".." + story.dataTo(), ZoneOffset.UTC);
    add(
        "letter",
        story.day0(),
        Source.LETTER,
        Verified.NONE,
        Taken.EVERYTHING.limitedTo(List.of(), List.of(window)),
        null);
    return ask("day0", ledger, progress);
  }

  /** A dataset, which supersedes what was said before. */
  ClaimsReport dataset(
      String id, String file, LocalDate day, String superseded, Ledger ledger, Progress progress) {
    add(
        id,
        day,
        Source.PORTAL,
        Verified.CALLED_BACK,
        Taken.EVERYTHING.withFiles(
            List.of(new Dataset(files.resolve(file), null, DatasetKind.DATASET, null)), List.of()),
        superseded);
    return ask(id, ledger, progress);
  }

  private void add(
      String id,
      LocalDate day,
      Source source,
      Verified verified,
      Taken taken,
      @Nullable String superseded) {
    claims.add(
        new Claim(
            id,
            story.supplier(),
            new Origin(
                source, verified, day.atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC), null),
            Polarity.IN,
            Certainty.CONFIRMED,
            taken,
            null,
            superseded,
            null));
  }

  private ClaimsReport ask(String name, Ledger ledger, Progress progress) {
    Path file = root.resolve("claims.yaml");
    ClaimsFile.write(file, new Claims(story.supplier() + ", as the claims tell", claims));
    return new ClaimsAnswer(
            ClaimsFile.load(file),
            null,
            new ClaimQuestion.With(story.region(), null, List.of(), false),
            root.resolve("claims-" + name))
        .ask(ledger, progress);
  }
}
