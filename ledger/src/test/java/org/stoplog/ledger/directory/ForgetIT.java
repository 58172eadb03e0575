package org.stoplog.ledger.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.ElementSet;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.exposure.Question;
import org.stoplog.ledger.exposure.Summary;
import org.stoplog.ledger.exposure.Windows;
import org.stoplog.ledger.identity.Scheme;
import org.stoplog.ledger.intake.ImportRequest;
import org.stoplog.ledger.reader.Purpose;

/** An erasure takes away what is one person's alone. */
class ForgetIT {
  @TempDir Path temp;

  private void load(Ledger ledger, Purpose purpose, String name, String text) throws IOException {
    int place = purpose == Purpose.PEOPLE ? 0 : 1;
    ledger.importFile(
        new ImportRequest(
            Files.writeString(temp.resolve(name), text),
            purpose,
            null,
            place,
            place,
            null,
            null,
            null),
        Progress.NONE);
  }

  @Test
  void leavesAFormThatAlsoFollowsFromSomebodyElsesAddress() throws IOException {
    try (Ledger ledger =
        Ledger.open(
            new Ledger.Options(
                temp.resolve("data"), temp.resolve("keys"), null, 256, InstantSource.system()))) {
      load(
          ledger,
          Purpose.PEOPLE,
          "people.csv",
          "user_id,email\nu1,twin+a@example.test\nu2,twin+b@example.test\n");
      ledger.forget(Scheme.USER_ID, "u1", Progress.NONE);
      load(ledger, Purpose.HOLDINGS, "held.csv", "email,name\ntwin@example.test,Ann\n");
      Summary summary =
          ledger
              .expose(
                  new Question(
                      "held",
                      List.of(1),
                      Map.of(),
                      new Windows(List.of()),
                      ElementSet.NONE,
                      List.of(),
                      null,
                      List.of(),
                      List.of()),
                  Progress.NONE)
              .summary();
      assertThat(summary.held()).isEqualTo(1);
    }
  }
}
