package org.stoplog.ledger.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.lingala.zip4j.ZipFile;
import net.lingala.zip4j.model.ZipParameters;
import net.lingala.zip4j.model.enums.EncryptionMethod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is packed: taken out when it is one file, refused when it is a trap. */
class ArchiveIT extends ReaderFixture {
  private static final String LIST = "email\nann@example.org\n";
  private static final String ANN = "2 email=ann@example.org [contact.email]";

  @Test
  void readsGzipOfSeveralMembers() throws IOException {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.write(gzip(LIST));
    both.write(gzip("b@example.org\n"));
    read(file("list.csv", both.toByteArray()), Purpose.KEYS);
    assertThat(got.rows).containsExactly(ANN, "3 email=b@example.org [contact.email]");
  }

  @Test
  void refusesTruncatedGzip() throws IOException {
    StringBuilder text = new StringBuilder("email\n");
    for (int i = 0; i < 200_000; i++) {
      text.append("user").append(i * 7919L % 1_000_003).append("@example.org\n");
    }
    byte[] whole = gzip(text.toString());
    for (int length : new int[] {12, 1000, whole.length / 2, whole.length - 4}) {
      assertThat(failure(file("list.csv.gz", Arrays.copyOf(whole, length)), Purpose.KEYS))
          .isEqualTo("file-damaged: the compressed data ends too early or is altered");
    }
  }

  @Test
  void refusesAlteredGzip() throws IOException {
    byte[] whole = gzip(LIST.repeat(1000));
    whole[whole.length - 8] ^= 1;
    assertThat(failure(file("list.csv.gz", whole), Purpose.KEYS)).startsWith("file-damaged: ");
  }

  @Test
  void refusesBombs() throws IOException {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bomb)) {
      byte[] line = "ann@example.org\n".repeat(65536).getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < 100; i++) {
        out.write(line);
      }
    }
    assertThat(failure(file("bomb.gz", bomb.toByteArray()), Purpose.KEYS))
        .isEqualTo("archive-too-large: the file inflates to more than 200 times its size");
    Path zip = folder.resolve("bomb.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry("a.gz"));
      out.write(bomb.toByteArray());
    }
    assertThat(failure(zip, Purpose.KEYS))
        .isEqualTo("archive-too-large: the file inflates to more than 200 times its size");
    ReadRequest.Limits tight =
        new ReadRequest.Limits(256, 512, Duration.ofMinutes(1), 1 << 20, 1 << 20, 10_000);
    assertThat(
            failure(
                new ReadRequest(
                    file("bomb.gz", bomb.toByteArray()), Purpose.KEYS, null, null, null, tight)))
        .isEqualTo("archive-too-large: the file inflates to more than 1048576 bytes");
  }

  @Test
  void refusesArchivesInsideEachOtherWithoutEnd() throws IOException {
    byte[] layers = gzip(LIST);
    for (int i = 0; i < 5; i++) {
      ByteArrayOutputStream outer = new ByteArrayOutputStream();
      try (OutputStream out = new GZIPOutputStream(outer)) {
        out.write(layers);
      }
      layers = outer.toByteArray();
    }
    assertThat(failure(file("layers", layers), Purpose.KEYS)).startsWith("archive-unsafe: ");
  }

  @Test
  void readsTheOneFileOfAZip() throws IOException {
    read(zip("__MACOSX/._list.csv", "x", "list.csv", LIST), Purpose.KEYS);
    assertThat(got.rows).containsExactly(ANN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../list.csv",
        "a/../../list.csv",
        "/etc/list.csv",
        "..\\list.csv",
        "C:\\list.csv"
      })
  void refusesPathsOutsideTheArchive(String path) throws IOException {
    assertThat(failure(zip(path, LIST), Purpose.KEYS))
        .isEqualTo("archive-unsafe: entry 1 leads outside the archive");
  }

  @Test
  void refusesAZipOfSeveralFilesOrNone() throws IOException {
    assertThat(failure(zip("a.csv", LIST, "b.csv", LIST), Purpose.KEYS))
        .isEqualTo("archive-unsafe: the ZIP archive holds 2 data files");
    assertThat(failure(zip("folder/", ""), Purpose.KEYS))
        .isEqualTo("file-empty: the ZIP archive holds no file");
  }

  @Test
  void refusesATruncatedZip() throws IOException {
    byte[] whole = Files.readAllBytes(zip("list.csv", LIST));
    assertThat(failure(file("cut.zip", Arrays.copyOf(whole, whole.length / 2)), Purpose.KEYS))
        .startsWith("file-damaged: ");
  }

  @ParameterizedTest
  @EnumSource(names = {"AES", "ZIP_STANDARD"})
  void asksForThePasswordAndTriesIt(EncryptionMethod method) throws IOException {
    Path file = folder.resolve(method + ".zip");
    ZipParameters parameters = new ZipParameters();
    parameters.setEncryptFiles(true);
    parameters.setEncryptionMethod(method);
    parameters.setFileNameInZip("list.csv");
    try (ZipFile zip = new ZipFile(file.toFile(), "right".toCharArray())) {
      zip.addStream(
          new ByteArrayInputStream(LIST.repeat(20).getBytes(StandardCharsets.UTF_8)), parameters);
    }
    assertThat(failure(file, Purpose.KEYS))
        .isEqualTo("password-needed: the ZIP archive is encrypted");
    for (int i = 0; i < 5; i++) {
      assertThat(failure(withPassword(file, "wrong" + i))).startsWith("password-wrong: ");
    }
    read(withPassword(file, "right"));
    assertThat(got.rows).hasSize(20).startsWith(ANN);
  }

  @Test
  void readsParquetInGzipInZip() throws Exception {
    Path parquet = parquet("p.parquet", "SELECT 'ann@example.org' AS email");
    Path zip = folder.resolve("p.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry("p.parquet.gz"));
      GZIPOutputStream inner = new GZIPOutputStream(out);
      inner.write(Files.readAllBytes(parquet));
      inner.finish();
    }
    read(zip, Purpose.KEYS);
    assertThat(got.rows).containsExactly("1 email=ann@example.org [contact.email]");
  }

  private ReadRequest withPassword(Path file, String password) {
    return new ReadRequest(
        file, Purpose.KEYS, null, null, password.toCharArray(), Collected.limits());
  }

  private Path zip(String... namesAndTexts) throws IOException {
    Path file = folder.resolve("test.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      for (int i = 0; i < namesAndTexts.length; i += 2) {
        out.putNextEntry(new ZipEntry(namesAndTexts[i]));
        out.write(namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
      }
    }
    return file;
  }
}
