package org.stoplog.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.exposure.Exposure;
import org.stoplog.ledger.exposure.Question;
import org.stoplog.ledger.reader.Purpose;

/** The supplier's file in every shape in which real senders send it, against the truth. */
class SpoiledFilesAgreeIT {
  private static final World WORLD = World.of(7, LedgerAgreesIT.SIZE);
  private static final int LUMETRICS = 1;

  @TempDir static Path temp;
  private static Path files;

  /** Only asked: no file leaves anything in it that the next could find. */
  private static Ledger ledger;

  @BeforeAll
  static void importThePeople() throws IOException {
    // Under root the database runs as another user, who has to get through the folder.
    Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwx--x--x"));
    files = temp.resolve("files");
    new SampleFiles(WORLD).write(files);
    ledger =
        Ledger.open(
            new Ledger.Options(
                temp.resolve("data"), temp.resolve("keys"), null, 1024, LedgerAgreesIT.CLOCK));
    LedgerAgreesIT.load(ledger, files.resolve(SampleFiles.PEOPLE), Purpose.PEOPLE, 0);
  }

  @AfterAll
  static void close() {
    ledger.close();
  }

  @ParameterizedTest
  @EnumSource(Spoiler.Style.class)
  void readsTheFileAsRealSendersSpoilIt(Spoiler.Style style) throws IOException {
    Path spoiled = temp.resolve(style + style.ending());
    Spoiler.spoil(files.resolve(SampleFiles.DAY_16), style, spoiled);
    char[] password = style == Spoiler.Style.ZIP_PASSWORD ? Spoiler.PASSWORD.toCharArray() : null;
    Exposure exposure =
        ledger.expose(
            LedgerAgreesIT.question(
                style.name(),
                List.of(
                    new Question.Dataset(spoiled, null, Story.NORTHGATE.region(), password, null)),
                LUMETRICS),
            Progress.NONE);
    LedgerAgreesIT.assertEqual(
        ledger,
        exposure,
        "grade_in_file",
        "elements_in_file",
        new Truth(WORLD).file(SampleFiles.DAY_16, false),
        temp.resolve("out"));
  }
}
