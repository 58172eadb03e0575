package org.stoplog.ledger.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** Whole reads through the child: results, stops, limits and changes. */
class FileReaderIT extends ReaderFixture {
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
    ReadResult result = read(file, Purpose.PEOPLE);
    assertThat(Collected.roles(result.mapping()))
        .isEqualTo(
            "user_id=person E-Mail=identifier:email Telefon=identifier:phone"
                + " country=attribute:country Since=since");
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

  @Test
  void keepsTheFilesOrderOverManyChunks() throws IOException {
    StringBuilder text = new StringBuilder("email,note\n");
    for (int i = 0; i < 150_000; i++) {
      text.append("user").append(i).append("@example.org,\"two\nlines\"\n");
    }
    Path file = file("long.csv", text.toString());
    ReadResult result = read(file, Purpose.KEYS);
    assertThat(result.rows()).isEqualTo(150_000);
    for (int i = 0; i < 150_000; i += 997) {
      assertThat(got.rows.get(i)).startsWith((2 + 2 * i) + " email=user" + i + "@example.org ");
    }
    assertThat(got.progress).isEqualTo(Files.size(file));
  }

  @Test
  void guessesWithoutReadingTheRest() throws IOException {
    Path file = file("list.txt", "ann@example.org\nbob@example.org\n");
    Mapping mapping = reader.guess(Collected.request(file, Purpose.KEYS));
    assertThat(Collected.roles(mapping)).isEqualTo("#1=identifier:email");
    assertThat(mapping.header()).isFalse();
  }

  @Test
  void readsAgainAlikeWithTheMappingItGuessed() throws IOException {
    Path file = file("list.csv", "EMAIL,plan\nann@example.org,pro\nbob@example.org,free\n");
    ReadResult first = read(file, Purpose.HOLDINGS);
    Collected second = new Collected();
    ReadResult again = reader.read(Collected.request(file, first.mapping()), second, () -> false);
    assertThat(again.mapping()).isEqualTo(first.mapping());
    assertThat(second.rows).isEqualTo(got.rows).hasSize(2);
  }

  @Test
  void stopsWhenTold() throws IOException {
    Path file = file("list.csv", "email\n" + "ann@example.org\n".repeat(500_000));
    AtomicBoolean stopped = new AtomicBoolean();
    Collected slow =
        new Collected() {
          @Override
          public void rows(RowBlock block) {
            stopped.set(true);
            Thread.yield();
          }
        };
    // The pipe holds less than the file, so the child is still there when it is stopped.
    assertThatThrownBy(
            () ->
                reader.read(
                    Collected.request(file, Purpose.KEYS),
                    slow,
                    () -> {
                      stopped.set(true);
                      return true;
                    }))
        .isInstanceOfSatisfying(
            StoplogException.class, e -> assertThat(e.problem()).isEqualTo(Problem.INTERRUPTED));
  }

  @Test
  void endsAChildThatTakesTooLong() throws IOException {
    Path file = file("list.csv", "email\nann@example.org\n");
    ReadRequest.Limits hasty =
        new ReadRequest.Limits(256, 512, Duration.ZERO, 1 << 20, 1L << 30, 200);
    ReadRequest request = new ReadRequest(file, Purpose.KEYS, null, null, null, hasty);
    assertThat(failure(request)).startsWith("reader-limit: ");
  }

  @Test
  void saysThatAChildWithoutMemoryPassedItsLimit() throws IOException {
    Path file = file("wide.csv", "email,x\nann@example.org," + "x".repeat(60 << 20) + "\n");
    ReadRequest.Limits small =
        new ReadRequest.Limits(16, 512, Duration.ofMinutes(1), 1 << 30, 1L << 30, 200);
    ReadRequest request = new ReadRequest(file, Purpose.KEYS, null, null, null, small);
    assertThat(failure(request)).startsWith("reader-limit: the reader ran out of memory");
  }

  @Test
  void throwsWhatTheHandlerThrows() throws IOException {
    Path file = file("list.csv", "email\nann@example.org\n");
    Collected angry =
        new Collected() {
          @Override
          public void rows(RowBlock block) {
            throw new IllegalStateException("full");
          }
        };
    assertThatThrownBy(() -> reader.read(Collected.request(file, Purpose.KEYS), angry, () -> false))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("full");
  }

  @Test
  void refusesAFileThatChangesWhileItIsRead() throws IOException {
    Path file = file("list.csv", "email\nann@example.org\n");
    Collected writer =
        new Collected() {
          @Override
          public void rows(RowBlock block) {
            try {
              Files.writeString(file, "bob@example.org\n", StandardOpenOption.APPEND);
            } catch (IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          }
        };
    assertThatThrownBy(
            () -> reader.read(Collected.request(file, Purpose.KEYS), writer, () -> false))
        .hasMessage(file + " was changed while it was read")
        .isInstanceOfSatisfying(
            StoplogException.class, e -> assertThat(e.problem()).isEqualTo(Problem.FILE_CHANGED));
  }

  @Test
  void noticesAReplacedFileOfTheSameSizeAndTime() throws IOException {
    Path file = file("list.csv", "email\nann@example.org\n");
    Collected writer =
        new Collected() {
          @Override
          public void rows(RowBlock block) {
            try {
              FileTime time = Files.getLastModifiedTime(file);
              Path other = Files.writeString(folder.resolve("other"), "email\nbob@example.org\n");
              Files.setLastModifiedTime(other, time);
              Files.move(other, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          }
        };
    assertThatThrownBy(
            () -> reader.read(Collected.request(file, Purpose.KEYS), writer, () -> false))
        .hasMessage(file + " was changed while it was read");
  }

  @Test
  void saysWhatIsNotThereOrIsNoFile() throws IOException {
    assertThat(failure(folder.resolve("none"), Purpose.KEYS)).startsWith("file-not-found: ");
    assertThat(failure(Files.createDirectory(folder.resolve("dir")), Purpose.KEYS))
        .endsWith("dir is not a plain file");
  }

  @Test
  void readsTimesOfHoldings() throws IOException {
    Path file =
        file(
            "contacts.csv",
            """
            distinct_id,last_seen
            d-1,2025-11-09T10:00:00+02:00
            d-2,1762682400
            d-3,yesterday
            d-4,2025-11-09 08:00:00.25
            d-5,2025-11-09
            d-6,
            """);
    read(file, Purpose.HOLDINGS);
    String elements = " [id.pseudonymous_device_or_anon]";
    assertThat(got.rows)
        .containsExactly(
            "2 distinct_id=d-1 @2025-11-09T08:00:00Z" + elements,
            "3 distinct_id=d-2 @" + Instant.ofEpochSecond(1_762_682_400) + elements,
            "5 distinct_id=d-4 @2025-11-09T08:00:00.250Z" + elements,
            "6 distinct_id=d-5 @2025-11-09T00:00:00Z" + elements,
            "7 distinct_id=d-6" + elements);
    assertThat(got.leftOut).containsExactly(new LeftOut(4, "last_seen", "bad-date"));
  }
}
