package org.stoplog.sample;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.zip.GZIPInputStream;
import net.lingala.zip4j.ZipFile;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SpoilerTest {
  @TempDir Path folder;
  private Path table;
  private List<CsvRecord> rows;

  @BeforeEach
  void write() throws IOException {
    new SampleFiles(World.of(4, 400)).write(folder);
    table = folder.resolve(SampleFiles.DAY_16);
    rows = read(table, StandardCharsets.UTF_8, ',');
  }

  @Test
  void latin1KeepsEveryAddress() throws IOException {
    List<CsvRecord> spoiled =
        read(spoil(Spoiler.Style.LATIN_1_SEMICOLON), StandardCharsets.ISO_8859_1, ';');
    assertThat(spoiled).hasSameSizeAs(rows);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(spoiled.get(i).getField(0)).doesNotContain("?");
      assertThat(spoiled.get(i).getField(2)).isEqualTo(rows.get(i).getField(2));
    }
    assertThat(spoiled).anyMatch(row -> row.getField(1).contains("?"));
  }

  @Test
  void textStylesKeepTheRows() throws IOException {
    assertThat(Files.readString(spoil(Spoiler.Style.BOM_CRLF)))
        .startsWith("\uFEFF")
        .contains("\r\n");
    assertThat(Files.readString(spoil(Spoiler.Style.UTF_16), StandardCharsets.UTF_16LE))
        .startsWith("\uFEFFEmail Address");
    assertThat(read(spoil(Spoiler.Style.TABS), StandardCharsets.UTF_8, '\t')).hasSameSizeAs(rows);
    List<CsvRecord> german =
        read(spoil(Spoiler.Style.GERMAN_REVERSED), StandardCharsets.UTF_8, ',');
    assertThat(german.getFirst().getField(7)).isEqualTo("E-Mail-Adresse");
    assertThat(german.get(5).getField(7)).isEqualTo(rows.get(5).getField(0));
    List<CsvRecord> newlines =
        read(spoil(Spoiler.Style.QUOTED_NEWLINES), StandardCharsets.UTF_8, ',');
    assertThat(newlines).hasSameSizeAs(rows);
    assertThat(newlines).anyMatch(row -> row.getField(1).contains("\n"));
    assertThat(
            read(spoil(Spoiler.Style.TRAILING_COLUMNS), StandardCharsets.UTF_8, ',')
                .getFirst()
                .getFieldCount())
        .isEqualTo(10);
    assertThat(
            read(spoil(Spoiler.Style.FRENCH_SEMICOLON), StandardCharsets.UTF_8, ';')
                .getFirst()
                .getFields())
        .contains("Adresse e-mail");
    assertThat(Files.readAllLines(spoil(Spoiler.Style.NDJSON))).hasSize(rows.size() - 1);
  }

  @Test
  void packedStylesHoldTheSameTable() throws IOException {
    byte[] bytes = Files.readAllBytes(table);
    try (GZIPInputStream in =
        new GZIPInputStream(Files.newInputStream(spoil(Spoiler.Style.GZIP)))) {
      assertThat(in.readAllBytes()).isEqualTo(bytes);
    }
    try (ZipFile zip = new ZipFile(spoil(Spoiler.Style.ZIP).toFile())) {
      assertThat(zip.getInputStream(zip.getFileHeaders().getFirst()).readAllBytes())
          .isEqualTo(bytes);
    }
    try (ZipFile zip =
        new ZipFile(spoil(Spoiler.Style.ZIP_PASSWORD).toFile(), Spoiler.PASSWORD.toCharArray())) {
      assertThat(zip.isEncrypted()).isTrue();
      assertThat(zip.getInputStream(zip.getFileHeaders().getFirst()).readAllBytes())
          .isEqualTo(bytes);
    }
    try (ReadableWorkbook workbook = new ReadableWorkbook(spoil(Spoiler.Style.XLSX).toFile())) {
      assertThat(workbook.getFirstSheet().read()).hasSameSizeAs(rows);
    }
  }

  @Test
  void parquetHoldsEveryCell() throws IOException, SQLException {
    Path parquet = spoil(Spoiler.Style.PARQUET);
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("SELECT count(*), count(\"User ID\") FROM '" + parquet + "'")) {
      assertThat(result.next()).isTrue();
      assertThat(result.getInt(1)).isEqualTo(rows.size() - 1);
      assertThat(result.getLong(2))
          .isEqualTo(rows.stream().skip(1).filter(row -> !row.getField(2).isEmpty()).count());
    }
  }

  private Path spoil(Spoiler.Style style) throws IOException {
    Path target = folder.resolve(style + "." + style.ending());
    Spoiler.spoil(table, style, target);
    return target;
  }

  private static List<CsvRecord> read(Path file, Charset charset, char separator)
      throws IOException {
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder().fieldSeparator(separator).ofCsvRecord(file, charset)) {
      return reader.stream().toList();
    }
  }
}
