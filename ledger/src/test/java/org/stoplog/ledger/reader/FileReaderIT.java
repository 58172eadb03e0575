package org.stoplog.ledger.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** Reads real files with a real child. */
class FileReaderIT {
  @TempDir Path folder;
  private Path work;
  private FileReader reader;
  private final Collected got = new Collected();

  @BeforeEach
  void makeReader() {
    work = folder.resolve("work");
    reader = new FileReader(work);
  }

  @AfterEach
  void leavesNothingBehind() throws IOException {
    if (Files.exists(work)) {
      try (Stream<Path> left = Files.list(work)) {
        assertThat(left).isEmpty();
      }
    }
  }

  @Test
  void readsACsvOfPeople() throws IOException {
    Path file =
        file(
            "people.csv",
            """
            user_id;E-Mail;Telefon;country;Since
            u1;ann@example.org;+49 30 123456;DE;2024-01-31
            u2;;n/a;FR;31
            u3;"bob ""b"" <x>@example.org";NULL;FR;
            """);
    ReadResult result = reader.read(Collected.request(file, Purpose.PEOPLE), got, () -> false);
    assertThat(Collected.roles(result.mapping()))
        .isEqualTo(
            "user_id=person E-Mail=identifier:email Telefon=identifier:phone country=attribute:country"
                + " Since=since");
    assertThat(got.rows)
        .containsExactly(
            "2 user_id=u1 E-Mail=ann@example.org Telefon=+49 30 123456 country=DE Since=2024-01-31"
                + " [contact.email, contact.phone, id.account_user_id, location.coarse]",
            "4 user_id=u3 E-Mail=bob \"b\" <x>@example.org country=FR"
                + " [contact.email, id.account_user_id, location.coarse]");
    assertThat(got.leftOut).containsExactly(new LeftOut(3, "Since", "bad-date"));
    assertThat(result.rows()).isEqualTo(2);
    assertThat(result.leftOut()).isEqualTo(1);
    assertThat(result.cells()).containsExactly(2, 2, 1, 2, 1);
    assertThat(result.sha256()).isEqualTo(FileFingerprint.sha256(file));
    assertThat(result.bytes()).isEqualTo(Files.size(file));
  }

  private Path file(String name, String text) throws IOException {
    return file(name, text, StandardCharsets.UTF_8);
  }

  private Path file(String name, String text, Charset charset) throws IOException {
    return Files.writeString(folder.resolve(name), text, charset);
  }

  private StoplogException failure(Path file, Purpose purpose) {
    StoplogException failure =
        catchThrowableOfType(
            StoplogException.class,
            () -> reader.read(Collected.request(file, purpose), got, () -> false));
    assertThat(failure).isNotNull();
    return failure;
  }

  @Test
  void refusesAnEmptyFile() throws IOException {
    assertThat(failure(file("empty.csv", ""), Purpose.KEYS).problem())
        .isEqualTo(Problem.FILE_EMPTY);
  }
}
