package org.stoplog.ledger.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.time.LocalDate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.identity.Scheme;
import org.stoplog.ledger.intake.ImportRequest;
import org.stoplog.ledger.reader.Purpose;

class PersonStoryIT {
  @TempDir Path temp;

  @BeforeEach
  void letTheDatabasePass() throws IOException {
    Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwx--x--x"));
  }

  @Test
  void includesWhatWentUnderIdentifiersThatWereSeenWithThePersonAlone() throws IOException {
    try (Ledger ledger =
        Ledger.open(
            new Ledger.Options(
                temp.resolve("data"), temp.resolve("keys"), null, 512, InstantSource.system()))) {
      load(ledger, Purpose.PEOPLE, "id,email\nu1,ann@example.test\nu2,bob@example.test\n");
      load(
          ledger,
          Purpose.DISCLOSURES,
          """
          phone,email,date
          +4930111111,ann@example.test,2025-03-01
          +4930111111,,2025-03-02
          +4930222222,ann@example.test,2025-03-03
          +4930222222,bob@example.test,2025-03-04
          +4930222222,,2025-03-05
          """);

      PersonStory ann = ledger.person(Scheme.EMAIL, "Ann@Example.test", 0, Progress.NONE);

      // The second number was seen with Bob too: whose it is nobody knows.
      assertThat(ann.sent()).hasSize(1);
      assertThat(ann.sent().getFirst().events()).isEqualTo(2);
      assertThat(ann.sent().getFirst().last()).isEqualTo(LocalDate.parse("2025-03-02"));
      assertThat(ledger.person(Scheme.EMAIL, "bob@example.test", 0, Progress.NONE).sent())
          .isEmpty();
    }
  }

  private void load(Ledger ledger, Purpose purpose, String text) throws IOException {
    Path file = Files.writeString(temp.resolve(purpose + ".csv"), text);
    int place = purpose == Purpose.PEOPLE ? 0 : 1;
    ledger.importFile(
        new ImportRequest(file, purpose, null, place, place, null, null, null), Progress.NONE);
  }
}
